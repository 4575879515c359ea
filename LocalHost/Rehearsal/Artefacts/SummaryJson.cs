namespace ClinicalEngagement.LocalHost.Rehearsal.Artefacts;

/// <summary>Writes <c>summary.json</c>.</summary>
public static class SummaryJson
{
    /// <summary>The summary as an object; dates and instants as ISO text.</summary>
    public static byte[] Write(RehearsalSummary summary) => ArtefactJson.Write(summary);
}
