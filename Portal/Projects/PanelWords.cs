using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Portal.Layout;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>The stakeholder analysis in words; for the lead and co-lead alone.</summary>
internal static class PanelWords
{
    /// <summary>What a quadrant asks for (DOMAIN: stakeholder analysis).</summary>
    public static string Quadrant(HighOrLow power, HighOrLow impact) => (power, impact) switch
    {
        (HighOrLow.High, HighOrLow.High) => "Manage: fully engage",
        (HighOrLow.High, HighOrLow.Low) => "Satisfy",
        (HighOrLow.Low, HighOrLow.High) => "Inform",
        _ => "Monitor",
    };

    /// <summary>Where somebody stands now, with the date and the version it is held against.</summary>
    public static string Held(PanelMember member) => member.PositionHeld is { } held
        ? $"{PositionWords.Of(held)}{(member.PositionAt is { } at ? $", {TimeWords.Day(at)}" : "")}{(member.PositionPlanVersion is { } version ? $", on version {version} of the plan" : "")}"
        : "Not recorded";

    /// <summary>Every recorded position in order, where they stand now last.</summary>
    public static IEnumerable<HeldPosition> History(PanelMember member) => member is { PositionHeld: { } held, PositionAt: { } at }
        ? member.PositionsBefore.Append(new HeldPosition(held, at, member.PositionPlanVersion, member.PositionEvidence))
        : member.PositionsBefore;

    /// <summary>Movement and gap: from where, to where, and whether that is where the plan needs them.</summary>
    public static string? Movement(PanelMember member)
    {
        var parts = new List<string>();
        if (member is { PositionFirst: { } first, PositionHeld: { } now } && first != now)
            parts.Add($"First: {PositionWords.Of(first).ToLowerInvariant()}{(member.PositionFirstAt is { } at ? $", {TimeWords.Day(at)}" : "")}.");
        if (member.PositionNeeded is { } needed)
            parts.Add(member.PositionHeld is null ? $"Needed: {PositionWords.Of(needed).ToLowerInvariant()}."
                // The enum runs from strong support downwards.
                : member.PositionHeld <= needed ? "Where the plan needs them."
                : $"Needed: {PositionWords.Of(needed).ToLowerInvariant()}. This is where the work is.");
        return parts.Count == 0 ? null : string.Join(' ', parts);
    }
}
