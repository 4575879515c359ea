namespace ClinicalEngagement.Domain.Updates;

/// <summary>Every step that the protocol of a project's updates can take, by name.</summary>
public static class UpdateTransitions
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "draft", "draft anew", "draft the last", "send", "send the last", "skip, NothingNew", "skip, held", "skip, not approved", "skip, replaced by the last", "finished",
    ];

    /// <summary>The name of the step that a decision is, or null for waiting.</summary>
    public static string? Of(UpdateDecision decision) => decision switch
    {
        UpdateDecision.Wait => null,
        UpdateDecision.Draft draft => draft.Update.Final ? "draft the last" : "draft",
        UpdateDecision.Redraft => "draft anew",
        UpdateDecision.Send send => send.Update.Final ? "send the last" : "send",
        UpdateDecision.Skip { Kind: Tasks.TaskKind.UpdateNotApproved } skip => skip.Update.State == UpdateState.Held ? "skip, held" : "skip, not approved",
        UpdateDecision.Skip { Kind: Tasks.TaskKind.ReviewUpdate } => "skip, replaced by the last",
        UpdateDecision.Skip skip => $"skip, {skip.Kind}",
        _ => decision.GetType().Name.ToLowerInvariant(),
    };
}
