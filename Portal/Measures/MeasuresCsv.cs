using System.Globalization;
using ClinicalEngagement.Domain.Measures;
using ClinicalEngagement.Domain.Projects;
using CsvHelper;

namespace ClinicalEngagement.Portal.Measures;

/// <summary>Measures as CSV for a spreadsheet: one row a project, the last one over all.</summary>
internal static class MeasuresCsv
{
    private static readonly (string Name, Func<EngagementMeasures, decimal?> Value)[] Columns =
    [
        ("Clinicians", m => m.Clinicians),
        ("Engaged", m => m.Engaged),
        ("Days to first", m => m.DaysToFirst),
        ("Days to all", m => m.DaysToAll),
        ("Messages", m => m.Messages),
        ("Messages nobody asked for", m => m.UnaskedMessages),
        ("Messages per clinician", m => m.MessagesPerClinician),
        ("Concerns", m => m.Concerns),
        ("Concerns answered", m => m.ConcernsAnswered),
        ("Concerns answered in time", m => m.ConcernsAnsweredInTime),
        ("Plan changes because of clinicians", m => m.PlanChanges),
        ("Stages", m => m.Stages),
        ("Stages with contact with everyone", m => m.StagesWithEveryone),
        ("Stages with contact with anyone", m => m.StagesWithAnyone),
        ("Meetings", m => m.Meetings),
        ("Meetings that displaced no clinical work", m => m.MeetingsWithoutDisplacement),
    ];

    public static string Write(MeasuresView view)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { Injection = CsvInjection.Escape, NewLine = "\r\n" }, leaveOpen: true))
        {
            csv.WriteRecord(["Project", "Stage", "State", .. Columns.Select(c => c.Name)]);
            foreach (var project in view.Projects)
                csv.WriteRecord([project.Name, StageWords.Of(project.Stage), project.State.ToString(), .. Columns.Select(c => Number(c.Value(project.Measures)))]);
            csv.WriteRecord(["All projects", "", "", .. Columns.Select(c => Number(c.Value(view.Overall)))]);
            csv.Flush();
        }

        return text.ToString();
    }

    private static string Number(decimal? value) => value?.ToString("0.#", CultureInfo.InvariantCulture) ?? "";
}
