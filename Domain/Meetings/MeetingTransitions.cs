namespace ClinicalEngagement.Domain.Meetings;

/// <summary>Every way in which a person's step moves a meeting, by name.</summary>
public static class MeetingTransitions
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "proposed -> agreed: pick",
        "agreed -> agreed: pick",
        "proposed -> proposed: propose",
        "agreed -> agreed: propose",
        "offered -> agreed: settle",
        "proposed -> agreed: settle",
        "agreed -> agreed: settle",
        "offered -> declined: decline",
        "proposed -> declined: decline",
        "agreed -> declined: decline",
        "agreed -> held: took place",
        "agreed -> not held: did not take place",
        "agreed -> agreed: moved",
        "agreed -> held: moved",
    ];

    /// <summary>The name of a step that was taken.</summary>
    public static string Of(MeetingState from, MeetingStep step, MeetingState to) => $"{Words(from.ToString())} -> {Words(to.ToString())}: {Words(step.GetType().Name)}";

    private static string Words(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
