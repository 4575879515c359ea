using System.Globalization;
using System.Text.RegularExpressions;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>What a Prefer header asks for.</summary>
/// <param name="TimeZone">outlook.timezone, or null.</param>
/// <param name="ImmutableIds">True for IdType="ImmutableId".</param>
/// <param name="MaxPageSize">odata.maxpagesize, or null.</param>
/// <param name="TextBody">True for outlook.body-content-type="text".</param>
internal sealed partial record Preferences(string? TimeZone, bool ImmutableIds, int? MaxPageSize, bool TextBody)
{
    /// <summary>Reads the header; what is not known is left aside, as the protocol asks.</summary>
    public static Preferences Parse(string? header)
    {
        var found = new Preferences(null, false, null, false);
        foreach (Match match in Preference().Matches(header ?? ""))
        {
            var value = match.Groups["value"].Value.Trim().Trim('"');
            found = match.Groups["name"].Value.ToLowerInvariant() switch
            {
                "outlook.timezone" => found with { TimeZone = value },
                "idtype" => found with { ImmutableIds = value.Equals("ImmutableId", StringComparison.OrdinalIgnoreCase) },
                "odata.maxpagesize" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) => found with { MaxPageSize = size },
                "outlook.body-content-type" => found with { TextBody = value.Equals("text", StringComparison.OrdinalIgnoreCase) },
                _ => found,
            };
        }

        return found;
    }

    /// <summary>What Preference-Applied answers, or null.</summary>
    public string? Applied()
    {
        var parts = new List<string>();
        if (TimeZone is not null)
            parts.Add($"outlook.timezone=\"{TimeZone}\"");
        if (ImmutableIds)
            parts.Add("IdType=\"ImmutableId\"");
        if (MaxPageSize is not null)
            parts.Add($"odata.maxpagesize={MaxPageSize.Value.ToString(CultureInfo.InvariantCulture)}");
        if (TextBody)
            parts.Add("outlook.body-content-type=\"text\"");
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    [GeneratedRegex("""(?<name>[A-Za-z.\-]+)\s*=\s*(?<value>"[^"]*"|[^,;]+)""")]
    private static partial Regex Preference();
}
