using System.Globalization;
using ClinicalEngagement.Domain.Measures;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Http;

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

    public static IResult Of(MeasuresView view) => CsvResult.Of(
        "engagement-measures.csv",
        ["Project", "Stage", "State", .. Columns.Select(c => c.Name)],
        view.Projects.Select(p => (IReadOnlyList<string>)[p.Name, StageWords.Of(p.Stage), p.State.ToString(), .. Columns.Select(c => Number(c.Value(p.Measures)))])
            .Append(["All projects", "", "", .. Columns.Select(c => Number(c.Value(view.Overall)))]));

    private static string Number(decimal? value) => value?.ToString("0.#", CultureInfo.InvariantCulture) ?? "";
}
