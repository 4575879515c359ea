using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Tests.Scheduling;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Clinicians;

/// <summary>Examples from the field: Priya Nair's frailty project and Dr Bell, first on its panel, in the weeks after Monday 8 June 2026.</summary>
internal static class Bell
{
    public static readonly EngagementOptions Options = new();

    /// <summary>Monday, 10:00 in London.</summary>
    public static readonly Instant Now = Ward.Local("2026-06-08T10:00");

    public static readonly Plan ReadyPlan = new()
    {
        PatientBenefit = "Home the same day.",
        Measure = new Measure("Discharges before noon", "%", 14, 30),
        Facts = [new SourcedFact("A day in bed costs muscle.", "Ward audit, 2025")],
        NoDifferentViewKnown = true,
    };

    public static readonly Project Project = new()
    {
        Id = new ProjectId(StableId.From("frailty")),
        Name = "Frailty at the front door",
        Plan = ReadyPlan,
        Lead = new Person("Priya Nair", new EmailAddress("priya@harbour.example")),
        StageSince = Ward.Local("2026-06-01T09:00"),
        CreatedAt = Ward.Local("2026-06-01T09:00"),
        IdentifiedAt = Ward.Local("2026-06-01T09:00"),
        FirstMessages = FirstMessages.Send,
        FirstMessageWords = "May I have twenty minutes?",
    };

    public static readonly Clinician Clinician = new()
    {
        Email = new EmailAddress("bell@harbour.example"),
        Name = "Dr Bell",
        Nation = Nation.England,
        Secretary = new Person("Ann Reed", new EmailAddress("reed@harbour.example"), "ext. 4411"),
    };

    public static readonly PanelMember Member = MemberOf(Clinician.Email.Value, 1) with { Name = "Dr Bell" };

    public static PanelMember MemberOf(string email, int order) => new()
    {
        Id = PanelMemberId.For(Project.Id, new EmailAddress(email)),
        ProjectId = Project.Id,
        Email = new EmailAddress(email),
        Name = email,
        Order = order,
        Reason = "Consultant.",
    };

    public static ClinicianFacts Facts(params Meeting[] meetings) => new()
    {
        Project = Project,
        Member = Member,
        Clinician = Clinician,
        Meetings = meetings,
        Effects = [],
        Tasks = [],
        Concerns = [],
        UnaskedMessages = [],
    };

    /// <summary>A meeting on Wednesday 24 June, offered on Monday 8 June at 10:00; proposed at the same time unless it is only offered.</summary>
    public static Meeting Meeting(MeetingState state, int number = 1, string start = "2026-06-24T10:00", string offered = "2026-06-08T10:00") => new()
    {
        Id = Domain.Meetings.Meeting.IdFor(Member.Id, number),
        ProjectId = Project.Id,
        MemberId = Member.Id,
        Number = number,
        State = state,
        Offers = [new OfferedTime(Ward.Local(start), 0, "Uses 20 minutes of SPA time.")],
        Start = Ward.Local(start),
        Minutes = 20,
        Reason = "Uses 20 minutes of SPA time.",
        Stage = Stage.StartOut,
        OfferedAt = Ward.Local(offered),
        ProposedAt = state == MeetingState.Offered ? null : Ward.Local(offered),
        EventId = state == MeetingState.Offered ? null : $"event-{number}",
        BookedStart = state == MeetingState.Offered ? null : Ward.Local(start),
    };

    public static Effect Effect(EffectKind kind, string cause, EffectState state = EffectState.Done, string at = "2026-06-08T10:00") => new()
    {
        Id = Effects.Effect.IdFor(Project.Id, kind, cause),
        ProjectId = Project.Id,
        MemberId = Member.Id,
        Clinician = Member.Email,
        Kind = kind,
        Cause = cause,
        State = state,
        IntendedAt = Ward.Local(at),
        DoneAt = state == EffectState.Done ? Ward.Local(at) : null,
    };

    /// <summary>The invitation to a meeting and the first message with it, both done.</summary>
    public static Effect[] Invited(Meeting meeting) =>
    [
        Effect(EffectKind.BookMeeting, ClinicianProtocol.OfferCause(meeting)),
        Effect(EffectKind.SendFirstMessage, ClinicianProtocol.OfferCause(meeting)),
    ];

    /// <summary>The calendars were asked again on every occasion, and the time stood.</summary>
    public static Effect[] Checked(Meeting meeting) =>
        [.. new[] { "reminder", "early", "brief" }.Select(occasion => Effect(EffectKind.CheckSlot, ClinicianProtocol.CheckCause(meeting, occasion)))];

    public static PersonTask Task(TaskKind kind, string cause) => new()
    {
        Id = PersonTask.IdFor(Project.Id, kind, cause),
        ProjectId = Project.Id,
        MemberId = Member.Id,
        Kind = kind,
        What = "Do it.",
        IfNothing = "Nothing.",
        OpenedAt = Now,
        DueAt = Now,
    };

    /// <summary>The facts once the task that was asked for stands.</summary>
    public static ClinicianFacts With(this ClinicianFacts facts, ClinicianDecision.AskLead ask) =>
        facts with { Tasks = [.. facts.Tasks, Task(ask.Kind, ask.Cause)] };

    public static ClinicianDecision Next(this ClinicianFacts facts, string at) => ClinicianProtocol.Next(facts, Ward.Local(at), Options);

    public static ClinicianDecision.AskLead ShouldAsk(this ClinicianDecision decision, TaskKind kind)
    {
        var ask = decision.ShouldBeOfType<ClinicianDecision.AskLead>();
        ask.Kind.ShouldBe(kind);
        return ask;
    }

    public static void ShouldWaitUntil(this ClinicianDecision decision, string? at) =>
        decision.ShouldBe(new ClinicianDecision.Wait(at is null ? null : Ward.Local(at)));
}
