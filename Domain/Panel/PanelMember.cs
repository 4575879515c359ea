using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using NodaTime;

namespace ClinicalEngagement.Domain.Panel;

/// <summary>One clinician on one panel.</summary>
/// <remarks>Power, impact, views and positions are for the lead and co-lead alone: never in a timeline, export, mail, log or history.</remarks>
public sealed record PanelMember : IVersioned
{
    /// <summary>Derived from project and address.</summary>
    public required PanelMemberId Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>Which clinician.</summary>
    public required EmailAddress Email { get; init; }

    /// <summary>The name as the panel shows it.</summary>
    public required string Name { get; init; }

    /// <summary>In which order the panel is met, from 1; 0 before identification.</summary>
    public int Order { get; init; }

    /// <summary>Why this person is on the panel, factual, fit to be read by them; empty before identification.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The lead's judgement, or null.</summary>
    public HighOrLow? Power { get; init; }

    /// <summary>The lead's judgement, or null.</summary>
    public HighOrLow? Impact { get; init; }

    /// <summary>Colleagues follow this person's opinion.</summary>
    public bool OpinionFormer { get; init; }

    /// <summary>Full years in the organisation, or null.</summary>
    public int? YearsHere { get; init; }

    /// <summary>The view the lead expected before anybody spoke, or null.</summary>
    public Position? LikelyView { get; init; }

    /// <summary>Where the plan needs them, or null.</summary>
    public Position? PositionNeeded { get; init; }

    /// <summary>Since when that is needed, or null.</summary>
    public Instant? PositionNeededAt { get; init; }

    /// <summary>Where they stood when it was first recorded, or null: movement is what the lead wants to see.</summary>
    public Position? PositionFirst { get; init; }

    /// <summary>When it was first recorded, or null.</summary>
    public Instant? PositionFirstAt { get; init; }

    /// <summary>Where they stand, as the lead recorded after contact, or null.</summary>
    public Position? PositionHeld { get; init; }

    /// <summary>When the position was recorded, or null.</summary>
    public Instant? PositionAt { get; init; }

    /// <summary>Against which version of the plan, or null.</summary>
    public int? PositionPlanVersion { get; init; }

    /// <summary>What the lead goes by, or null.</summary>
    public string? PositionEvidence { get; init; }

    /// <summary>Where they stood before that, the first recorded first; every record of another day, plan or evidence is kept.</summary>
    public IReadOnlyList<HeldPosition> PositionsBefore { get; init; } = [];

    /// <summary>When the lead let a held first message go, or null.</summary>
    public Instant? FirstMessageApprovedAt { get; init; }

    /// <summary>The lead's own words for this person instead of the project's, or null.</summary>
    public string? FirstMessageWords { get; init; }

    /// <summary>"Not now, ask me in a month": nothing automatic before this.</summary>
    public Instant? PausedUntil { get; init; }

    /// <summary>When they last replied in words; from then on everything automatic waits for the lead.</summary>
    public Instant? RepliedAt { get; init; }

    /// <summary>When the lead dealt with the last reply; a reply after it pauses again.</summary>
    public Instant? ReplyHandledAt { get; init; }

    /// <summary>When lead and clinician last spoke outside a meeting of ours ("we've spoken"), or null.</summary>
    public Instant? SpokenAt { get; init; }

    /// <summary>Every day they spoke outside a meeting of ours, in order of being told; <see cref="SpokenAt"/> is the last of them.</summary>
    public IReadOnlyList<Instant> SpokenTimes { get; init; } = [];

    /// <summary>How often they want an update, where that is less often than the project's; null is the project's rhythm.</summary>
    public UpdateRhythm? OwnUpdateRhythm { get; init; }

    /// <summary>When they asked for no updates (but may be written to otherwise), or null.</summary>
    public Instant? NoUpdatesAt { get; init; }

    /// <summary>No update before this; the first one after it takes in what was told meanwhile.</summary>
    public Instant? UpdatesPausedUntil { get; init; }

    /// <summary>When the lead chose to ask for their view in the next update, or null.</summary>
    public Instant? ViewWantedAt { get; init; }

    /// <summary>When finding times last failed, with <see cref="NoTimesReason"/>; null once times were found.</summary>
    public Instant? NoTimesAt { get; init; }

    /// <summary>Why no times were found, in words for the lead.</summary>
    public string? NoTimesReason { get; init; }

    /// <summary>When the lead asked for a (further) meeting; counts when later than the last meeting's end.</summary>
    public Instant? MeetingWantedAt { get; init; }

    /// <summary>Signed links that were sent before this are refused, at the lead's word; null while all hold.</summary>
    public Instant? LinksWithdrawnAt { get; init; }

    /// <summary>Who meets them.</summary>
    public MeetingHost Host { get; init; }

    /// <summary>A colleague they named to be met in their place, or null: nobody else ever names one.</summary>
    public Person? Deputy { get; init; }

    /// <summary>When they named one, or null.</summary>
    public Instant? DeputyAt { get; init; }

    /// <summary>In whose place they are on the panel, or null.</summary>
    public PanelMemberId? DeputyFor { get; init; }

    /// <summary>When they left the panel, silently; null while they are on it.</summary>
    public Instant? LeftAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }

    /// <summary>The member with where they stand now; where they stood before goes into the history. The same again changes nothing.</summary>
    public PanelMember Standing(Position position, Instant at, int? planVersion, string? evidence) =>
        PositionHeld == position && PositionPlanVersion == planVersion && PositionEvidence == evidence
            ? this
            : this with
            {
                PositionsBefore = PositionHeld is { } before && PositionAt is { } then ? [.. PositionsBefore, new HeldPosition(before, then, PositionPlanVersion, PositionEvidence)] : PositionsBefore,
                PositionHeld = position,
                PositionAt = at,
                PositionPlanVersion = planVersion,
                PositionEvidence = evidence,
                PositionFirst = PositionFirst ?? position,
                PositionFirstAt = PositionFirstAt ?? at,
            };

    /// <summary>True while a reply in words waits for the lead.</summary>
    public bool HasUnhandledReply => RepliedAt is { } replied && (ReplyHandledAt is null || ReplyHandledAt < replied);
}
