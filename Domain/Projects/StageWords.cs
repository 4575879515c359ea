namespace ClinicalEngagement.Domain.Projects;

/// <summary>The stages in the words of NHS England.</summary>
public static class StageWords
{
    /// <summary>How a stage is shown, in sentence case.</summary>
    public static string Of(Stage stage) => stage switch
    {
        Stage.StartOut => "Start out",
        Stage.DefineAndScope => "Define and scope",
        Stage.MeasureAndUnderstand => "Measure and understand",
        Stage.DesignAndPlan => "Design and plan",
        Stage.Implement => "Implement",
        Stage.HandoverAndSustain => "Handover and sustain",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Not one of the six stages."),
    };
}
