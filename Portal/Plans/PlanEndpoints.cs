using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Plans;

/// <summary>The plan after the form was sent: a list of short pages, each part changed on its own, and every version to read.</summary>
internal static class PlanEndpoints
{
    private const string Root = "/projects/{id:guid}/plan";

    public static void MapPlan(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Root, ListAsync);
        pages.MapGet(Root + "/versions/{number:int}", VersionAsync);
        pages.MapGet(Root + "/clinicians", CliniciansAsync);
        pages.MapPost(Root + "/clinicians", AddCliniciansAsync);
        pages.MapPost(Root + "/advice", AdviceAsync);
        pages.MapPost(Root + "/example/withdraw", WithdrawAsync);
        pages.MapGet(Root + "/{part}", PartAsync);
        pages.MapPost(Root + "/{part}", SaveAsync);
    }

    private static async Task<IResult> ListAsync(
        ProjectQuery query, IEngagementStore store, EngagementOptions options, Guid id, string? done, CancellationToken cancellationToken) =>
        await query.FindAsync(new ProjectId(id), cancellationToken) is { } view
            ? await ShowAsync(view, store, options, FormErrors.None, done, cancellationToken)
            : PageResult.NotFound();

    private static async Task<IResult> ShowAsync(
        ProjectView view, IEngagementStore store, EngagementOptions options, FormErrors errors, string? done, CancellationToken cancellationToken)
    {
        var project = view.Project.Id;
        var versions = await store.ReadAsync((reader, token) => reader.ListAsync<PlanVersion>(v => v.ProjectId == project, token), cancellationToken);
        return PageResult.Of<PlanPage>(
            new
            {
                View = view,
                Versions = (IReadOnlyList<PlanVersion>)[.. versions.OrderByDescending(v => v.Number)],
                options.EarlyConversations,
                Errors = errors,
                Done = DoneWords.Of(done),
            },
            errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static async Task<IResult> AdviceAsync(
        HttpContext http, ProjectQuery query, IEngagementStore store, EngagementOptions options, PanelChoices facts, Guid id, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        return await SetAsideAsync(facts, view.Project.Id, form, cancellationToken) is { } errors
            ? await ShowAsync(view, store, options, errors, null, cancellationToken)
            : PageResult.SeeOther($"/projects/{id:N}/plan?done={(form["do"] == "take-up" ? "taken-up" : "aside")}");
    }

    /// <summary>Sets advice aside or takes it up again, as the form asks; what is wrong, or null.</summary>
    internal static async Task<FormErrors?> SetAsideAsync(PanelChoices facts, ProjectId project, IFormCollection form, CancellationToken cancellationToken)
    {
        var key = form["advice"].ToString();
        var field = SetAsideForm.FieldOf(key);
        var result = form["do"] == "take-up"
            ? await facts.TakeUpAsync(project, key, cancellationToken)
            : await facts.SetAsideAsync(project, key, form[field].ToString().ReplaceLineEndings(" "), cancellationToken);
        return result is FactResult.Refused refused ? FormErrors.Of(field, refused.Words, form) : null;
    }

    private static async Task<IResult> WithdrawAsync(PlanFacts facts, Guid id, CancellationToken cancellationToken) =>
        await facts.WithdrawStoryAsync(new ProjectId(id), cancellationToken) is FactResult.Recorded
            ? PageResult.SeeOther($"/projects/{id:N}/plan?done=story")
            : PageResult.NotFound();

    /// <summary>The page of the facts as they stand, after a form below them was sent.</summary>
    internal static async Task<IResult> EvidenceAsync(
        ProjectView view, IEngagementStore store, IFormCollection posted, FormErrors errors, CancellationToken cancellationToken)
    {
        var form = PlanForm.From(PlanSection.Evidence, view.Project);
        var typed = posted.Keys.Where(k => k.StartsWith("figure", StringComparison.Ordinal)).ToDictionary(k => k, k => posted[k].ToString());
        return await PageAsync(view, store, form, form.With(errors.All, typed), posted["key"].ToString(), cancellationToken);
    }

    private static async Task<IResult> VersionAsync(ProjectQuery query, IEngagementStore store, Guid id, int number, CancellationToken cancellationToken)
    {
        var project = new ProjectId(id);
        if (await query.FindAsync(project, cancellationToken) is not { } view)
            return PageResult.NotFound();
        var (version, before, by) = await store.ReadAsync(
            async (reader, token) =>
            {
                var found = await reader.FindAsync<PlanVersion>(PlanVersion.IdFor(project, number), token);
                var at = found?.At ?? default;
                var changed = await reader.ListAsync<AuditEvent>(e => e.ProjectId == project && e.At == at, token);
                var person = changed.FirstOrDefault(e => e.What is "plan.changed" or "story.withdrawn" or "project.begun")?.By;
                return (
                    found,
                    await reader.FindAsync<PlanVersion>(PlanVersion.IdFor(project, number - 1), token),
                    person is { } theirs ? (await reader.FindAsync<AuditPerson>(theirs, token))?.Email : null);
            },
            cancellationToken);
        if (version is null)
            return PageResult.NotFound();
        var who = by is { } address ? new[] { view.Project.Lead, view.Project.CoLead }.FirstOrDefault(p => p?.Email == address)?.Name ?? address.Value : null;
        return PageResult.Of<PlanVersionPage>(new { View = view, Version = version, Before = before, ChangedBy = who });
    }

    private static async Task<IResult> PartAsync(
        ProjectQuery query, IEngagementStore store, Func<Guid> newId, Guid id, string part, CancellationToken cancellationToken) =>
        PlanPages.Of(part) is { } section && await query.FindAsync(new ProjectId(id), cancellationToken) is { } view
            ? await PageAsync(view, store, PlanForm.From(section, view.Project), null, newId().ToString("N"), cancellationToken)
            : PageResult.NotFound();

    private static async Task<IResult> SaveAsync(
        HttpContext http, ProjectQuery query, IEngagementStore store, PlanIntake intake, Func<Guid> newId, Guid id, string part, CancellationToken cancellationToken)
    {
        if (PlanPages.Of(part) is not { } section || await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var posted = await http.Request.ReadFormAsync(cancellationToken);
        var form = PlanForm.From(section, posted);
        if (posted.ContainsKey("more") || posted.ContainsKey("remove"))
            return await PageAsync(view, store, form, null, newId().ToString("N"), cancellationToken);
        var (change, errors) = form.ToChange();
        if (errors.Count == 0)
            errors = await intake.ChangeAsync(new ProjectId(id), change, cancellationToken);
        return errors.Count > 0 ? await PageAsync(view, store, form, form.With(errors), newId().ToString("N"), cancellationToken) : PageResult.SeeOther($"/projects/{id:N}/plan?done=plan");
    }

    private static async Task<IResult> PageAsync(
        ProjectView view, IEngagementStore store, PlanForm form, FormErrors? errors, string key, CancellationToken cancellationToken)
    {
        var project = view.Project.Id;
        var questions = form.Section == PlanSection.Evidence
            ? await store.ReadAsync((reader, token) => reader.ListAsync<FactQuestion>(q => q.ProjectId == project, token), cancellationToken)
            : [];
        return PageResult.Of<PlanSectionPage>(
            new
            {
                View = view,
                form.Section,
                form.Rows,
                Questions = (IReadOnlyList<FactQuestion>)[.. questions.OrderByDescending(q => q.RaisedAt)],
                Key = key,
                Errors = errors ?? form.With([]),
            },
            errors is { Any: true } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static async Task<IResult> CliniciansAsync(ProjectQuery query, Guid id, CancellationToken cancellationToken) =>
        await query.FindAsync(new ProjectId(id), cancellationToken) is { } view
            ? PageResult.Of<CliniciansPage>(new { View = view })
            : PageResult.NotFound();

    private static async Task<IResult> AddCliniciansAsync(
        HttpContext http, ProjectQuery query, PlanIntake intake, DirectoryCandidates directory, Guid id, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var posted = await http.Request.ReadFormAsync(cancellationToken);
        var pasted = posted["clinicians"].ToString().ReplaceLineEndings("\n");
        string[] ticked = [.. posted[DirectoryCandidates.PickField].OfType<string>()];
        var isSearch = posted["do"] == "find";
        // What was ticked is asked for again, so that name and title are the directory's.
        var find = isSearch || ticked.Length > 0 ? await directory.FindAsync(posted[DirectoryCandidates.WhereField].ToString(), cancellationToken) : null;
        if (isSearch)
            return Page([], pasted, StatusCodes.Status200OK);
        var (uploaded, wrong) = await UploadedText.ReadAsync(posted.Files["cliniciansFile"], "clinicians", cancellationToken);
        if (wrong is null && uploaded.Length > 0 && pasted.Trim().Length > 0)
            wrong = UploadedText.OneAtATime;
        // A file that has a mistake is shown in the box, where it can be mended.
        var list = pasted.Trim().Length > 0 ? pasted : uploaded;
        var picked = find is null ? [] : DirectoryCandidates.Picked(find, ticked);
        IReadOnlyList<FieldError> errors = wrong is not null ? [new FieldError("clinicians", wrong)]
            : picked.Count < ticked.Length ? [new FieldError(DirectoryCandidates.WhereField, find!.Problem ?? "Somebody whom you ticked is not found any more. Find them again.")]
            : (await intake.AddCliniciansAsync(new ProjectId(id), list, picked, cancellationToken)).Errors;
        return errors.Count == 0 ? PageResult.SeeOther($"/projects/{id:N}/panel?done=added") : Page(errors, list, StatusCodes.Status400BadRequest);

        IResult Page(IReadOnlyList<FieldError> wrongs, string text, int status) => PageResult.Of<CliniciansPage>(
            new { View = view, Find = find, Ticked = ticked, Errors = new FormErrors(wrongs, new FormCollection(new() { ["clinicians"] = text })) }, status);
    }
}
