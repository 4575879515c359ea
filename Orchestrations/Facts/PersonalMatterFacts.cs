using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactParts;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>
/// Somebody typed words about safety, distress or conduct into a project's form. The words are kept nowhere; the lead alone is asked to
/// speak with them, without being told what it is about, and no timeline says whose it was.
/// </summary>
public sealed class PersonalMatterFacts(IEngagementStore store, IClock clock)
{
    /// <summary>The words were not taken as feedback and their writer was shown whom to turn to. Once a day for each person.</summary>
    public Task<FactResult> ShownAsync(PanelMemberId member, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(member, token) is not { } found || await writer.FindAsync<Project>(found.ProjectId, token) is not { } project)
                return FactResult.Recorded.Ok;
            var now = clock.GetCurrentInstant();
            var id = PersonTask.IdFor(project.Id, TaskKind.SpeakInPerson, $"{member}/{WorkingTime.DateOf(now)}");
            if (await writer.FindAsync<PersonTask>(id, token) is not null)
                return FactResult.Recorded.Ok;
            writer.Add(new PersonTask
            {
                Id = id,
                ProjectId = project.Id,
                MemberId = member,
                Kind = TaskKind.SpeakInPerson,
                For = TaskFor.LeadAlone,
                What = "Speak with {clinician} today, in person or by telephone. They wrote something that is not for a project, and were shown whom to turn to. Ask how they are; it is for them to say what it is about.",
                IfNothing = "They may be alone with it. Only you see this.",
                OpenedAt = now,
                DueAt = WorkingTime.AddWorkingDays(now, 1, project.Nation),
            });
            // Not on the project's timeline, which more people read than the lead.
            writer.Audit(new AuditEvent
            {
                At = now,
                Actor = AuditActor.Workflow,
                What = "words.not-feedback",
                Words = "Words in a form were about more than a project. They were not kept; whom to turn to was shown.",
            });
            return FactResult.Recorded.Ok;
        },
        cancellationToken);

    /// <summary>“This is about the project”: nobody needs to be asked how they are.</summary>
    public Task<FactResult> AboutTheProjectAsync(PanelMemberId member, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(member, token) is { } found)
                await SettleAsync(writer, found.ProjectId, t => t.MemberId == member && t.Kind == TaskKind.SpeakInPerson, clock.GetCurrentInstant(), token);
            return FactResult.Recorded.Ok;
        },
        cancellationToken);
}
