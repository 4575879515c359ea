using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>
/// What a project lead changes of the plan and the panel once the engagement has begun. Each is committed with its audit event, the tasks
/// it settles and a nudge; doing the same thing twice changes nothing the second time. Values are checked at the door they come by.
/// </summary>
public sealed class PlanFacts(IEngagementStore store, IClock clock, EngagementOptions options, RequestFormat format)
{
    private const int LongestRisk = 300;
    private const int MostRisks = 20;

    /// <summary>Changes one part of the plan, which makes its next version. What was shown to the lead must still stand.</summary>
    public Task<FactResult> ChangeAsync(ProjectId id, PlanChange change, CancellationToken cancellationToken) => OnProjectAsync(
        id,
        async (writer, project, now, token) =>
        {
            var plan = PlanSections.Take(project.Plan, change.Section, NewProject.PlanFrom(change.Values));
            if (change.Section == PlanSection.Evidence)
                plan = plan with { Facts = await NumberedAsync(writer, project, change.Values.Facts, token) };
            if (PlanSections.Changed(project.Plan, plan).Count == 0)
                return Recorded.Ok;
            var seen = change.SeenVersion == project.PlanVersion
                ? project.Plan
                : (await writer.FindAsync<PlanVersion>(PlanVersion.IdFor(id, change.SeenVersion), token))?.Plan;
            if (seen is null || !PlanSections.Same(change.Section, seen, project.Plan))
                return new Refused("Somebody changed this part of the plan after you opened the page. What you typed is still below: compare it with the plan, then save it again.");
            // A page that was open when the consent was withdrawn must not bring the story back.
            if (change.Section == PlanSection.ExampleAndStory && plan.Story is not null
                && (await VersionsAsync(writer, id, token)).Any(v => v.StoryWithdrawn && v.Number > change.SeenVersion))
                return new Refused("The patient’s consent was withdrawn after you opened the page. Open it again and leave the story out.");
            var because = change.BecauseOf is { } concern ? await writer.FindAsync<Concern>(concern, token) : null;
            if (because is not null && because.ProjectId != id)
                return new Refused("That concern or suggestion belongs to another project. Choose one of this project.");
            await PlanCommit.NextVersionAsync(writer, project, plan, PlanReason.From(because, change.Why), now, options, token);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>
    /// Makes a concern a row of the bullet-proofing table, which makes the plan's next version; with credit to the clinician where they agree.
    /// </summary>
    /// <param name="id">The concern or suggestion.</param>
    /// <param name="risk">The row.</param>
    /// <param name="credit">True when the clinician agreed to be named.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<FactResult> GuardAgainstAsync(ConcernId id, Risk risk, bool credit, CancellationToken cancellationToken)
    {
        var concern = await store.ReadAsync((reader, token) => reader.FindAsync<Concern>(id, token), cancellationToken);
        return concern is null
            ? new Refused("This concern is not here any more. Go back to the project and look again.")
            : await OnProjectAsync(
                concern.ProjectId,
                async (writer, project, now, token) =>
                {
                    var current = (await writer.FindAsync<Concern>(id, token))!;
                    if (string.IsNullOrWhiteSpace(risk.Text) || risk.Text.Length > LongestRisk || risk.Prevention?.Length > LongestRisk || risk.Contingency?.Length > LongestRisk)
                        return new Refused($"Write what may go wrong, and each action, in {LongestRisk} characters or fewer.");
                    if (current.PlanVersion is not null && project.Plan.Risks.Contains(risk))
                        return Recorded.Ok;
                    if (project.Plan.Risks.Count >= MostRisks)
                        return new Refused($"There are {MostRisks} risks already. Take out one that is dealt with first.");
                    var credited = current with { CreditAgreed = credit || current.CreditAgreed };
                    if (credited != current)
                        writer.Update(credited);
                    await PlanCommit.NextVersionAsync(
                        writer, project, project.Plan with { Risks = [.. project.Plan.Risks, risk] }, PlanReason.From(credited, null), now, options, token);
                    return Recorded.Ok;
                },
                cancellationToken);
    }

    /// <summary>Puts checked candidates on the panel of a running engagement. Who is on it already stays as they are.</summary>
    public Task<FactResult> AddCliniciansAsync(ProjectId id, IReadOnlyList<ClinicianRequest> candidates, CancellationToken cancellationToken) => OnProjectAsync(
        id,
        async (writer, project, now, token) =>
        {
            foreach (var candidate in candidates)
            {
                if (await writer.FindAsync<PanelMember>(PanelMemberId.For(id, new EmailAddress(candidate.Email!)), token) is not null)
                    continue;
                var member = await NewProject.AddToPanelAsync(writer, project, candidate, token);
                Happened(writer, id, now, "panel.added", "You put {clinician} on the panel.", member: member.Id);
            }

            await PanelReminders.FollowAsync(writer, id, now, token);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>
    /// A patient's consent was withdrawn: from now on the story is nowhere, in no version of the plan, no draft, no brief, no update and no
    /// request as it came in. A mail that is written and not sent is written anew without it.
    /// </summary>
    public Task<FactResult> WithdrawStoryAsync(ProjectId id, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Project>(id, token) is not { } project)
                return new Refused("This project is not here any more. Go back to the home page and look again.");
            var now = clock.GetCurrentInstant();
            var versions = await VersionsAsync(writer, id, token);
            var stories = versions.Select(v => v.Plan.Story).Append(project.Plan.Story).OfType<Story>().Select(s => s.Text).ToHashSet(StringComparer.Ordinal);
            if (stories.Count == 0)
                return Recorded.Ok;
            await PlanCommit.NextVersionAsync(
                writer, project, project.Plan with { Story = null }, new PlanReason { Words = "The patient’s consent was withdrawn.", StoryWithdrawn = true }, now, options, token);
            foreach (var version in (await VersionsAsync(writer, id, token)).Where(v => v.Plan.Story is not null))
                writer.Update(version with { Plan = version.Plan with { Story = null } });
            await StoryRemoval.FromUpdatesAsync(writer, id, stories, token);
            await StoryRemoval.FromUnsentMailAsync(writer, id, now, token);
            await StoryRemoval.FromRequestAsync(writer, format, id, token);
            foreach (var instance in (await writer.ListAsync<PanelMember>(m => m.ProjectId == id, token)).Select(m => Instances.Of(m.Id)).Append(Instances.UpdatesOf(id)))
                writer.Nudge(instance);
            return Recorded.Ok;
        },
        cancellationToken);

    // A fact keeps its number through every version; a number that was taken once is never given to another fact.
    private static async Task<IReadOnlyList<SourcedFact>> NumberedAsync(
        IStoreReader reader, Project project, IReadOnlyList<FactRequest> facts, CancellationToken cancellationToken)
    {
        var known = project.Plan.Facts.Select(f => f.Number).Where(n => n > 0).ToHashSet();
        var taken = (await VersionsAsync(reader, project.Id, cancellationToken)).SelectMany(v => v.Plan.Facts).Select(f => f.Number).Concat(known).DefaultIfEmpty().Max();
        return [.. facts.Select(f => NewProject.FactFrom(f) with { Number = f.Number is { } number && known.Remove(number) ? number : ++taken })];
    }

    private static Task<IReadOnlyList<PlanVersion>> VersionsAsync(IStoreReader reader, ProjectId id, CancellationToken cancellationToken) =>
        reader.ListAsync<PlanVersion>(v => v.ProjectId == id, cancellationToken);

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
            writer.Nudge(Instances.UpdatesOf(id));
            foreach (var member in await writer.ListAsync<PanelMember>(m => m.ProjectId == id, token))
                writer.Nudge(Instances.Of(member.Id));
            return result;
        },
        cancellationToken);

    private static void Happened(
        IStoreWriter writer, ProjectId project, Instant now, string what, string words, string? why = null, PanelMemberId? member = null) =>
        writer.Audit(new AuditEvent { ProjectId = project, MemberId = member, At = now, Actor = AuditActor.Lead, What = what, Words = words, Why = why });
}
