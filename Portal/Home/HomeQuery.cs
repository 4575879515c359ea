using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Tasks;
using NodaTime;

namespace ClinicalEngagement.Portal.Home;

/// <summary>Reads what the home page shows.</summary>
internal sealed class HomeQuery(IEngagementStore store, IClock clock)
{
    public Task<HomeView> ReadAsync(PortalUser user, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            var now = clock.GetCurrentInstant();
            var everyProject = user.May(Permission.SeeProject);
            var projects = (await reader.ListAsync<Project>(p => p.CreatedAt <= now, token))
                .Where(p => everyProject || AccessRules.Allow(Permission.SeeBoardPaper, ProjectAccess.RoleIn(user, p)))
                .ToArray();
            // Tasks are for those who lead; others see where a project stands.
            var mine = projects.Where(p => user.IsOnlyPerson || AccessRules.Allow(Permission.LeadProject, ProjectAccess.RoleIn(user, p))).Select(p => p.Id).ToHashSet();
            var led = projects.Where(p => user.IsOnlyPerson || ProjectAccess.RoleIn(user, p).HasFlag(Role.LeadOfProject)).Select(p => p.Id).ToHashSet();
            var byId = projects.ToDictionary(p => p.Id);
            var tasks = await TaskWords.NamedAsync(
                reader,
                (await reader.ListAsync<PersonTask>(t => t.DoneAt == null, token))
                    .Where(t => mine.Contains(t.ProjectId) && (t.For != TaskFor.LeadAlone || led.Contains(t.ProjectId)))
                    .Select(t => t with { For = byId[t.ProjectId].WaitsFor(t) }),
                token);
            var lines = new List<HomeProject>();
            foreach (var project in projects)
            {
                var id = project.Id;
                var members = await reader.ListAsync<PanelMember>(m => m.ProjectId == id, token);
                var meetings = await reader.ListAsync<Meeting>(m => m.ProjectId == id, token);
                var updates = await reader.ListAsync<Update>(u => u.ProjectId == id, token);
                lines.Add(new HomeProject(
                    project,
                    Line(project, [.. members.Where(m => m.LeftAt is null)], meetings, updates),
                    tasks.Count(t => t.ProjectId == id),
                    everyProject || mine.Contains(id) ? $"/projects/{id}" : $"/projects/{id}/board-paper"));
            }
            var requests = await reader.ListAsync<StoredRequest>(r => r.State == RequestState.Received || r.State == RequestState.DeadLetter, token);
            return new HomeView(
                [.. tasks.OrderBy(t => t.DueAt)],
                [.. lines.OrderBy(l => l.Project.State).ThenBy(l => l.Project.Name, StringComparer.CurrentCultureIgnoreCase)],
                [.. requests.Where(r => !r.IsNotification && (everyProject || ProjectAccess.RoleIn(user, r) != Role.None))],
                user.May(Permission.Administer) ? requests.Count(r => r.State == RequestState.DeadLetter) : 0,
                now);
        },
        cancellationToken);

    private static string Line(Project project, IReadOnlyList<PanelMember> members, IReadOnlyList<Meeting> meetings, IReadOnlyList<Update> updates)
    {
        if (project.State == ProjectState.Closed)
            return $"Closed on {TimeWords.Day(project.ClosedAt ?? project.StageSince)}.";
        if (project.SendingStoppedAt is { } stopped)
            return $"Stopped since {TimeWords.Day(stopped)}: the lead’s account is gone or disabled.";
        var met = members.Count(m => meetings.Any(x => x.MemberId == m.Id && x.State == MeetingState.Held));
        var agreed = members.Count(m => meetings.Any(x => x.MemberId == m.Id && x.State == MeetingState.Agreed));
        var invited = members.Count(m => meetings.Any(x => x.MemberId == m.Id && x.State == MeetingState.Proposed));
        var parts = new List<string> { $"{met} of {members.Count} met" };
        if (agreed > 0)
            parts.Add($"{agreed} agreed");
        if (invited > 0)
            parts.Add($"{invited} invited");
        if (updates.Where(u => u.State is UpdateState.Draft or UpdateState.Approved).MinBy(u => u.SendAt) is { } next)
            parts.Add($"next update {TimeWords.Day(next.SendAt)}");
        return $"{StageWords.Of(project.Stage)}. {string.Join(", ", parts)}.";
    }
}
