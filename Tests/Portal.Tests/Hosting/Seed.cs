using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Hosting;

/// <summary>A project in the middle of its life: somebody met, somebody agreed, somebody invited, a reply, a concern, a draft.</summary>
internal sealed class Seed
{
    public static readonly ProjectId Project = new(StableId.From("seed-project"));

    /// <summary>Names of what only the lead may see, so that a page can be searched for them.</summary>
    public const string SecretView = "Does not support as proposed";

    private readonly List<object> records = [];

    private Seed()
    {
    }

    public static PanelMemberId Member(string name) => PanelMemberId.For(Project, Email(name));

    public static MeetingId Meeting(string name) => Domain.Meetings.Meeting.IdFor(Member(name), 1);

    public static ConcernId Concern { get; } = new(StableId.From("seed-concern"));

    /// <summary>A second project, which wants somebody of the panel in the same week.</summary>
    public static readonly ProjectId Falls = new(StableId.From("falls"));

    public static PanelMemberId AtFalls(string name) => PanelMemberId.For(Falls, Email(name));

    /// <summary>The question about the paraphrase of a suggestion.</summary>
    public static Guid Understanding => Suggestion.UnderstandingQuestion!.Value;

    /// <summary>The question about the answer to a suggestion.</summary>
    public static Guid Verdict => Suggestion.VerdictQuestion!.Value;

    public static UpdateId Draft { get; } = Update.IdFor(Project, 2);

    public static TaskId ReplyTask { get; } = PersonTask.IdFor(Project, TaskKind.ReadReply, "seed");

    public static async Task FillAsync(PortalHost host)
    {
        var seed = new Seed();
        seed.AddProject();
        seed.AddMember("Dr Anna Bell", "Consultant geriatrician", 1, HighOrLow.High, HighOrLow.High, MeetingState.Held, -4, Position.Supports);
        seed.AddMember("Dr Samuel Okoro", "Emergency consultant", 2, HighOrLow.High, HighOrLow.High, MeetingState.Agreed, 3, Position.DoesNotSupportAsProposed, opinionFormer: true);
        seed.AddMember("Mr Tom Ash", "Consultant surgeon", 3, HighOrLow.High, HighOrLow.Low, MeetingState.Proposed, 9);
        seed.AddMember("Ms Grace Lowe", "Matron", 4, HighOrLow.Low, HighOrLow.High, MeetingState.Proposed, 10, replied: true);
        seed.AddMember("Mx Robin Tate", "Physiotherapist", 5, null, null, null, 0);
        seed.AddMember("Dr Ines Ferreira", "Consultant radiologist", 6, HighOrLow.High, HighOrLow.Low, MeetingState.Agreed, -3);
        seed.AddListening();
        seed.AddUpdates();
        await host.Store.WriteAsync(
            (writer, _) =>
            {
                // What happened is written down in its order.
                foreach (var record in seed.records.OrderBy(r => (r as AuditEvent)?.At ?? Instant.MinValue))
                {
                    if (record is AuditEvent happened)
                        writer.Audit(happened);
                    else
                        Add(writer, (dynamic)record);
                }

                return Task.FromResult(true);
            },
            CancellationToken.None);
    }

    /// <summary>Has Owen Hart's falls clinic want people of the panel two hours after the frailty project does.</summary>
    public static Task AddFallsAsync(PortalHost host, params IReadOnlyList<string> names) => host.Store.WriteAsync(
        async (writer, token) =>
        {
            writer.Add(NewProject with { Id = Falls, Name = "Falls clinic", Lead = new Person("Owen Hart", new EmailAddress("owen.hart@harbour.example")) });
            foreach (var name in names)
            {
                var (member, meeting) = ((await writer.FindAsync<PanelMember>(Member(name), token))!, (await writer.FindAsync<Meeting>(Meeting(name), token))!);
                writer.Add(member with { Id = AtFalls(name), ProjectId = Falls, Version = 0 });
                writer.Add(meeting with
                {
                    Id = Domain.Meetings.Meeting.IdFor(AtFalls(name), 1),
                    ProjectId = Falls,
                    MemberId = AtFalls(name),
                    Start = meeting.Start + Duration.FromHours(2),
                    Version = 0,
                });
            }

            return true;
        },
        CancellationToken.None);

    private static void Add<T>(Orchestrations.Store.IStoreWriter writer, T record)
        where T : class => writer.Add(record);

    private static EmailAddress Email(string name) => new($"{name.Split(' ')[^2]}.{name.Split(' ')[^1]}@harbour.example");

    private static Instant Days(double days) => PortalHost.Begin + Duration.FromDays(days);

    private void AddProject()
    {
        var project = NewProject;
        Add(
            project,
            new PlanVersion
            {
                Id = PlanVersion.IdFor(Project, 1),
                ProjectId = Project,
                Number = 1,
                Plan = project.Plan,
                At = Days(-60),
                By = AuditActor.Lead,
            },
            Audit(-60, AuditActor.Lead, "project.begun", "You began the engagement and gave the word to send the first messages."),
            Audit(-60, AuditActor.Workflow, "panel.identified", "The panel is in order: 6 clinicians."));
    }

    private static Project NewProject => new()
    {
        Id = Project,
        Name = "Frailty same-day care",
        Plan = new Plan
        {
            PatientBenefit = "Older people with frailty are assessed early and home the same day when that is safe.",
            Measure = new Measure("Frailty scored within 30 minutes of arrival", "%", 38, 80),
            Facts = [new SourcedFact("Assessment within 30 minutes shortens stays.", "British Geriatrics Society, Front door frailty, 2023") { Number = 1 }],
            NoDifferentViewKnown = true,
        },
        Lead = new Person("Priya Nair", new EmailAddress("priya.nair@harbour.example"), "01632 960123", "Improvement lead"),
        FirstMessageWords = "I lead our work on frailty.",
        Stage = Stage.MeasureAndUnderstand,
        StageSince = Days(-20),
        CreatedAt = Days(-60),
        IdentifiedAt = Days(-60),
        SampleData = true,
    };

    private void AddMember(
        string name, string role, int order, HighOrLow? power, HighOrLow? impact, MeetingState? state, double day, Position? position = null, bool opinionFormer = false, bool replied = false)
    {
        Add(
            new Clinician { Email = Email(name), Name = name, Role = role },
            new PanelMember
            {
                Id = Member(name),
                ProjectId = Project,
                Email = Email(name),
                Name = name,
                Order = order,
                Reason = $"{role}; 12 years here.",
                Power = power,
                Impact = impact,
                OpinionFormer = opinionFormer,
                PositionHeld = position,
                PositionAt = position is null ? null : Days(-4),
                RepliedAt = replied ? Days(-1) : null,
            });
        if (state is null)
            return;
        var start = Days(day) + Duration.FromHours(1);
        OfferedTime[] offers =
        [
            new(start, 0, "No clinic or list is displaced; uses 20 minutes of SPA time."),
            new(start + Duration.FromHours(5), 0, "No clinic or list is displaced; uses 20 minutes of admin time."),
            new(start + Duration.FromDays(1), 5, "After a ward round that may run over by 5 minutes."),
        ];
        Add(
            new Meeting
            {
                Id = Meeting(name),
                ProjectId = Project,
                MemberId = Member(name),
                Number = 1,
                State = state.Value,
                Offers = offers,
                Start = start,
                Minutes = 20,
                Reason = offers[0].Reason,
                ClinicalMinutesOneByOne = 10,
                Stage = Stage.MeasureAndUnderstand,
                OfferedAt = Days(-12),
                ProposedAt = Days(-11),
                AnsweredAt = state is MeetingState.Agreed or MeetingState.Held ? Days(-6) : null,
            },
            Audit(-11, AuditActor.Workflow, "meeting.proposed", "{clinician} was invited.", Member(name), offers[0].Reason));
        if (state is MeetingState.Agreed or MeetingState.Held)
            Add(Audit(-6, AuditActor.Clinician, "meeting.agreed", "{clinician} agreed to the time.", Member(name)));
        if (state == MeetingState.Held)
            Add(Audit(-3.8, AuditActor.Lead, "meeting.held", "You met {clinician}.", Member(name)));
    }

    private static Concern Suggestion => new()
    {
        Id = new ConcernId(StableId.From("seed-suggestion")),
        ProjectId = Project,
        MemberId = Member("Dr Anna Bell"),
        Kind = ConcernKind.Suggestion,
        Words = "Let the nurse score while the bloods are taken.",
        Paraphrase = "Score while the bloods are taken.",
        UnderstandingAskedAt = Days(-6),
        RaisedAt = Days(-7),
        DueAt = Days(6),
        Response = "It is in the pathway from today.",
        RespondedAt = Days(-2),
    };

    private void AddListening() => Add(
        Suggestion,
        new Concern
        {
            Id = Concern,
            ProjectId = Project,
            MemberId = Member("Dr Anna Bell"),
            Kind = ConcernKind.Concern,
            Words = "Beds for frailty will be used as overflow by the first Friday.",
            RaisedAt = Days(-3),
            DueAt = Days(7),
        },
        new PersonTask
        {
            Id = PersonTask.IdFor(Project, TaskKind.AnswerConcern, "seed"),
            ProjectId = Project,
            MemberId = Member("Dr Anna Bell"),
            ConcernId = Concern,
            Kind = TaskKind.AnswerConcern,
            What = "Answer the concern of Dr Anna Bell.",
            IfNothing = "It stays open and the answer is late from 18 January.",
            OpenedAt = Days(-3),
            DueAt = Days(7),
        },
        new PersonTask
        {
            Id = ReplyTask,
            ProjectId = Project,
            MemberId = Member("Ms Grace Lowe"),
            Kind = TaskKind.ReadReply,
            What = "Read the reply of Ms Grace Lowe.",
            IfNothing = "Everything automatic waits for this person.",
            OpenedAt = Days(-1),
            DueAt = Days(0.2),
        },
        new PersonTask
        {
            Id = PersonTask.IdFor(Project, TaskKind.RecordOutcome, "seed"),
            ProjectId = Project,
            MemberId = Member("Dr Ines Ferreira"),
            MeetingId = Meeting("Dr Ines Ferreira"),
            Kind = TaskKind.RecordOutcome,
            What = "Record what came of the meeting with Dr Ines Ferreira.",
            IfNothing = "You are reminded once; the meeting counts as not recorded.",
            OpenedAt = Days(-2.9),
            DueAt = Days(-0.1),
        });

    private void AddUpdates()
    {
        Add(
            new Update
            {
                Id = Update.IdFor(Project, 1),
                ProjectId = Project,
                Number = 1,
                State = UpdateState.Sent,
                DraftedAt = Days(-32),
                SendAt = Days(-30),
                WhatChanged = ["The project moved on to “Measure and understand”."],
                YouSaidWeDid = [],
            },
            new Update
            {
                Id = Draft,
                ProjectId = Project,
                Number = 2,
                State = UpdateState.Draft,
                DraftedAt = Days(-1),
                SendAt = Days(1),
                WhatChanged = ["One colleague was met one to one."],
                YouSaidWeDid = [new YouSaid(Member("Dr Anna Bell"), "Beds may be used as overflow", "Two beds are ring-fenced until 6pm")],
                Numbers = "Frailty scored within 30 minutes: 38% in November, 44% in December.",
            });
        foreach (var (month, value) in new[] { (8, 36m), (9, 38m), (10, 37m), (11, 41m), (12, 44m) })
        {
            var date = new LocalDate(2026, month, 28);
            Add(new MeasurePoint(StableId.From("point", Project, date), Project, date, value, Days(-5)));
        }
    }

    private void Add(params ReadOnlySpan<object> added) => records.AddRange(added);

    private static AuditEvent Audit(double day, AuditActor actor, string what, string words, PanelMemberId? member = null, string? why = null) =>
        new() { ProjectId = Project, MemberId = member, At = Days(day), Actor = actor, What = what, Words = words, Why = why };
}
