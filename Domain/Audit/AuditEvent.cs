using NodaTime;

namespace ClinicalEngagement.Domain.Audit;

/// <summary>One thing that happened, for the timeline and for who must answer for it. Only ever added.</summary>
/// <remarks>No position, power, influence or note is ever in it. Names are looked up when it is shown.</remarks>
public sealed record AuditEvent
{
    /// <summary>Counts all events; given by the store, 0 before.</summary>
    public long Sequence { get; init; }

    /// <summary>The project, or null for what is of the whole trust.</summary>
    public ProjectId? ProjectId { get; init; }

    /// <summary>The panel member it is about, or null.</summary>
    public PanelMemberId? MemberId { get; init; }

    /// <summary>When.</summary>
    public required Instant At { get; init; }

    /// <summary>Who did it.</summary>
    public required AuditActor Actor { get; init; }

    /// <summary>
    /// Which person, where they were signed in, by a number that names nobody; the store puts it in. Null for the workflow, for a signed
    /// link and on a host without sign-in.
    /// </summary>
    public PersonId? By { get; init; }

    /// <summary>What, as a stable name such as <c>meeting.agreed</c>.</summary>
    public required string What { get; init; }

    /// <summary>In words, for the timeline: one sentence, in which {clinician} stands for the member's name.</summary>
    public required string Words { get; init; }

    /// <summary>Why, such as the reason for a slot; null when nothing is to be said.</summary>
    public string? Why { get; init; }
}

/// <summary>Who did something.</summary>
public enum AuditActor
{
    /// <summary>The workflow.</summary>
    Workflow,

    /// <summary>The project lead or co-lead.</summary>
    Lead,

    /// <summary>The clinician, or their secretary for them.</summary>
    Clinician,

    /// <summary>An administrator of the installation.</summary>
    Administrator,

    /// <summary>Information governance.</summary>
    Governance,

    /// <summary>A colleague of the lead who owns the answer to a concern, by signed link.</summary>
    Colleague,
}
