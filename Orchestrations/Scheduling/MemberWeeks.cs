using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Scheduling;

/// <summary>A week of a panel member and who meets them, Monday to Friday, as the search for times sees it.</summary>
/// <param name="Monday">Its first day.</param>
/// <param name="Days">What stands in the way of a meeting, stretch by stretch; the member's own invitation is left out.</param>
/// <param name="Unread">Whose calendar could not be read just now; their days show the other rules only.</param>
public sealed record MemberWeek(LocalDate Monday, IReadOnlyList<DiaryDay> Days, IReadOnlyList<SlotParty> Unread);

/// <summary>Asks the calendars of one week, so that a page can show why a time was offered and why another was not.</summary>
public sealed class MemberWeeks(IEngagementStore store, ICalendar calendar, IClock clock, EngagementOptions options)
{
    private static readonly LocalTime FirstHour = new(8, 0);
    private static readonly LocalTime LastHour = new(18, 0);

    /// <summary>The week that begins on that Monday; null where there is no such member on the project's panel.</summary>
    public async Task<MemberWeek?> FindAsync(ProjectId projectId, PanelMemberId memberId, LocalDate monday, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var known = await store.ReadAsync((reader, token) => LoadAsync(reader, projectId, memberId, now, token), cancellationToken);
        if (known is not var (project, host, clinician, meetings, holds))
            return null;
        var window = new Interval(WorkingCalendar.StartOfDay(monday), WorkingCalendar.StartOfDay(monday.PlusDays(5)));
        EmailAddress[] people = [host.Email, clinician.Email];
        var calendars = await calendar.GetFreeBusyAsync(project.Lead.Email, people, window, cancellationToken) switch
        {
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered answered => answered.Value,
            _ => people.Distinct().ToDictionary(p => p, FreeBusy (_) => new FreeBusy.Unknown("It could not be asked just now.")),
        };
        var open = meetings.LastOrDefault(m => m.IsOpen);
        var request = SlotRequests.ForOffer(
            project, host, clinician, meetings, (open?.Number ?? meetings.Count + 1) == 1, calendars, holds, now, options) with
        {
            Window = window,
            NoticeFrom = open?.OfferedAt,
            Own = open?.BookedStart is { } booked ? new Interval(booked, booked + Duration.FromMinutes(open.Minutes)) : null,
        };
        var unread = new[] { (SlotParty.Clinician, clinician.Email), (SlotParty.Host, host.Email) }
            .Where(p => calendars[p.Item2] is FreeBusy.Unknown).Select(p => p.Item1).ToArray();
        return new(monday, DiaryWeek.Of(request, FirstHour, LastHour), unread);
    }

    private static async Task<(Project Project, Person Host, Clinician Clinician, IReadOnlyList<Meeting> Meetings, IReadOnlyList<SlotHold> Holds)?> LoadAsync(
        IStoreReader reader, ProjectId projectId, PanelMemberId memberId, Instant now, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync<Project>(projectId, cancellationToken) is not { } project
            || await reader.FindAsync<PanelMember>(memberId, cancellationToken) is not { } member || member.ProjectId != projectId
            || await reader.FindAsync<Clinician>(member.Email, cancellationToken) is not { } clinician)
            return null;
        IReadOnlyList<Meeting> meetings = [.. (await reader.ListAsync<Meeting>(m => m.MemberId == memberId, cancellationToken)).OrderBy(m => m.Number)];
        var host = project.HostOf(meetings.LastOrDefault(m => m.IsOpen)?.Host ?? member.Host);
        var holds = await Holds.OfOthersAsync(reader, meetings.Select(m => m.Id).ToHashSet(), [host.Email, member.Email], now, cancellationToken);
        return (project, host, clinician, meetings, holds);
    }
}
