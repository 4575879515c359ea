using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using NodaTime;

namespace ClinicalEngagement.Domain.Panel;

/// <summary>Something of the project is shown to a group.</summary>
public sealed record GroupEvent
{
    /// <summary>Its id, derived from the form that brought it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>What it is, such as the department meeting; at most 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>When it takes place.</summary>
    public required LocalDate On { get; init; }

    /// <summary>Why it is held although an opinion former is not ready for it, in the lead's words; null when all were.</summary>
    public string? Because { get; init; }

    /// <summary>When it was added.</summary>
    public required Instant AddedAt { get; init; }
}

/// <summary>Why an opinion former is not ready to have something shown to a group.</summary>
/// <param name="Member">Who.</param>
/// <param name="HasOpenConcern">True for an open concern, false when they were not met individually.</param>
public sealed record NotReady(PanelMember Member, bool HasOpenConcern);

/// <summary>
/// Opinion formers are met individually before anything is shown to a group (DOMAIN: they can persuade others to stay where they are; to
/// persuade a group of such leaders is likely to fail). The gate asks for a reason; it locks nothing.
/// </summary>
public static class GroupGate
{
    /// <summary>The opinion formers who were not met, or whose concerns are open, in the panel's order; empty when the gate is open.</summary>
    public static IReadOnlyList<NotReady> Of(IEnumerable<PanelMember> members, IEnumerable<Meeting> meetings, IEnumerable<Concern> concerns)
    {
        var met = meetings.Where(m => m.State == MeetingState.Held).Select(m => m.MemberId).ToHashSet();
        var open = concerns.Where(c => c is { Kind: ConcernKind.Concern, ClosedAt: null }).Select(c => c.MemberId).ToHashSet();
        return [.. members
            .Where(m => m is { OpinionFormer: true, LeftAt: null } && (open.Contains(m.Id) || !(met.Contains(m.Id) || m.SpokenAt is not null)))
            .OrderBy(m => m.Order)
            .Select(m => new NotReady(m, open.Contains(m.Id)))];
    }
}
