using System.Buffers.Text;
using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.GraphSimulator.Calendars;

/// <summary>The id of an event that the job plan made: it says whose week and which entry, since nothing of it is stored.</summary>
/// <param name="Address">Whose calendar.</param>
/// <param name="Monday">The Monday of its week.</param>
/// <param name="Number">Its number within the week.</param>
internal readonly record struct PlannedId(string Address, LocalDate Monday, int Number)
{
    private const string ImmutablePrefix = "AAkALp";
    private const string RestPrefix = "AAMkAp";

    /// <summary>The id that stays.</summary>
    public string Immutable => ImmutablePrefix + Content;

    /// <summary>The id given without Prefer: IdType="ImmutableId".</summary>
    public string Rest => RestPrefix + Content;

    private string Content => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Number}|{Monday:uuuu-MM-dd}|{Address}")));

    /// <summary>Reads an id, or gives null when it is another kind.</summary>
    public static PlannedId? Parse(string id)
    {
        if (!id.StartsWith(ImmutablePrefix, StringComparison.Ordinal) && !id.StartsWith(RestPrefix, StringComparison.Ordinal))
            return null;
        if (!Base64Url.IsValid(id.AsSpan(ImmutablePrefix.Length)))
            return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(id.AsSpan(ImmutablePrefix.Length))).Split('|');
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && LocalDatePattern.Iso.Parse(parts[1]) is { Success: true, Value: var monday }
            ? new PlannedId(parts[2], monday, number)
            : null;
    }
}
