using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations.Projects;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Replacements;

/// <summary>What a panel lacks without somebody, and who could bring it back: the lead decides with one click.</summary>
internal static class ReplacementEndpoints
{
    private const string Path = "/projects/{id:guid}/panel/{member:guid}/replacement";

    public static void MapReplacements(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, GetAsync);
        pages.MapPost(Path, PostAsync);
    }

    private static async Task<IResult> GetAsync(
        ProjectQuery query, PanelReplacements replacements, Guid id, Guid member, string? done, CancellationToken cancellationToken) =>
        await query.FindAsync(new ProjectId(id), cancellationToken) is { } view && view.Everyone.TryGetValue(new PanelMemberId(member), out var gone)
            ? await ShowAsync(view, gone, replacements, FormErrors.None, done == "removed" ? "They are no longer on the panel." : null, cancellationToken)
            : PageResult.NotFound();

    private static async Task<IResult> PostAsync(
        HttpContext http, ProjectQuery query, PanelReplacements replacements, PlanIntake intake, Guid id, Guid member, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view || !view.Everyone.TryGetValue(new PanelMemberId(member), out var gone))
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var chosen = form["who"].ToString();
        var (_, suggested) = await replacements.FindAsync(view.Project, gone, cancellationToken);
        if (suggested.FirstOrDefault(s => s.Candidate.Person.Email.Value == chosen) is not { } replacement)
            return await ShowAsync(view, gone, replacements, FormErrors.Of("who", "This person is not suggested any more. Choose another, or add somebody yourself.", form), null, cancellationToken);
        var added = await intake.AddCliniciansAsync(view.Project.Id, "", [replacement.Candidate.ToRequest()], cancellationToken);
        return added.Errors is [var wrong, ..]
            ? await ShowAsync(view, gone, replacements, FormErrors.Of("who", wrong.Message, form), null, cancellationToken)
            : PageResult.SeeOther($"/projects/{id:N}/panel?done=added");
    }

    private static async Task<IResult> ShowAsync(
        ProjectView view, PanelMember gone, PanelReplacements replacements, FormErrors errors, string? done, CancellationToken cancellationToken)
    {
        var (lost, suggested) = await replacements.FindAsync(view.Project, gone, cancellationToken);
        return PageResult.Of<ReplacementPage>(
            new { View = view, Member = gone, Lost = lost, Suggested = suggested, Errors = errors, Done = done }, errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }
}
