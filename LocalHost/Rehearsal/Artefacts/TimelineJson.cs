namespace ClinicalEngagement.LocalHost.Rehearsal.Artefacts;

/// <summary>Writes <c>timeline.json</c>: everything that happened, in order.</summary>
public static class TimelineJson
{
    /// <summary>An object with the project's name, whether it is sample data, and the entries.</summary>
    public static byte[] Write(string project, bool sampleData, IReadOnlyList<TimelineEntry> entries) =>
        ArtefactJson.Write(new { Project = project, SampleData = sampleData, Entries = entries });
}
