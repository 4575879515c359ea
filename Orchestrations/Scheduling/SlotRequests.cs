using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Scheduling;

/// <summary>Gathers what the search for times needs from calendars and store.</summary>
internal static class SlotRequests
{
    /// <summary>The search for times with one clinician.</summary>
    /// <param name="project">The project.</param>
    /// <param name="host">Who meets them.</param>
    /// <param name="clinician">Whom to meet.</param>
    /// <param name="calendars">Free/busy of clinician and host.</param>
    /// <param name="holds">What others hold of their time.</param>
    /// <param name="mode">Who picks the time.</param>
    /// <param name="noticeWorkingDays">Least notice.</param>
    /// <param name="now">The time of asking.</param>
    /// <param name="options">The trust's numbers.</param>
    public static SlotRequest For(
        Project project, Person host, Clinician clinician, IReadOnlyDictionary<EmailAddress, FreeBusy> calendars, IReadOnlyList<SlotHold> holds,
        SlotMode mode, int noticeWorkingDays, Instant now, EngagementOptions options) => new()
        {
            Now = now,
            Window = new Interval(now, now + Duration.FromDays(mode == SlotMode.Proposed ? options.ProposedWithinDays : options.ChosenWithinDays)),
            Duration = Duration.FromMinutes(options.MeetingMinutes),
            Mode = mode,
            Clinician = new Diary
            {
                FreeBusy = calendars[clinician.Email],
                Nation = clinician.Nation,
                JobPlan = clinician.JobPlan,
                GoodTimes = clinician.GoodTimes,
                Leave = [.. clinician.QuietWeeks.Select(monday => new DateInterval(monday, monday.PlusDays(6)))],
                Holds = HoldsOf(holds, clinician.Email),
            },
            Host = new Diary { FreeBusy = calendars[host.Email], Nation = project.Nation, Holds = HoldsOf(holds, host.Email) },
            QuietPeriods = [.. options.QuietPeriods.Where(q => q.IsFor(clinician.Specialty))],
            Options = SlotOptions.Default with
            {
                NoticeWorkingDays = noticeWorkingDays,
                HostBufferAfter = Duration.FromMinutes(options.HostBufferMinutes),
                DefaultHours = SlotOptions.Default.DefaultHours with { Start = options.WorkingFrom, End = options.WorkingUntil },
            },
        };

    /// <summary>The search for the times of the next offer: with the notice of a first offer or a further one, and without what was declined.</summary>
    public static SlotRequest ForOffer(
        Project project, Person host, Clinician clinician, IReadOnlyList<Meeting> meetings, bool isFirst,
        IReadOnlyDictionary<EmailAddress, FreeBusy> calendars, IReadOnlyList<SlotHold> holds, Instant now, EngagementOptions options)
    {
        var request = For(project, host, clinician, calendars, holds, SlotMode.Proposed, isFirst ? options.FirstOfferWorkingDays : options.NoticeWorkingDays, now, options);
        return request with
        {
            QuietPeriods = [.. request.QuietPeriods, .. UntilItIsOver(meetings, request.QuietPeriods, now)],
            Declined = [.. meetings.Where(m => m.State == MeetingState.Declined).SelectMany(m => m.Offers).Select(o => o.Start).Distinct().Order()],
        };
    }

    // Whose time was given back for a quiet period was told that times after it follow: none before it either.
    private static IEnumerable<QuietPeriod> UntilItIsOver(IReadOnlyList<Meeting> meetings, IReadOnlyList<QuietPeriod> periods, Instant now)
    {
        if (meetings.LastOrDefault(m => !m.IsOpen) is not { ReleasedFor: not null } given)
            return [];
        var day = WorkingCalendar.DateOf(given.Start);
        return periods.Where(p => p.From <= day && day <= p.To).Select(p => p with { From = LocalDate.Min(p.From, WorkingCalendar.DateOf(now)) });
    }

    private static IReadOnlyList<Interval> HoldsOf(IReadOnlyList<SlotHold> holds, EmailAddress person) =>
        [.. holds.Where(h => h.Person == person).Select(h => new Interval(h.Start, h.End))];
}
