using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>One record of each kind with something in every property.</summary>
internal static class Records
{
    public static readonly Instant At = Instant.FromUtc(2026, 1, 14, 8, 15) + Duration.FromTicks(1_234_560);

    public static readonly ProjectId ProjectId = new(StableId.From("test", "project"));

    public static readonly EmailAddress Consultant = new("ada.hill@trust.example");

    public static readonly PanelMemberId MemberId = PanelMemberId.For(ProjectId, Consultant);

    public static readonly MeetingId MeetingId = Domain.Meetings.Meeting.IdFor(MemberId, 1);

    public static readonly RequestId RequestId = new(StableId.From("test", "request"));

    public static Project Project { get; } = new()
    {
        Id = ProjectId,
        Name = "Frailty same-day care",
        Plan = new Plan
        {
            PatientBenefit = "Home the same day",
            Measure = new Measure("Seen by a geriatrician", "%", 31.50m, 60m, new LocalDate(2026, 9, 1)),
            Objectives = [new Measure("Readmissions", "%", 12m, 12m, Balancing: true)],
            Facts = [new SourcedFact("A fifth of beds", "Bed audit, 2025") { Number = 3, CheckedBy = "Ruth Lane", CheckedOn = new LocalDate(2026, 5, 1) }],
            NoDifferentViewKnown = false,
            BodiesWithDifferentView = [new BodyView("RCEM", "Not in the emergency department", "A room of its own")],
            Stances = [new BodyStance("BGS", "Recommends it", "Front door frailty, 2023")],
            AffectedSpecialties = ["Geriatric medicine"],
            ExampleElsewhere = "A trust in the north",
            Story = new Story("Mrs A went home for tea.", Consent: true) { ConsentRecord = "Form 12" },
            Risks = [new Risk("No room", VeryLikely: true, Major: false, "Ask estates", null)],
        },
        PlanVersion = 2,
        SetAside = [new Domain.Readiness.SetAside("example", "None is known.", At)],
        Lead = new Person("Ruth Lane", new EmailAddress("ruth.lane@trust.example"), "01632 960001", "Improvement lead"),
        CoLead = new Person("Ben Ode", new EmailAddress("ben.ode@trust.example")),
        Sponsor = new Person("Eve Rae", new EmailAddress("eve.rae@trust.example"), Role: "Medical director"),
        Nation = Nation.Scotland,
        Stage = Stage.DesignAndPlan,
        StageSince = At,
        State = ProjectState.Closed,
        FirstMessages = FirstMessages.Send,
        FirstMessageWords = "May I have 20 minutes?",
        UpdateRhythm = UpdateRhythm.Fortnightly,
        UpdateDay = IsoDayOfWeek.Tuesday,
        UpdateTime = new LocalTime(9, 30),
        UpdatesNeedApproval = true,
        StagesBefore = [new StageSpan(Stage.StartOut, At - Duration.FromDays(30), At)],
        SampleData = true,
        CreatedAt = At,
        IdentifiedAt = At,
        SendingStoppedAt = At,
        LeadAwaySince = At,
        ClosedAt = At,
        ClosingWords = "Thank you.",
    };

    public static PlanVersion PlanVersion { get; } = new()
    {
        Id = Domain.Projects.PlanVersion.IdFor(ProjectId, 2),
        ProjectId = ProjectId,
        Number = 2,
        Plan = Project.Plan,
        At = At,
        By = AuditActor.Lead,
        Changed = ["facts and figures", "what may go wrong"],
        BecauseOf = MemberId,
        ConcernId = new ConcernId(StableId.From("records-concern")),
        Why = "The audit was repeated.",
        StoryWithdrawn = true,
    };

    public static PanelMember Member { get; } = new()
    {
        Id = MemberId,
        ProjectId = ProjectId,
        Email = Consultant,
        Name = "Dr Ada Hill",
        Order = 3,
        Reason = "Her ward is where it happens.",
        Power = HighOrLow.High,
        Impact = HighOrLow.Low,
        OpinionFormer = true,
        YearsHere = 12,
        LikelyView = Position.HasConcerns,
        PositionNeeded = Position.Supports,
        PositionHeld = Position.Undecided,
        PositionAt = At,
        PositionFirst = Position.HasConcerns,
        PositionFirstAt = At,
        PositionsBefore = [new HeldPosition(Position.HasConcerns, At, 1, "Said so.")],
        PositionNeededAt = At,
        PositionPlanVersion = 2,
        PositionEvidence = "She offered to chair it.",
        FirstMessageApprovedAt = At,
        FirstMessageWords = "Ada, may I?",
        PausedUntil = At,
        RepliedAt = At,
        ReplyHandledAt = At,
        SpokenAt = At,
        SpokenTimes = [At - Duration.FromDays(2), At],
        OwnUpdateRhythm = UpdateRhythm.Monthly,
        NoUpdatesAt = At,
        UpdatesPausedUntil = At,
        ViewWantedAt = At,
        NoTimesAt = At,
        NoTimesReason = "Her calendar could not be read.",
        MeetingWantedAt = At,
        Host = MeetingHost.Sponsor,
        Deputy = new Person("Dr Cy Orr", new EmailAddress("cy.orr@trust.example")),
        DeputyAt = At,
        DeputyFor = PanelMemberId.For(ProjectId, new EmailAddress("dee.fox@trust.example")),
        LeftAt = At,
    };

    public static Clinician Clinician { get; } = new()
    {
        Email = Consultant,
        Name = "Dr Ada Hill",
        Role = "Consultant geriatrician",
        Specialty = "Geriatric medicine",
        ProfessionalBodies = ["GMC", "RCP"],
        Secretary = new Person("Tom Fry", new EmailAddress("tom.fry@trust.example"), "01632 960002"),
        Nation = Nation.NorthernIreland,
        JobPlan = [new JobPlanEntry(IsoDayOfWeek.Tuesday, new LocalTime(13, 30), new LocalTime(17, 0), JobPlanActivity.Clinic, JobPlanWeeks.Odd, "North site")],
        GoodTimes = new GoodTimesGrid([.. Enumerable.Repeat(GoodTime.Fine, 9), GoodTime.Never]),
        PointsOutOfMail = true,
        NoMoreAt = At,
    };

    public static Meeting Meeting { get; } = new()
    {
        Id = MeetingId,
        ProjectId = ProjectId,
        MemberId = MemberId,
        Number = 1,
        State = MeetingState.Agreed,
        ClinicalMinutesOneByOne = 7,
        Offers = [new OfferedTime(At, 0, "Uses SPA time."), new OfferedTime(At + Duration.FromHours(1), 5, "After the round.")],
        Start = At,
        Minutes = 20,
        ClinicalMinutesAtRisk = 5,
        Reason = "Uses SPA time.",
        Stage = Stage.Implement,
        OfferedAt = At,
        ProposedAt = At,
        AnsweredAt = At,
        CounterProposal = At,
        Host = MeetingHost.CoLead,
        Channel = MeetingChannel.Teams,
        BookedChannel = MeetingChannel.Phone,
        DeclineReason = "A list that day.",
        LostAt = At,
        ReleasedFor = "winter pressure",
        Moves = 1,
        OfferVoid = true,
        EventId = "AAMk=",
        BookedStart = At,
        ChangeKey = "CQAAA",
        OutcomeAt = At,
    };

    public static Concern Concern { get; } = new()
    {
        Id = new ConcernId(StableId.From("test", "concern")),
        ProjectId = ProjectId,
        MemberId = MemberId,
        Kind = ConcernKind.Suggestion,
        Words = "Try it on one ward first.",
        Paraphrase = "Begin small.",
        About = ConcernAbout.Process,
        AnswerNeeded = AnswerNeeded.BetterProcess,
        Owner = new Person("Ola Berg", new EmailAddress("ola.berg@trust.example")),
        UnderstandingAskedAt = At,
        UnderstoodAt = At,
        Correction = "One ward, not two.",
        CorrectedAt = At,
        RaisedAt = At,
        DueAt = At,
        Response = "We will.",
        RespondedAt = At,
        Verdict = Verdict.Partly,
        VerdictAt = At,
        VerdictWords = "And the nights?",
        AnsweredLate = true,
        Explanation = "It moves to April.",
        PlanVersion = 3,
        TakenInAt = At,
        CreditAgreed = true,
        ClosedAt = At,
    };

    public static PracticeExample PracticeExample { get; } = new()
    {
        Id = StableId.From("test", "example"),
        ProjectId = ProjectId,
        MemberId = MemberId,
        Words = "Two weeks on one ward came first.",
        NameAgreed = true,
        AgreedAt = At,
        WithdrawnAt = At,
    };

    public static Update Update { get; } = new()
    {
        Id = Domain.Updates.Update.IdFor(ProjectId, 1),
        ProjectId = ProjectId,
        Number = 1,
        Final = true,
        State = UpdateState.Approved,
        DraftedAt = At,
        SendAt = At,
        WhatChanged = ["One ward has begun."],
        YouSaidWeDid = [new YouSaid(MemberId, "Begin small", "One ward")],
        Numbers = "31 % to 40 %",
        Story = "Mrs A",
        Next = "The second ward",
    };

    public static MeasurePoint MeasurePoint { get; } =
        new(StableId.From("test", "point"), ProjectId, new LocalDate(2026, 2, 1), 40.25m, At);

    public static PersonTask PersonTask { get; } = new()
    {
        Id = Domain.Tasks.PersonTask.IdFor(ProjectId, TaskKind.ReadReply, "reply"),
        ProjectId = ProjectId,
        MemberId = MemberId,
        MeetingId = MeetingId,
        ConcernId = Concern.Id,
        UpdateId = Update.Id,
        EffectId = new EffectId(StableId.From("test", "effect")),
        Kind = TaskKind.ReadReply,
        For = TaskFor.CoLead,
        What = "Read the reply.",
        IfNothing = "Nothing more is sent.",
        OpenedAt = At,
        DueAt = At,
        DoneAt = At,
    };

    public static Effect Effect { get; } = new()
    {
        Id = Domain.Effects.Effect.IdFor(ProjectId, EffectKind.SendReminder, "1"),
        ProjectId = ProjectId,
        MemberId = MemberId,
        Clinician = Consultant,
        MeetingId = MeetingId,
        UpdateId = Update.Id,
        ConcernId = Concern.Id,
        Kind = EffectKind.SendReminder,
        Cause = "1",
        State = EffectState.Uncertain,
        Unasked = true,
        Words = "Only a nudge.",
        QuestionId = StableId.From("question"),
        FactsShown = [1, 3],
        StoryTold = StableId.From("story"),
        GraphId = "AAMk=",
        ConversationId = "AAQk=",
        Organiser = new EmailAddress("ruth.lane@trust.example"),
        IntendedAt = At,
        TriedAt = At,
        DoneAt = At,
    };

    public static Domain.Readiness.FactQuestion FactQuestion { get; } = new()
    {
        Id = StableId.From("question"),
        ProjectId = ProjectId,
        MemberId = MemberId,
        Words = "38 cannot be right.",
        FactNumber = 3,
        RaisedAt = At,
        DueAt = At,
        Outcome = Domain.Readiness.FactOutcome.Corrected,
        Answer = "It was 48.",
        AnsweredAt = At,
        Was = "38%",
        IsNow = "48%",
        ShownTo = [MemberId],
    };

    public static GroupEvent GroupEvent { get; } = new()
    {
        Id = StableId.From("group"),
        ProjectId = ProjectId,
        Name = "Department meeting",
        On = new LocalDate(2027, 3, 5),
        Because = "It was called by the medical director.",
        AddedAt = At,
    };

    public static AuditEvent AuditEvent { get; } = new()
    {
        ProjectId = ProjectId,
        MemberId = MemberId,
        At = At,
        Actor = AuditActor.Clinician,
        What = "meeting.agreed",
        Words = "{clinician} said yes.",
        Why = "It suits.",
    };

    public static StoredRequest StoredRequest { get; } = new()
    {
        Id = RequestId,
        IdempotencyKey = "a-key",
        BodyHash = "00ff",
        Body = "{}",
        Door = "api",
        ReceivedAt = At,
        State = RequestState.DeadLetter,
        Attempts = 5,
        Error = "No such mailbox.",
    };

    public static SlotHold SlotHold { get; } = new()
    {
        Id = StableId.From("test", "hold"),
        Person = Consultant,
        Start = At,
        End = At + Duration.FromMinutes(20),
        MeetingId = MeetingId,
        ExpiresAt = At,
    };

    public static MailboxSync MailboxSync { get; } = new()
    {
        Mailbox = new EmailAddress("ruth.lane@trust.example"),
        DeltaToken = "token",
        WindowEnd = At,
        MailReadTo = At,
        SubscriptionId = "subscription",
        SubscriptionExpires = At,
        ClientState = "state",
        SyncedAt = At,
    };

    public static PostedMail PostedMail { get; } = new()
    {
        Id = "key.2",
        Key = "key",
        Sequence = 2,
        Mailbox = new EmailAddress("ruth.lane@trust.example"),
        Content = "From: engagement@trust.example\r\n\r\nDear Ada",
        Start = At,
        Minutes = 20,
        Cancels = true,
        WrittenAt = At,
        TryingSince = At,
        SentAt = At,
    };
}
