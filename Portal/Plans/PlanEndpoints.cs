using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Intake;
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
        pages.MapGet(Root + "/{part}", PartAsync);
        pages.MapPost(Root + "/{part}", SaveAsync);
    }

    private static async Task<IResult> ListAsync(
        ProjectQuery query, IEngagementStore store, EngagementOptions options, Guid id, string? done, CancellationToken cancellationToken)
    {
        var project = new ProjectId(id);
        if (await query.FindAsync(project, cancellationToken) is not { } view)
            return PageResult.NotFound();
        var versions = await store.ReadAsync((reader, token) => reader.ListAsync<PlanVersion>(v => v.ProjectId == project, token), cancellationToken);
        return PageResult.Of<PlanPage>(new
        {
            View = view,
            Versions = (IReadOnlyList<PlanVersion>)[.. versions.OrderByDescending(v => v.Number)],
            options.EarlyConversations,
            Done = DoneWords.Of(done),
        });
    }

    private static async Task<IResult> VersionAsync(ProjectQuery query, IEngagementStore store, Guid id, int number, CancellationToken cancellationToken)
    {
        var key = PlanVersion.IdFor(new ProjectId(id), number);
        return await query.FindAsync(new ProjectId(id), cancellationToken) is { } view
            && await store.ReadAsync((reader, token) => reader.FindAsync<PlanVersion>(key, token), cancellationToken) is { } version
            ? PageResult.Of<PlanVersionPage>(new { View = view, Version = version })
            : PageResult.NotFound();
    }

    private static async Task<IResult> PartAsync(ProjectQuery query, Guid id, string part, CancellationToken cancellationToken) =>
        PlanPages.Of(part) is { } section && await query.FindAsync(new ProjectId(id), cancellationToken) is { } view
            ? Page(view, PlanForm.From(section, view.Project), [])
            : PageResult.NotFound();

    private static async Task<IResult> SaveAsync(
        HttpContext http, ProjectQuery query, PlanIntake intake, Guid id, string part, CancellationToken cancellationToken)
    {
        if (PlanPages.Of(part) is not { } section || await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var posted = await http.Request.ReadFormAsync(cancellationToken);
        var form = PlanForm.From(section, posted);
        if (posted.ContainsKey("more") || posted.ContainsKey("remove"))
            return Page(view, form, []);
        var (change, errors) = form.ToChange();
        if (errors.Count == 0)
            errors = await intake.ChangeAsync(new ProjectId(id), change, cancellationToken);
        return errors.Count > 0 ? Page(view, form, errors) : PageResult.SeeOther($"/projects/{id:N}/plan?done=plan");
    }

    private static IResult Page(ProjectView view, PlanForm form, IReadOnlyList<FieldError> errors) => PageResult.Of<PlanSectionPage>(
        new { View = view, form.Section, form.Rows, Errors = form.With(errors) },
        errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);

    private static async Task<IResult> CliniciansAsync(ProjectQuery query, Guid id, CancellationToken cancellationToken) =>
        await query.FindAsync(new ProjectId(id), cancellationToken) is { } view
            ? PageResult.Of<CliniciansPage>(new { View = view })
            : PageResult.NotFound();

    private static async Task<IResult> AddCliniciansAsync(
        HttpContext http, ProjectQuery query, PlanIntake intake, Guid id, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var posted = await http.Request.ReadFormAsync(cancellationToken);
        var pasted = posted["clinicians"].ToString().ReplaceLineEndings("\n");
        var (uploaded, wrong) = await UploadedText.ReadAsync(posted.Files["cliniciansFile"], cancellationToken);
        if (wrong is null && uploaded.Length > 0 && pasted.Trim().Length > 0)
            wrong = "Use the box or the file, one at a time.";
        // A file that has a mistake is shown in the box, where it can be mended.
        var list = pasted.Trim().Length > 0 ? pasted : uploaded;
        IReadOnlyList<FieldError> errors = wrong is not null
            ? [new FieldError("clinicians", wrong)]
            : (await intake.AddCliniciansAsync(new ProjectId(id), list, cancellationToken)).Errors;
        return errors.Count == 0
            ? PageResult.SeeOther($"/projects/{id:N}/panel?done=added")
            : PageResult.Of<CliniciansPage>(
                new { View = view, Errors = new FormErrors(errors, new FormCollection(new() { ["clinicians"] = list })) }, StatusCodes.Status400BadRequest);
    }
}
