namespace ClinicalEngagement.Domain.Projects;

/// <summary>Every step that the protocol of a project as a whole can take, by name.</summary>
public static class ProjectTransitions
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "identify", "plan panel", "start", "ask CompletePlan", "ask CheckPanel", "ask AnswerConcern", "ask ParaphraseCorrected",
        "ask ConcernOverdue", "ask VerdictMissing", "remind the owner", "tell the co-lead", "ask StageWithoutContact", "settle StageWithoutContact", "finished",
    ];

    /// <summary>The name of the step that a decision is, or null for waiting.</summary>
    public static string? Of(ProjectDecision decision) => decision switch
    {
        ProjectDecision.Wait => null,
        ProjectDecision.PlanPanel => "plan panel",
        ProjectDecision.AskLead ask => $"ask {ask.Kind}",
        ProjectDecision.RemindOwner => "remind the owner",
        ProjectDecision.TellCoLead => "tell the co-lead",
        ProjectDecision.Settle settle => $"settle {settle.Task.Kind}",
        // By its name, so that a decision that is added and not listed here is found by the test that knows all.
        _ => decision.GetType().Name.ToLowerInvariant(),
    };
}
