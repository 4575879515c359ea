using Microsoft.Graph.Models;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Graph's times and zones as NodaTime has them: Windows and IANA names, UTC under its several names, custom zones by their rules.</summary>
internal static class GraphZones
{
    private const string London = "Europe/London";

    private static readonly Dictionary<string, string> ByWindowsName = TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping
        .ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase);

    // London first: a calendar whose rules are those of several places is almost always at home there.
    private static readonly string[] Candidates = [London, .. ByWindowsName.Values.Where(id => id != London).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The zone of that name, or null.</summary>
    public static DateTimeZone? Find(string? name) => name switch
    {
        null or "" => null,
        "UTC" or "Etc/UTC" or "tzone://Microsoft/Utc" => DateTimeZone.Utc,
        _ when ByWindowsName.TryGetValue(name, out var id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id),
        _ => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name),
    };

    /// <summary>The IANA id of the zone of somebody's working hours, or null when none keeps its rules.</summary>
    /// <param name="zone">As it came.</param>
    /// <param name="year">The year in which the rules of a custom zone are compared.</param>
    public static string? FindId(TimeZoneBase? zone, int year) => zone switch
    {
        CustomTimeZone custom => FindCustom(custom, year),
        _ => Find(zone?.Name)?.Id,
    };

    /// <summary>The moment of a date and time in a named zone. Where clocks go back the earlier, where they go forward the later.</summary>
    /// <exception cref="GraphAnswerException">It is absent, no time, or in a zone that nobody knows.</exception>
    public static Instant Read(DateTimeTimeZone? time)
    {
        if (time?.DateTime is not { } text)
            throw new GraphAnswerException("a time is absent");
        if (OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var withOffset })
            return withOffset.ToInstant();
        var zone = time.TimeZone is null ? DateTimeZone.Utc : Find(time.TimeZone) ?? throw new GraphAnswerException("a time is in an unknown zone");
        return LocalDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var local }
            ? local.InZoneLeniently(zone).ToInstant()
            : throw new GraphAnswerException("a time cannot be read");
    }

    /// <summary>The moment in UTC as Graph takes it.</summary>
    public static DateTimeTimeZone Write(Instant instant) => new()
    {
        DateTime = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss.fffffff").Format(instant.InUtc().LocalDateTime),
        TimeZone = "UTC",
    };

    private static string? FindCustom(CustomTimeZone custom, int year)
    {
        // A bias is what is added to local time to get UTC.
        var standard = Offset.FromSeconds(-60 * (custom.Bias ?? 0));
        var hasSummer = custom.DaylightOffset is { Month: > 0, DaylightBias: not (null or 0) } && custom.StandardOffset is { Month: > 0 };
        var summer = hasSummer ? Offset.FromSeconds(standard.Seconds - (60 * (custom.DaylightOffset!.DaylightBias ?? 0))) : standard;
        var toSummer = hasSummer ? Date(custom.DaylightOffset!, year) : null;
        var toStandard = hasSummer ? Date(custom.StandardOffset!, year) : null;
        return Candidates.FirstOrDefault(id => Keeps(DateTimeZoneProviders.Tzdb[id], year, standard, summer, toSummer, toStandard));
    }

    private static bool Keeps(DateTimeZone zone, int year, Offset standard, Offset summer, LocalDate? toSummer, LocalDate? toStandard)
    {
        var from = new LocalDate(year, 1, 1).AtMidnight().InUtc().ToInstant();
        var to = new LocalDate(year + 1, 1, 1).AtMidnight().InUtc().ToInstant();
        var spans = zone.GetZoneIntervals(new Interval(from, to)).ToArray();
        if (toSummer is null || toStandard is null)
            return spans.All(s => s.WallOffset == standard);
        return spans.Length == 3
            && Array.TrueForAll(spans, s => s.WallOffset == standard || s.WallOffset == summer)
            && spans[1..].All(s => s.IsoLocalStart.Date == (s.WallOffset == summer ? toSummer : toStandard)
                || s.Start.WithOffset(s.WallOffset == summer ? standard : summer).Date == (s.WallOffset == summer ? toSummer : toStandard));
    }

    private static LocalDate? Date(StandardTimeZoneOffset rule, int year)
    {
        if (rule is not { Month: >= 1 and <= 12 and var month, DayOccurrence: >= 1 and <= 5 and var occurrence, DayOfWeek: { } day })
            return null;
        if (rule.Year is > 0)
            return null;
        var weekday = (IsoDayOfWeek)(day == DayOfWeekObject.Sunday ? 7 : (int)day);
        var first = new LocalDate(year, month, 1).With(DateAdjusters.NextOrSame(weekday));
        var date = first.PlusWeeks(occurrence - 1);
        // The fifth means the last.
        return date.Month == month ? date : date.PlusWeeks(-1);
    }
}
