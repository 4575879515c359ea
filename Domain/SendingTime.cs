using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;

namespace ClinicalEngagement.Domain;

/// <summary>When something unasked may be sent: in working time, outside quiet periods, under the cap.</summary>
public static class SendingTime
{
    private const int LongestStagger = 5;
    private const int StaggerFrom = 3;
    private const int SlotsOfAMorning = 24;
    private const int MinutesOfASlot = 10;

    /// <summary>The moment itself when something may be sent at it, else the next one that is allowed.</summary>
    /// <param name="moment">When it would go.</param>
    /// <param name="nation">Whose working days.</param>
    /// <param name="options">Hours and quiet periods.</param>
    /// <param name="specialty">Of whom it is for: a quiet period may be for some specialties only. Null keeps those of the whole trust.</param>
    /// <param name="staggered">For whom: after a quiet period each has a morning of their own, so that nothing piles up for the first one. Null waits for no such morning.</param>
    public static Instant NextAllowed(Instant moment, Nation nation, EngagementOptions options, string? specialty = null, Guid? staggered = null)
    {
        var periods = options.QuietPeriods.Where(q => q.IsFor(specialty)).OrderBy(q => q.To).ToArray();
        var allowed = Next(moment);
        if (staggered is { } who)
            foreach (var period in periods)
                if (WorkingCalendar.DateOf(allowed) > period.To && ResumesAt(period, nation, who, options) is var resumes && allowed < resumes)
                    allowed = Next(resumes);
        return allowed;

        Instant Next(Instant from)
        {
            var local = from.InZone(WorkingTime.Zone);
            var day = local.Date;
            if (local.TimeOfDay >= options.SendUntil)
                day = day.PlusDays(1);
            else if (local.TimeOfDay >= options.SendFrom && IsSendingDay(day))
                return from;
            while (!IsSendingDay(day))
                day = day.PlusDays(1);
            return WorkingTime.At(day, options.SendFrom);
        }

        bool IsSendingDay(LocalDate date) => WorkingTime.IsWorkingDay(date, nation) && !periods.Any(q => date >= q.From && date <= q.To);
    }

    /// <summary>
    /// From when on somebody is written to unasked after a quiet period: over as many working days as were lost, five at most, and over the
    /// morning; a day or two are made up for at once.
    /// </summary>
    public static Instant ResumesAt(QuietPeriod period, Nation nation, Guid who, EngagementOptions options)
    {
        var calendar = WorkingCalendar.For(nation);
        var lost = calendar.WorkingDaysBetween(period.From, period.To.PlusDays(1));
        if (lost < StaggerFrom)
            return WorkingTime.At(calendar.AddWorkingDays(period.To, 1), options.SendFrom);
        Span<byte> bytes = stackalloc byte[16];
        who.TryWriteBytes(bytes);
        var days = Math.Min(LongestStagger, lost);
        return WorkingTime.At(calendar.AddWorkingDays(period.To, 1 + (bytes[0] % days)), options.SendFrom.PlusMinutes(bytes[1] % SlotsOfAMorning * MinutesOfASlot));
    }

    /// <summary>When the cap lets one more message through, or null when it does so now.</summary>
    /// <param name="sent">When unasked messages were sent, in any order.</param>
    /// <param name="now">The time of asking.</param>
    /// <param name="nation">Whose working days.</param>
    /// <param name="options">The cap.</param>
    public static Instant? CapFreesAt(IReadOnlyList<Instant> sent, Instant now, Nation nation, EngagementOptions options)
    {
        var inWindow = sent
            .Select(at => WorkingTime.AddWorkingDays(at, options.CapWorkingDays, nation))
            .Where(leaves => leaves > now)
            .Order()
            .ToArray();
        return inWindow.Length < options.UnaskedCap ? null : inWindow[inWindow.Length - options.UnaskedCap];
    }
}
