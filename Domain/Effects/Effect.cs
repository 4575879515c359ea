using NodaTime;

namespace ClinicalEngagement.Domain.Effects;

/// <summary>What is done to the world outside; each kind has its activities.</summary>
public enum EffectKind
{
    /// <summary>Look the panel up, order it, store reasons.</summary>
    IdentifyPanel,

    /// <summary>Plan the first times of a panel together and store them as offers.</summary>
    PlanPanel,

    /// <summary>Start a panel member's orchestration.</summary>
    StartMember,

    /// <summary>Start the orchestration of the project's updates.</summary>
    StartUpdates,

    /// <summary>Find times for one clinician, and for whoever else on the panel waits for some, and store offers of up to three.</summary>
    FindTimes,

    /// <summary>Put the meeting into the organiser's calendar and invite.</summary>
    BookMeeting,

    /// <summary>Move the event to the meeting's time.</summary>
    MoveMeeting,

    /// <summary>Cancel the event; the effect's words say why.</summary>
    CancelMeeting,

    /// <summary>Look at a time the clinician proposed and take it if it is possible.</summary>
    ConsiderProposal,

    /// <summary>Ask both calendars again whether a proposed or agreed time still stands.</summary>
    CheckSlot,

    /// <summary>The first message.</summary>
    SendFirstMessage,

    /// <summary>A further offer after a decline, in the reminder's place.</summary>
    SendOtherTimes,

    /// <summary>The one automatic reminder.</summary>
    SendReminder,

    /// <summary>The brief one working day before, to the clinician.</summary>
    SendBrief,

    /// <summary>The brief with listening prompts, to the host.</summary>
    SendHostBrief,

    /// <summary>The one reminder to the lead to record an outcome.</summary>
    SendOutcomeReminder,

    /// <summary>The response to a concern.</summary>
    SendResponse,

    /// <summary>One recipient's copy of an update.</summary>
    SendUpdate,

    /// <summary>The answer to whoever questioned a figure.</summary>
    SendFigureAnswer,

    /// <summary>To whoever was shown a figure that was wrong.</summary>
    SendCorrection,

    /// <summary>“Have I understood you?”, with the lead's paraphrase.</summary>
    SendUnderstanding,

    /// <summary>The lead's explanation of why a concern is closed.</summary>
    SendExplanation,

    /// <summary>To who owns a concern: its answer is due.</summary>
    SendConcernReminder,

    /// <summary>To the co-lead: a concern is overdue.</summary>
    SendConcernOverdue,
}

/// <summary>How far an effect got.</summary>
public enum EffectState
{
    /// <summary>Committed to, not known to be done.</summary>
    Intended,

    /// <summary>Done.</summary>
    Done,

    /// <summary>Whether it was done cannot be found out, or every try failed: a task for the lead, never a further try by itself.</summary>
    Uncertain,

    /// <summary>Overtaken by a newer fact before it was done; it did nothing.</summary>
    Dropped,
}

/// <summary>One effect on the world outside: intended in the transaction that decided it, found before it is made, done once.</summary>
public sealed record Effect : IVersioned
{
    /// <summary>Derived from the fact that caused it; the key by which Graph is asked whether it exists.</summary>
    public required EffectId Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>The panel member it is for, or null.</summary>
    public PanelMemberId? MemberId { get; init; }

    /// <summary>That clinician's address, so that messages are counted across projects; null when no clinician gets anything.</summary>
    public EmailAddress? Clinician { get; init; }

    /// <summary>The meeting it is about, or null.</summary>
    public MeetingId? MeetingId { get; init; }

    /// <summary>The update it is about, or null.</summary>
    public UpdateId? UpdateId { get; init; }

    /// <summary>The concern it is about, or null.</summary>
    public ConcernId? ConcernId { get; init; }

    /// <summary>The question about a figure it is about, or null.</summary>
    public Guid? QuestionId { get; init; }

    /// <summary>The numbers of the plan's facts that the mail shows, known once it is written: who was shown what can be told.</summary>
    public IReadOnlyList<int> FactsShown { get; init; } = [];

    /// <summary>Which story or example the mail tells (<see cref="Updates.UpdateComposer.IdOf"/>), known once it is written; null where there was none, or no room for it.</summary>
    public Guid? StoryTold { get; init; }

    /// <summary>What kind.</summary>
    public required EffectKind Kind { get; init; }

    /// <summary>The id of the fact that caused it.</summary>
    public required string Cause { get; init; }

    /// <summary>How far it got.</summary>
    public required EffectState State { get; init; }

    /// <summary>True for a message nobody asked for (first message, reminder, update), which the cap counts.</summary>
    public bool Unasked { get; init; }

    /// <summary>Words that go with it, such as why a meeting is cancelled; null when the kind says all.</summary>
    public string? Words { get; init; }

    /// <summary>The event's or draft's immutable id at Graph once it is known.</summary>
    public string? GraphId { get; init; }

    /// <summary>The conversation that a mail began; replies are found by it.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Whose calendar the event stands in, where that is not the lead's any more: the project was handed over. Null is the lead's.</summary>
    public EmailAddress? Organiser { get; init; }

    /// <summary>When it was decided.</summary>
    public required Instant IntendedAt { get; init; }

    /// <summary>When sending was first tried, or an invitation last, or null; an hour later an unresolved send is uncertain.</summary>
    public Instant? TriedAt { get; init; }

    /// <summary>When it was done, or null.</summary>
    public Instant? DoneAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }

    /// <summary>The key in the form Graph keeps it: 32 hexadecimal digits.</summary>
    public string Key => Id.ToString();

    /// <summary>True for kinds that are mails.</summary>
    public bool IsMail => Kind is EffectKind.SendFirstMessage or EffectKind.SendOtherTimes or EffectKind.SendReminder or EffectKind.SendBrief
        or EffectKind.SendHostBrief or EffectKind.SendOutcomeReminder or EffectKind.SendResponse or EffectKind.SendUpdate
        or EffectKind.SendFigureAnswer or EffectKind.SendCorrection
        or EffectKind.SendUnderstanding or EffectKind.SendExplanation or EffectKind.SendConcernReminder or EffectKind.SendConcernOverdue;

    /// <summary>True for mails to colleagues of the project, about a clinician; these are not counted as messages to the clinician.</summary>
    public bool IsToColleague => Kind is EffectKind.SendHostBrief or EffectKind.SendOutcomeReminder or EffectKind.SendConcernReminder or EffectKind.SendConcernOverdue;

    /// <summary>The id of the effect of that kind that a fact causes.</summary>
    public static EffectId IdFor(ProjectId project, EffectKind kind, string cause) => new(StableId.From("effect", project, kind, cause));
}
