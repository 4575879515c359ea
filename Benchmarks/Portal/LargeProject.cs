using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Benchmarks.Portal;

/// <summary>A project as large as they come.</summary>
internal static class LargeProject
{
    public static async Task<ProjectId> AddAsync(IEngagementStore store, int clinicians, int entries)
    {
        var id = new ProjectId(StableId.From("bench-project"));
        var now = SystemClock.Instance.GetCurrentInstant();
        var begun = now - Duration.FromDays(180);
        await store.WriteAsync(
            (writer, _) =>
            {
                writer.Add(new Project
                {
                    Id = id,
                    Name = "Frailty same-day care across three sites",
                    Plan = new Plan
                    {
                        PatientBenefit = "Older people with frailty are assessed early and home the same day when that is safe.",
                        Measure = new Measure("Frailty scored within 30 minutes of arrival", "%", 38, 80),
                        Facts = [new SourcedFact("Assessment within 30 minutes shortens stays.", "British Geriatrics Society, 2023")],
                        NoDifferentViewKnown = true,
                    },
                    Lead = new Person("Priya Nair", new EmailAddress("priya.nair@harbour.example")),
                    FirstMessageWords = "I lead our work on frailty.",
                    StageSince = begun,
                    CreatedAt = begun,
                    IdentifiedAt = begun,
                });
                for (var i = 0; i < clinicians; i++)
                    AddMember(writer, id, i, begun);
                return Task.FromResult(true);
            },
            CancellationToken.None);
        for (var from = 0; from < entries; from += 1000)
        {
            var first = from;
            await store.WriteAsync(
                (writer, _) =>
                {
                    for (var i = first; i < Math.Min(first + 1000, entries); i++)
                        writer.Audit(new AuditEvent
                        {
                            ProjectId = id,
                            MemberId = MemberOf(id, i % clinicians),
                            At = begun + Duration.FromMinutes(i * 20),
                            Actor = AuditActor.Workflow,
                            What = "meeting.proposed",
                            Words = "{clinician} was invited.",
                            Why = "No clinic or list is displaced; uses 20 minutes of SPA time.",
                        });
                    return Task.FromResult(true);
                },
                CancellationToken.None);
        }

        return id;
    }

    private static PanelMemberId MemberOf(ProjectId project, int number) => PanelMemberId.For(project, AddressOf(number));

    private static EmailAddress AddressOf(int number) => new($"clinician{number}@harbour.example");

    private static void AddMember(IStoreWriter writer, ProjectId project, int number, Instant begun)
    {
        var id = MemberOf(project, number);
        var start = begun + Duration.FromDays(20 + (number % 170));
        writer.Add(new Clinician { Email = AddressOf(number), Name = $"Dr Clinician {number}", Role = "Consultant" });
        writer.Add(new PanelMember { Id = id, ProjectId = project, Email = AddressOf(number), Name = $"Dr Clinician {number}", Order = number + 1, Reason = "Consultant; 12 years here." });
        OfferedTime[] offers = [.. Enumerable.Range(0, 3).Select(i => new OfferedTime(start + Duration.FromHours(i * 25), 0, "No clinic or list is displaced; uses 20 minutes of SPA time."))];
        writer.Add(new Meeting
        {
            Id = Meeting.IdFor(id, 1),
            ProjectId = project,
            MemberId = id,
            Number = 1,
            State = (number % 4) switch { 0 => MeetingState.Held, 1 => MeetingState.Agreed, _ => MeetingState.Proposed },
            Offers = offers,
            Start = start,
            Minutes = 20,
            Reason = offers[0].Reason,
            Stage = Stage.StartOut,
            OfferedAt = begun,
            ProposedAt = begun,
        });
        if (number % 10 == 0)
            writer.Add(new PersonTask
            {
                Id = PersonTask.IdFor(project, TaskKind.RingSecretary, id.ToString()),
                ProjectId = project,
                MemberId = id,
                Kind = TaskKind.RingSecretary,
                What = "Ring the secretary of {clinician}.",
                IfNothing = "The invitation is withdrawn.",
                OpenedAt = begun,
                DueAt = start,
            });
    }
}
