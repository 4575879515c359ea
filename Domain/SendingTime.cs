using ClinicalEngagement.Domain.Calendars;
using NodaTime;

namespace ClinicalEngagement.Domain;

/// <summary>When something unasked may be sent: in working time, outside quiet periods, under the cap.</summary>
public static class SendingTime
{
    /// <summary>The moment itself when something may be sent at it, else the next one that is allowed.</summary>
    public static Instant NextAllowed(Instant moment, Nation nation, EngagementOptions options)
    {
        var local = moment.InZone(WorkingTime.Zone);
        var day = local.Date;
        if (local.TimeOfDay >= options.SendUntil)
            day = day.PlusDays(1);
        else if (local.TimeOfDay >= options.SendFrom && IsSendingDay(day))
            return moment;
        while (!IsSendingDay(day))
            day = day.PlusDays(1);
        return WorkingTime.At(day, options.SendFrom);

        bool IsSendingDay(LocalDate date) => WorkingTime.IsWorkingDay(date, nation) && !options.QuietPeriods.Any(q => date >= q.From && date <= q.To);
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
