using NodaTime;

namespace ClinicalEngagement.Domain.Listening;

/// <summary>What the clinician brought.</summary>
public enum ConcernKind
{
    /// <summary>A concern.</summary>
    Concern,

    /// <summary>A suggestion.</summary>
    Suggestion,
}

/// <summary>What a concern is about (active listening).</summary>
public enum ConcernAbout
{
    /// <summary>People.</summary>
    People,

    /// <summary>Process.</summary>
    Process,

    /// <summary>Technology.</summary>
    Technology,
}

/// <summary>What kind of answer the clinician needs (DOMAIN: each cause of scepticism needs a different answer).</summary>
public enum AnswerNeeded
{
    /// <summary>Evidence that it works.</summary>
    Evidence,

    /// <summary>Clearer aims: they may be misunderstood.</summary>
    ClearerAims,

    /// <summary>A better process, in how the change is made or put forward.</summary>
    BetterProcess,

    /// <summary>What it means for their own work.</summary>
    EffectOnMyWork,
}

/// <summary>The clinician's word on a response.</summary>
public enum Verdict
{
    /// <summary>It deals with it.</summary>
    Yes,

    /// <summary>In part.</summary>
    Partly,

    /// <summary>It does not.</summary>
    No,
}

/// <summary>A concern or suggestion in the clinician's words, and what became of it.</summary>
public sealed record Concern : IVersioned
{
    /// <summary>Its id.</summary>
    public required ConcernId Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>Whose it is.</summary>
    public required PanelMemberId MemberId { get; init; }

    /// <summary>Concern or suggestion.</summary>
    public required ConcernKind Kind { get; init; }

    /// <summary>The clinician's words, at most 2,000 characters.</summary>
    public required string Words { get; init; }

    /// <summary>The lead's paraphrase, or null.</summary>
    public string? Paraphrase { get; init; }

    /// <summary>People, process or technology; null until the lead says.</summary>
    public ConcernAbout? About { get; init; }

    /// <summary>What kind of answer they need; null until somebody says.</summary>
    public AnswerNeeded? AnswerNeeded { get; init; }

    /// <summary>Who sees to the answer; null is the project lead.</summary>
    public Person? Owner { get; init; }

    /// <summary>When the clinician was asked by mail “have I understood you?”, with the paraphrase; null while nobody asked.</summary>
    public Instant? UnderstandingAskedAt { get; init; }

    /// <summary>When they confirmed the paraphrase as it stands, or null.</summary>
    public Instant? UnderstoodAt { get; init; }

    /// <summary>The clinician's own correction of the paraphrase, at most 2,000 characters, or null.</summary>
    public string? Correction { get; init; }

    /// <summary>When the correction came; null once the lead has put the paraphrase right.</summary>
    public Instant? CorrectedAt { get; init; }

    /// <summary>When it was raised.</summary>
    public required Instant RaisedAt { get; init; }

    /// <summary>By when it is to be answered: ten working days.</summary>
    public required Instant DueAt { get; init; }

    /// <summary>An answer that its owner has written for the lead to look at and send, at most 2,000 characters; null once the lead has answered.</summary>
    public string? ProposedAnswer { get; init; }

    /// <summary>When it was written, or null.</summary>
    public Instant? ProposedAt { get; init; }

    /// <summary>The response in the lead's words, or null.</summary>
    public string? Response { get; init; }

    /// <summary>When it was given, or null.</summary>
    public Instant? RespondedAt { get; init; }

    /// <summary>The clinician's verdict on the response, or null.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>When they gave the verdict on the response as it stands, or null.</summary>
    public Instant? VerdictAt { get; init; }

    /// <summary>What they said with a verdict of partly or no, at most 2,000 characters, or null.</summary>
    public string? VerdictWords { get; init; }

    /// <summary>True once a response came after it was due.</summary>
    public bool AnsweredLate { get; init; }

    /// <summary>The lead's explanation where they closed it themselves; it is sent to the clinician. Null when the clinician's yes closed it.</summary>
    public string? Explanation { get; init; }

    /// <summary>The version of the plan that took it in, as a risk or as a change; null while none did.</summary>
    public int? PlanVersion { get; init; }

    /// <summary>When the plan took it in, or null.</summary>
    public Instant? TakenInAt { get; init; }

    /// <summary>True when the clinician agreed to be named as the one who brought it.</summary>
    public bool CreditAgreed { get; init; }

    /// <summary>When it was closed: on the clinician's yes, or by the lead with an explanation sent to the clinician.</summary>
    public Instant? ClosedAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }

    /// <summary>True while somebody owes the clinician an answer: none was given, or it did not deal with it.</summary>
    public bool NeedsAnswer => ClosedAt is null && (Response is null || Verdict is Listening.Verdict.Partly or Listening.Verdict.No);

    /// <summary>When the clinician first or last got an answer, an explanation among them; null while they have none.</summary>
    public Instant? AnsweredAt => RespondedAt ?? (Explanation is null ? null : ClosedAt);

    /// <summary>
    /// Names the question “have I understood you?” about the paraphrase that was sent, so that an answer to an older one is not taken for
    /// one to this; null while nothing was asked.
    /// </summary>
    public Guid? UnderstandingQuestion => UnderstandingAskedAt is { } asked ? StableId.From("understanding", Id, asked) : null;

    /// <summary>Names the question “does this deal with it?” about the response that was sent; null while there is none.</summary>
    public Guid? VerdictQuestion => RespondedAt is { } responded ? StableId.From("verdict", Id, responded) : null;

    /// <summary>The round of answering it is in: a verdict of partly or no begins another.</summary>
    public string Round => NeedsAnswer && VerdictAt is { } again ? $"{Id}/{again}" : Id.ToString();
}
