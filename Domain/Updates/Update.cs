using NodaTime;

namespace ClinicalEngagement.Domain.Updates;

/// <summary>Where an update stands.</summary>
public enum UpdateState
{
    /// <summary>The lead can see it, edit it and hold it.</summary>
    Draft,

    /// <summary>The lead approved it.</summary>
    Approved,

    /// <summary>The lead holds it; it does not go.</summary>
    Held,

    /// <summary>It went out.</summary>
    Sent,

    /// <summary>It did not go: nothing new, held past its time, or its approval was missed.</summary>
    Skipped,
}

/// <summary>One progress update of a project; each recipient's copy is an effect.</summary>
public sealed record Update : IVersioned
{
    /// <summary>Derived from the project and <see cref="Number"/>.</summary>
    public required UpdateId Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>Counts a project's updates from 1.</summary>
    public required int Number { get; init; }

    /// <summary>True for the last one, after closing.</summary>
    public bool Final { get; init; }

    /// <summary>Where it stands.</summary>
    public required UpdateState State { get; init; }

    /// <summary>When the draft was made.</summary>
    public required Instant DraftedAt { get; init; }

    /// <summary>When it goes.</summary>
    public required Instant SendAt { get; init; }

    /// <summary>What changed, one sentence each, composed from facts; the lead may edit. Empty: nothing new.</summary>
    public required IReadOnlyList<string> WhatChanged { get; init; }

    /// <summary>"You said, we did", one pair a row: composed from answered concerns and suggestions.</summary>
    public required IReadOnlyList<YouSaid> YouSaidWeDid { get; init; }

    /// <summary>The numbers as text, or null while nothing is measured.</summary>
    public string? Numbers { get; init; }

    /// <summary>A story or example not sent before, or null.</summary>
    public string? Story { get; init; }

    /// <summary>The next decision or stage, in one sentence.</summary>
    public string? Next { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }

    /// <summary>True when there is something to say.</summary>
    public bool HasNews => WhatChanged.Count > 0 || YouSaidWeDid.Count > 0;

    /// <summary>The id of a project's update by its number.</summary>
    public static UpdateId IdFor(ProjectId project, int number) => new(StableId.From("update", project, number));
}

/// <summary>One pair of "you said, we did".</summary>
/// <param name="By">Whose word it was; the recipient's own come first. Others' names are not shown.</param>
/// <param name="Said">What was said, as the lead paraphrased it.</param>
/// <param name="Did">What was done.</param>
public sealed record YouSaid(PanelMemberId By, string Said, string Did);
