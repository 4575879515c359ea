using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Tasks;
using NodaTime;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>Reads a project for its pages and for the API.</summary>
internal sealed class ProjectQuery(IEngagementStore store, IClock clock)
{
    /// <summary>The project with everything its pages show, or null.</summary>
    public Task<ProjectView?> FindAsync(ProjectId id, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            if (await reader.FindAsync<Project>(id, token) is not { } project)
                return null;
            var everyone = await reader.ListAsync<PanelMember>(m => m.ProjectId == id, token);
            var clinicians = new Dictionary<EmailAddress, Clinician>();
            List<EmailAddress> addresses = [.. everyone.Select(m => m.Email)];
            foreach (var clinician in await reader.ListAsync<Clinician>(c => addresses.Contains(c.Email), token))
                clinicians[clinician.Email] = clinician;
            return new ProjectView
            {
                Project = project,
                Members = [.. everyone.Where(m => m.LeftAt is null).OrderBy(m => m.Order == 0 ? int.MaxValue : m.Order).ThenBy(m => m.Name, StringComparer.Ordinal)],
                Everyone = everyone.ToDictionary(m => m.Id),
                Clinicians = clinicians,
                Meetings = await reader.ListAsync<Meeting>(m => m.ProjectId == id, token),
                Concerns = [.. (await reader.ListAsync<Concern>(c => c.ProjectId == id, token)).OrderBy(c => c.RaisedAt)],
                Examples = [.. (await reader.ListAsync<PracticeExample>(e => e.ProjectId == id && e.WithdrawnAt == null, token)).OrderByDescending(e => e.AgreedAt)],
                Updates = [.. (await reader.ListAsync<Update>(u => u.ProjectId == id, token)).OrderByDescending(u => u.Number)],
                Tasks = await TaskWords.NamedAsync(
                    reader, (await reader.ListAsync<PersonTask>(t => t.ProjectId == id && t.DoneAt == null && t.For != TaskFor.LeadAlone, token)).OrderBy(t => t.DueAt), token),
                Points = [.. (await reader.ListAsync<MeasurePoint>(p => p.ProjectId == id, token)).OrderBy(p => p.Date)],
                Effects = await reader.ListAsync<Effect>(e => e.ProjectId == id, token),
                Now = clock.GetCurrentInstant(),
            };
        },
        cancellationToken);

    /// <summary>The project as its overview shows it, or null: of two hundred clinicians and their meetings only what is counted or named.</summary>
    /// <param name="id">The project.</param>
    /// <param name="before">The page of the timeline: only what happened before that entry; null begins with the newest.</param>
    /// <param name="count">At most so many entries.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<OverviewView?> FindOverviewAsync(ProjectId id, long? before, int count, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            if (await reader.FindAsync<Project>(id, token) is not { } project)
                return null;
            var everyone = await MembersAsync(reader, id, token);
            var meetings = await reader.SelectAsync<Meeting, MeetingMark>(
                m => m.ProjectId == id && (m.State == MeetingState.Held || m.State == MeetingState.Agreed), m => new MeetingMark(m.MemberId, m.State), token);
            var met = meetings.Where(m => m.State == MeetingState.Held).Select(m => m.MemberId).ToHashSet();
            var next = await reader.SelectAsync<Update, Instant>(
                u => u.ProjectId == id && (u.State == UpdateState.Draft || u.State == UpdateState.Approved), u => u.SendAt, token);
            return new OverviewView(
                project,
                everyone.Count(m => m.LeftAt is null),
                everyone.Count(m => m.LeftAt is null && met.Contains(m.Id)),
                meetings.Count(m => m.State == MeetingState.Agreed),
                (await reader.SelectAsync<Concern, ConcernId>(c => c.ProjectId == id && c.ClosedAt == null, c => c.Id, token)).Count,
                next.Count == 0 ? null : next.Min(),
                await TaskWords.NamedAsync(reader, (await reader.ListAsync<PersonTask>(t => t.ProjectId == id && t.DoneAt == null && t.For != TaskFor.LeadAlone, token)).OrderBy(t => t.DueAt), token),
                await TimelineAsync(reader, id, everyone, before, count, token),
                clock.GetCurrentInstant());
        },
        cancellationToken);

    /// <summary>One page of what happened, the newest first.</summary>
    /// <param name="id">The project.</param>
    /// <param name="before">Only what happened before that entry; null begins with the newest.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<TimelineView> ReadTimelineAsync(ProjectId id, long? before, int count, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) => await TimelineAsync(reader, id, await MembersAsync(reader, id, token), before, count, token), cancellationToken);

    private static Task<IReadOnlyList<MemberMark>> MembersAsync(IStoreReader reader, ProjectId id, CancellationToken cancellationToken) =>
        reader.SelectAsync<PanelMember, MemberMark>(m => m.ProjectId == id, m => new MemberMark(m.Id, m.Name, m.LeftAt), cancellationToken);

    private static async Task<TimelineView> TimelineAsync(
        IStoreReader reader, ProjectId id, IReadOnlyList<MemberMark> everyone, long? before, int count, CancellationToken cancellationToken)
    {
        var end = before ?? long.MaxValue;
        var events = await reader.LastAsync<AuditEvent>(e => e.ProjectId == id && e.Sequence < end, count + 1, cancellationToken);
        var names = everyone.ToDictionary(m => m.Id, m => m.Name);
        return new TimelineView(
            id,
            [.. events.Take(count).Select(e => TimelineEntry.Of(e, names))],
            IsNewest: before is null,
            Earlier: events.Count > count ? events[count - 1].Sequence : null);
    }

    /// <summary>The projects that somebody may see, the newest first.</summary>
    public Task<IReadOnlyList<Project>> ListAsync(PortalUser user, CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<Project>>(
        async (reader, token) => [.. (await reader.ListAsync<Project>(p => p.Version >= 0, token))
            .Where(p => user.IsOnlyPerson || AccessRules.Allow(Permission.SeeProject, user.Roles | ProjectAccess.RoleIn(user, p)))
            .OrderByDescending(p => p.CreatedAt).ThenBy(p => p.Id.Value)],
        cancellationToken);

    /// <summary>The request that will become this project once the queue has brought it, or null.</summary>
    public async Task<StoredRequest?> FindRequestAsync(ProjectId id, CancellationToken cancellationToken)
    {
        var waiting = await store.ReadAsync(
            (reader, token) => reader.ListAsync<StoredRequest>(r => r.State != RequestState.Begun, token), cancellationToken);
        return waiting.FirstOrDefault(r => r.ProjectId == id);
    }

    /// <summary>The number of the last thing that happened since another, to tell a page that is open.</summary>
    public Task<long> LastSequenceAsync(ProjectId id, long since, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) => (await reader.LastAsync<AuditEvent>(e => e.ProjectId == id && e.Sequence > since, 1, token)).Select(e => e.Sequence).DefaultIfEmpty(since).Max(),
        cancellationToken);
}

/// <summary>A page of a project's timeline.</summary>
/// <param name="Project">Whose.</param>
/// <param name="Entries">The newest first.</param>
/// <param name="IsNewest">True for the first page.</param>
/// <param name="Earlier">Where the next page begins: before that entry; null on the last page.</param>
public sealed record TimelineView(ProjectId Project, IReadOnlyList<TimelineEntry> Entries, bool IsNewest, long? Earlier);

/// <summary>One line of the timeline, with names put in.</summary>
public sealed record TimelineEntry(long Sequence, Instant At, AuditActor Actor, string What, string Words, string? Why)
{
    public static TimelineEntry Of(AuditEvent happened, IReadOnlyDictionary<PanelMemberId, string> names)
    {
        var name = happened.MemberId is { } member && names.TryGetValue(member, out var found) ? found : "a clinician";
        string? Named(string? words) => words?.Replace("{clinician}", name, StringComparison.Ordinal)
            .Replace("{secretary}", "the secretary", StringComparison.Ordinal).Replace("{deputy}", "a colleague", StringComparison.Ordinal);
        return new TimelineEntry(happened.Sequence, happened.At, happened.Actor, happened.What, Named(happened.Words)!, Named(happened.Why));
    }
}
