using System.Globalization;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace ClinicalEngagement.Portal.Layout;

/// <summary>Reads dates and times as people type them.</summary>
internal static class DateFields
{
    private static readonly IPattern<LocalTime> Times = new CompositePatternBuilder<LocalTime>
    {
        { LocalTimePattern.CreateWithInvariantCulture("H:mm"), _ => true },
        { LocalTimePattern.CreateWithInvariantCulture("H'.'mm"), _ => false },
        { LocalTimePattern.CreateWithInvariantCulture("h:mmtt"), _ => false },
        { LocalTimePattern.CreateWithInvariantCulture("h'.'mmtt"), _ => false },
        { LocalTimePattern.CreateWithInvariantCulture("htt"), _ => false },
    }.Build();

    /// <summary>The date of day, month and year, or null when there is no such day.</summary>
    public static LocalDate? Date(IFormCollection form, string name)
    {
        int? Part(string part) => int.TryParse(form[$"{name}.{part}"].ToString().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        return (Part("year"), Part("month"), Part("day")) is ({ } year and >= 2000 and <= 2200, { } month and >= 1 and <= 12, { } day and >= 1)
            && day <= CalendarSystem.Iso.GetDaysInMonth(year, month)
            ? new LocalDate(year, month, day)
            : null;
    }

    /// <summary>A time of day such as 14:30, 2.30pm or 9am, or null.</summary>
    public static LocalTime? Time(string text)
    {
        var plain = text.Trim().Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return Times.Parse(plain) is { Success: true } parsed ? parsed.Value : null;
    }

    /// <summary>That time of day in the United Kingdom. In the hour that comes twice in October the first is meant; in the one that is left out in March, an hour later.</summary>
    public static Instant At(LocalDate date, LocalTime time) =>
        TimeWords.Zone.ResolveLocal(date + time, Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted)).ToInstant();
}
