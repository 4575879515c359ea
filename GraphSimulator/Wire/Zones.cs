using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>Time on Graph's wire: dateTimeTimeZone values with Windows or IANA names, and ISO instants.</summary>
internal static class Zones
{
    private static readonly InstantPattern Iso = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'");

    private static readonly LocalDateTimePattern Written = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fffffff");

    private static readonly Dictionary<string, string> ByWindowsName = TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping
        .ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>The zone the trust lives in.</summary>
    public static DateTimeZone London { get; } = DateTimeZoneProviders.Tzdb["Europe/London"];

    /// <summary>The zone's Windows name.</summary>
    public const string LondonWindows = "GMT Standard Time";

    /// <summary>The zone of a Windows or IANA name, or null.</summary>
    public static DateTimeZone? Find(string? name) => name switch
    {
        null => null,
        "UTC" or "Etc/UTC" or "tzone://Microsoft/Utc" => DateTimeZone.Utc,
        _ => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? (ByWindowsName.TryGetValue(name, out var id) ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null),
    };

    /// <summary>The zone that a Prefer header asks for, or UTC.</summary>
    /// <exception cref="GraphRefusal">The name is not known.</exception>
    public static DateTimeZone Preferred(string? name) => name is null ? DateTimeZone.Utc : Find(name) ?? throw NotSupported(name);

    /// <summary>An instant as Graph writes it.</summary>
    public static string Text(Instant instant) => Iso.Format(instant);

    /// <summary>A dateTimeTimeZone.</summary>
    public static JsonObject Write(Instant instant, DateTimeZone zone, string name) => Write(instant.InZone(zone).LocalDateTime, name);

    /// <summary>A dateTimeTimeZone.</summary>
    public static JsonObject Write(LocalDateTime local, string name) => new()
    {
        ["dateTime"] = Written.Format(local),
        ["timeZone"] = name,
    };

    /// <summary>Reads a dateTimeTimeZone.</summary>
    /// <returns>The instant and the zone's name as sent (UTC where none was).</returns>
    /// <exception cref="GraphRefusal">It is no such value.</exception>
    public static (Instant Instant, string Zone) Read(JsonNode? node, string member)
    {
        if (node is not JsonObject value || value.Get("dateTime") is not JsonValue text || !text.TryGetValue<string>(out var written))
            throw GraphRefusal.BadRequest($"The property '{member}' is required.", "ErrorInvalidRequest");
        var name = value.Get("timeZone")?.GetValue<string>() ?? "UTC";
        var zone = Find(name) ?? throw NotSupported(name);
        if (OffsetDateTimePattern.ExtendedIso.Parse(written) is { Success: true, Value: var withOffset })
            return (withOffset.ToInstant(), name);
        if (!LocalDateTimePattern.ExtendedIso.Parse(written).TryGetValue(default, out var local)
            && !LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(written).TryGetValue(default, out local))
            throw GraphRefusal.BadRequest($"The value '{written}' of '{member}' is no date and time.", "ErrorInvalidRequest");
        return (local.InZoneLeniently(zone).ToInstant(), name);
    }

    /// <summary>Reads a query time: ISO with an offset, or UTC without one.</summary>
    /// <exception cref="GraphRefusal">It is absent or no time.</exception>
    public static Instant ReadQuery(string? text, string name)
    {
        if (text is null)
            throw GraphRefusal.BadRequest($"This request requires a time window specified by the query string parameters StartDateTime and EndDateTime; {name} is missing.", "ErrorInvalidParameter");
        // A plus sign that was not percent-encoded arrives as a blank.
        var written = text.Trim().Replace(' ', '+');
        if (OffsetDateTimePattern.ExtendedIso.Parse(written) is { Success: true, Value: var withOffset })
            return withOffset.ToInstant();
        if (LocalDateTimePattern.ExtendedIso.Parse(written) is { Success: true, Value: var local })
            return local.InUtc().ToInstant();
        if (LocalDatePattern.Iso.Parse(written) is { Success: true, Value: var date })
            return date.AtMidnight().InUtc().ToInstant();
        throw GraphRefusal.BadRequest($"The value '{text}' of parameter '{name}' is invalid.", "ErrorInvalidParameter");
    }

    private static GraphRefusal NotSupported(string name) =>
        GraphRefusal.BadRequest($"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'.", "TimeZoneNotSupportedException");
}
