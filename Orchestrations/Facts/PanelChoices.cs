using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Orchestrations.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>What the lead judges of one clinician on a panel. For the lead and co-lead alone; never in the timeline.</summary>
public sealed record Analysis
{
    /// <summary>Power, or null.</summary>
    public HighOrLow? Power { get; init; }

    /// <summary>Impact of the change on them and theirs, or null.</summary>
    public HighOrLow? Impact { get; init; }

    /// <summary>Colleagues follow this person's opinion.</summary>
    public bool OpinionFormer { get; init; }

    /// <summary>Full years in the organisation, 0 to 60, or null.</summary>
    public int? YearsHere { get; init; }

    /// <summary>The view that is expected before anybody has spoken, or null.</summary>
    public Position? LikelyView { get; init; }

    /// <summary>Where the plan needs them, or null.</summary>
    public Position? PositionNeeded { get; init; }

    /// <summary>Specialty, at most 100 characters.</summary>
    public string Specialty { get; init; } = "";

    /// <summary>Professional bodies, at most 10.</summary>
    public IReadOnlyList<string> ProfessionalBodies { get; init; } = [];
}

/// <summary>
/// What a project lead decides about a panel: who matters how, in which order, what the checklist says, what is shown to a group.
/// Judgements leave no trace in the timeline; what is factual does.
/// </summary>
public sealed class PanelChoices(IEngagementStore store, IClock clock)
{
    private const int MaxReason = 300;

    /// <summary>Records what the lead judges of somebody, and what is known of them across projects.</summary>
    public Task<FactResult> AnalyseAsync(PanelMemberId id, Analysis analysis, CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, project, member, now, token) =>
        {
            if (analysis.YearsHere is < 0 or > 60)
                return new Refused("Enter the years here as a whole number from 0 to 60.");
            if (analysis.Specialty.Length > 100)
                return new Refused("The specialty must be 100 characters or fewer. Shorten it.");
            if (analysis.ProfessionalBodies.Count > 10 || analysis.ProfessionalBodies.Any(b => b.Length > 100))
                return new Refused("Give 10 professional bodies at most, each in 100 characters or fewer.");
            writer.Update(member with
            {
                Power = analysis.Power,
                Impact = analysis.Impact,
                OpinionFormer = analysis.OpinionFormer,
                YearsHere = analysis.YearsHere,
                LikelyView = analysis.LikelyView,
                PositionNeeded = analysis.PositionNeeded,
                PositionNeededAt = analysis.PositionNeeded == member.PositionNeeded ? member.PositionNeededAt : now,
            });
            if (await writer.FindAsync<Clinician>(member.Email, token) is { } clinician
                && (clinician.Specialty != analysis.Specialty || !clinician.ProfessionalBodies.SequenceEqual(analysis.ProfessionalBodies)))
                writer.Update(clinician with { Specialty = analysis.Specialty, ProfessionalBodies = analysis.ProfessionalBodies });
            await PanelReminders.FollowAsync(writer, project.Id, now, token);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Records where somebody stands towards the plan's current version, and what the lead goes by.</summary>
    public Task<FactResult> RecordPositionAsync(PanelMemberId id, Position position, string? evidence, CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, project, member, now, token) =>
        {
            if (evidence is { Length: > MaxReason })
                return new Refused($"What you go by must be {MaxReason} characters or fewer. Shorten it.");
            if (member.Standing(position, now, project.PlanVersion, string.IsNullOrWhiteSpace(evidence) ? null : evidence.Trim()) is var standing && standing != member)
                writer.Update(standing);
            await PanelReminders.FollowAsync(writer, project.Id, now, token);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Puts somebody at a place in the panel's order; the others move up or down.</summary>
    /// <param name="id">Who.</param>
    /// <param name="place">From 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> PlaceAsync(PanelMemberId id, int place, CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, project, member, now, token) =>
        {
            var panel = (await writer.ListAsync<PanelMember>(m => m.ProjectId == project.Id, token)).Where(m => m is { LeftAt: null, Order: > 0 }).OrderBy(m => m.Order).ToList();
            if (panel.RemoveAll(m => m.Id == id) == 0)
                return new Refused("They have no place yet: the panel is being put in order. Try again in a minute.");
            if (place < 1 || place > panel.Count + 1)
                return new Refused($"Enter a place from 1 to {panel.Count + 1}.");
            panel.Insert(place - 1, member);
            var moved = panel.Select((m, i) => (Member: m, Order: i + 1)).Where(p => p.Member.Order != p.Order).ToArray();
            foreach (var (other, order) in moved)
                writer.Update(other with { Order = order });
            if (moved.Length > 0)
                Happened(writer, project.Id, now, "panel.placed", $"You put {{clinician}} at number {place} of the panel.", member: id);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Sets advice on the plan or a reminder about the panel aside, with a reason.</summary>
    public Task<FactResult> SetAsideAsync(ProjectId id, string key, string reason, CancellationToken cancellationToken) => OnProjectAsync(
        id,
        async (writer, project, now, token) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
                return new Refused("Say in a few words why it does not apply here.");
            if (reason.Length > MaxReason)
                return new Refused($"The reason must be {MaxReason} characters or fewer. Shorten it.");
            var members = await writer.ListAsync<PanelMember>(m => m.ProjectId == id && m.LeftAt == null, token);
            var clinicians = await Panels.CliniciansAsync(writer, members, token);
            var known = PanelChecklist.Of(project.Plan, members, clinicians, []).Select(r => r.Key)
                .Concat(PlanAdvice.Of(project.Plan, clinicians.Values, [], WorkingTime.DateOf(now)).Select(a => a.Key));
            if (!known.Contains(key))
                return new Refused("This advice has been dealt with already. Look at the page again.");
            var before = project.SetAside.FirstOrDefault(s => s.Key == key);
            if (before?.Reason == reason.Trim())
                return Recorded.Ok;
            writer.Update(project with { SetAside = [.. project.SetAside.Where(s => s.Key != key), new SetAside(key, reason.Trim(), now)] });
            // A reason about people is for the lead alone.
            var isAboutPeople = key.StartsWith(PanelChecklist.KeyPrefix, StringComparison.Ordinal);
            Happened(writer, id, now, "advice.set-aside", "You set a piece of advice aside.", isAboutPeople ? null : reason.Trim());
            await PanelReminders.FollowAsync(writer, id, now, token);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Takes up again what was set aside.</summary>
    public Task<FactResult> TakeUpAsync(ProjectId id, string key, CancellationToken cancellationToken) => OnProjectAsync(
        id,
        (writer, project, now, _) =>
        {
            if (project.SetAside.Any(s => s.Key == key))
            {
                writer.Update(project with { SetAside = [.. project.SetAside.Where(s => s.Key != key)] });
                Happened(writer, id, now, "advice.taken-up", "You took a piece of advice up again.");
            }

            return Task.FromResult<FactResult>(Recorded.Ok);
        },
        cancellationToken);

    /// <summary>
    /// Adds an occasion on which something is shown to a group. While an opinion former was not met individually, or has an open
    /// concern, it asks for a reason.
    /// </summary>
    /// <param name="id">Its id, derived from the form that brought it, so that sending the form twice adds it once.</param>
    /// <param name="project">The project.</param>
    /// <param name="name">What it is, 1 to 100 characters.</param>
    /// <param name="on">When.</param>
    /// <param name="because">The reason, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> AddGroupEventAsync(Guid id, ProjectId project, string name, LocalDate on, string? because, CancellationToken cancellationToken) => OnProjectAsync(
        project,
        async (writer, found, now, token) =>
        {
            if (await writer.FindAsync<GroupEvent>(id, token) is not null)
                return Recorded.Ok;
            if (string.IsNullOrWhiteSpace(name) || name.Length > 100)
                return new Refused("Say what it is in 100 characters or fewer, such as the department meeting.");
            var members = await writer.ListAsync<PanelMember>(m => m.ProjectId == project, token);
            var waiting = GroupGate.Of(
                members, await writer.ListAsync<Meeting>(m => m.ProjectId == project, token), await writer.ListAsync<Concern>(c => c.ProjectId == project, token));
            var reason = string.IsNullOrWhiteSpace(because) ? null : because.Trim();
            if (waiting.Count > 0 && reason is null)
                return new Refused(
                    $"{string.Join(" and ", waiting.Select(w => w.Member.Name))} should be heard one to one first: trying to persuade a group of opinion formers is likely to fail. If it has to be now, say why.");
            if (reason is { Length: > MaxReason })
                return new Refused($"The reason must be {MaxReason} characters or fewer. Shorten it.");
            writer.Add(new GroupEvent { Id = id, ProjectId = project, Name = name.Trim(), On = on, Because = waiting.Count > 0 ? reason : null, AddedAt = now });
            Happened(writer, project, now, "group.added", $"You plan to show it to a group: {name.Trim()}.");
            return Recorded.Ok;
        },
        cancellationToken);

    private Task<FactResult> OnMemberAsync(
        PanelMemberId id, Func<IStoreWriter, Project, PanelMember, Instant, CancellationToken, Task<FactResult>> change, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(id, token) is not { } member || await writer.FindAsync<Project>(member.ProjectId, token) is not { } project)
                return new Refused("This panel member is not here any more. Go back to the project and look again.");
            var result = await change(writer, project, member, clock.GetCurrentInstant(), token);
            // A place in the order decides who is met before the gate opens.
            foreach (var other in await writer.ListAsync<PanelMember>(m => m.ProjectId == project.Id, token))
                writer.Nudge(Instances.Of(other.Id));
            writer.Nudge(Instances.Of(project.Id));
            return result;
        },
        cancellationToken);

    private Task<FactResult> OnProjectAsync(
        ProjectId id, Func<IStoreWriter, Project, Instant, CancellationToken, Task<FactResult>> change, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Project>(id, token) is not { } project)
                return new Refused("This project is not here any more. Go back to the home page and look again.");
            if (project.State == ProjectState.Closed)
                return new Refused("The project is closed.");
            var result = await change(writer, project, clock.GetCurrentInstant(), token);
            writer.Nudge(Instances.Of(id));
            return result;
        },
        cancellationToken);

    private static void Happened(
        IStoreWriter writer, ProjectId project, Instant now, string what, string words, string? why = null, PanelMemberId? member = null) =>
        writer.Audit(new AuditEvent { ProjectId = project, MemberId = member, At = now, Actor = AuditActor.Lead, What = what, Words = words, Why = why });
}
