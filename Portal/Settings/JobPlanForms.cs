using System.Text;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Settings;

/// <summary>Job plans: imported from CSV, edited week by week. An address of a page names nobody.</summary>
internal static class JobPlanForms
{
    public const int SpareRows = 3;

    private const int MaxFileBytes = 1_000_000;
    private const int MaxRows = 60;

    public static async Task<IResult> ListAsync(IEngagementStore store, string? done, CancellationToken cancellationToken) =>
        await ShowListAsync(store, FormErrors.None, done == "imported" ? "The job plans are taken in. They hold for every time that is looked for from now on." : null, cancellationToken);

    /// <summary>All of a file or none of it, so that a mended file can simply be sent again.</summary>
    public static async Task<IResult> ImportAsync(HttpContext http, IEngagementStore store, DiaryFacts facts, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var text = form["list"].ToString();
        if (form.Files["file"] is { Length: > 0 } file)
        {
            if (file.Length > MaxFileBytes)
                return await ShowListAsync(store, FormErrors.Of("list", "The file must be smaller than 1 MB. Split it.", form), null, cancellationToken);
            using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            text = await reader.ReadToEndAsync(cancellationToken);
        }

        if (string.IsNullOrWhiteSpace(text))
            return await ShowListAsync(store, FormErrors.Of("list", "Choose a CSV file, or paste its lines.", form), null, cancellationToken);
        if (text.Contains('\0', StringComparison.Ordinal) || text.Contains('\uFFFD', StringComparison.Ordinal))
            return await ShowListAsync(store, FormErrors.Of("list", "The file could not be read as text. Save it as CSV UTF-8 and choose it again.", form), null, cancellationToken);
        var read = JobPlanList.Read(text.ReplaceLineEndings("\n"));
        if (read.Errors.Count > 0)
            return await ShowListAsync(store, new FormErrors([.. read.Errors.Select(e => new FieldError("list", $"Line {e.Line}: {e.Message}"))], form), null, cancellationToken);
        await facts.SetJobPlansAsync([.. read.Plans.Select(p => (p.Email, p.Name, p.Entries))], cancellationToken);
        return PageResult.SeeOther("/settings/job-plans?done=imported");
    }

    public static async Task<IResult> WeekAsync(IEngagementStore store, Guid clinician, string? done, CancellationToken cancellationToken) =>
        await FindAsync(store, clinician, cancellationToken) is { } found
            ? PageResult.Of<JobPlanPage>(new { Clinician = found, Key = clinician, Done = done == "saved" ? "The week is saved." : null })
            : PageResult.NotFound();

    public static async Task<IResult> SaveWeekAsync(HttpContext http, IEngagementStore store, DiaryFacts facts, Guid clinician, CancellationToken cancellationToken)
    {
        if (await FindAsync(store, clinician, cancellationToken) is not { } found)
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var entries = new List<JobPlanEntry>();
        var errors = new List<FieldError>();
        for (var i = 0; i < MaxRows && form.ContainsKey($"start-{i}"); i++)
        {
            if (string.IsNullOrWhiteSpace(form[$"start-{i}"]) && string.IsNullOrWhiteSpace(form[$"end-{i}"]))
                continue;
            if (JobPlanList.EntryOf(form[$"day-{i}"], form[$"start-{i}"], form[$"end-{i}"], form[$"activity-{i}"], form[$"weeks-{i}"], form[$"site-{i}"], out var wrong) is { } entry)
                entries.Add(entry);
            else
                errors.Add(new FieldError($"start-{i}", $"Row {i + 1}: {wrong}"));
        }

        if (errors.Count > 0)
            return PageResult.Of<JobPlanPage>(new { Clinician = found, Key = clinician, Errors = new FormErrors(errors, form) }, StatusCodes.Status400BadRequest);
        await facts.SetJobPlansAsync([(found.Email, found.Name, [.. entries.OrderBy(e => e.Day).ThenBy(e => e.Start)])], cancellationToken);
        return PageResult.SeeOther($"/settings/job-plans/{clinician:N}?done=saved");
    }

    /// <summary>Stands for a clinician in an address.</summary>
    public static Guid KeyOf(EmailAddress clinician) => StableId.From("clinician", clinician);

    private static async Task<Clinician?> FindAsync(IEngagementStore store, Guid key, CancellationToken cancellationToken) =>
        (await EveryoneAsync(store, cancellationToken)).FirstOrDefault(c => KeyOf(c.Email) == key);

    private static async Task<IResult> ShowListAsync(IEngagementStore store, FormErrors errors, string? done, CancellationToken cancellationToken) => PageResult.Of<JobPlansPage>(
        new { Clinicians = await EveryoneAsync(store, cancellationToken), Errors = errors, Done = done }, errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);

    private static async Task<IReadOnlyList<Clinician>> EveryoneAsync(IEngagementStore store, CancellationToken cancellationToken) =>
        [.. (await store.ReadAsync((reader, token) => reader.ListAsync<Clinician>(c => c.Version >= 0, token), cancellationToken)).OrderBy(c => c.Name, StringComparer.Ordinal)];
}
