using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Sync;

/// <summary>
/// Tells the leads of two projects that want the same clinician in the same week of each other, so that they can share one meeting. Run
/// with the accounts; running it twice changes nothing.
/// </summary>
public sealed class SharedWeeks(IEngagementStore store, IClock clock)
{
    /// <summary>Looks at every meeting that is still to come.</summary>
    /// <returns>How many tasks were opened.</returns>
    public Task<int> ReadAllAsync(CancellationToken cancellationToken) => store.WriteAsync(
        async (writer, token) =>
        {
            var now = clock.GetCurrentInstant();
            var projects = (await writer.ListAsync<Project>(p => p.State == ProjectState.Running, token)).ToDictionary(p => p.Id);
            var members = (await writer.ListAsync<PanelMember>(m => m.LeftAt == null, token)).Where(m => projects.ContainsKey(m.ProjectId)).ToDictionary(m => m.Id);
            var open = (await writer.ListAsync<Meeting>(m => m.State == MeetingState.Proposed || m.State == MeetingState.Agreed, token))
                .Where(m => m.SharedWith is null && m.Start > now && members.ContainsKey(m.MemberId));
            var opened = 0;
            foreach (var week in open.GroupBy(m => (members[m.MemberId].Email, Week: WorkingCalendar.WeekOf(m.Start))).Where(w => w.Select(m => m.ProjectId).Distinct().Count() > 1))
                foreach (var mine in week)
                    foreach (var theirs in week.Where(m => m.ProjectId != mine.ProjectId))
                        opened += await TellAsync(writer, projects[mine.ProjectId], projects[theirs.ProjectId], members[mine.MemberId], mine, week.Key.Week, now, token) ? 1 : 0;
            return opened;
        },
        cancellationToken);

    private static async Task<bool> TellAsync(
        IStoreWriter writer, Project project, Project other, PanelMember member, Meeting meeting, LocalDate week, Instant now, CancellationToken cancellationToken)
    {
        var cause = $"{member.Id}/{other.Id}/{week.ToString("uuuu-MM-dd", null)}";
        if (await writer.FindAsync<PersonTask>(PersonTask.IdFor(project.Id, TaskKind.SameWeek, cause), cancellationToken) is not null)
            return false;
        TaskBook.Open(
            writer, project.Id, TaskKind.SameWeek, cause,
            other.Lead.Email == project.Lead.Email
                ? $"“{other.Name}” wants {{clinician}} in the same week. Speak of both in one meeting, and the second time is given back."
                : $"“{other.Name}”, led by {other.Lead.Name}, wants {{clinician}} in the same week. Share your meeting with {other.Lead.Name}, and the second time is given back.",
            "They are met twice in that week.", now, WorkingTime.AddWorkingDays(now, 2, project.Nation), member.Id, meeting.Id);
        return true;
    }
}
