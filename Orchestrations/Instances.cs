using ClinicalEngagement.Domain;

namespace ClinicalEngagement.Orchestrations;

/// <summary>The deterministic ids of orchestration instances, and the one event they wait for.</summary>
public static class Instances
{
    /// <summary>The event that tells an instance to look at the facts again; it carries no data.</summary>
    public const string Nudge = "nudge";

    /// <summary>The instance of a project as a whole.</summary>
    public static string Of(ProjectId project) => $"project-{project}";

    /// <summary>The instance of a panel member.</summary>
    public static string Of(PanelMemberId member) => $"member-{member}";

    /// <summary>The instance of a project's updates.</summary>
    public static string UpdatesOf(ProjectId project) => $"updates-{project}";
}
