using System.Globalization;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Plans;

/// <summary>Figures that are questioned, looked at and corrected.</summary>
internal static class FigureEndpoints
{
    private const string Root = "/projects/{id:guid}/plan";

    public static void MapFigures(this IEndpointRouteBuilder pages)
    {
        pages.MapPost(Root + "/figures", QuestionAsync);
        pages.MapGet(Root + "/figures/{question:guid}", ShowAsync);
        pages.MapPost(Root + "/figures/{question:guid}", AnswerAsync);
        pages.MapGet(Root + "/correct", ShowCorrectionAsync);
        pages.MapPost(Root + "/correct", CorrectAsync);
    }

    private static async Task<IResult> QuestionAsync(
        HttpContext http, ProjectQuery query, PageOfProject page, FigureFacts figures, IEngagementStore store, Guid id, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        if (!Guid.TryParse(form["figureMember"], out var member) || !await page.HasMemberAsync(id, member, cancellationToken))
            return await PlanEndpoints.EvidenceAsync(view, store, form, FormErrors.Of("figureWords", "Select who questions it."), cancellationToken);
        var result = await figures.QuestionAsync(
            StableId.From("figure", id, form["key"].ToString()), new PanelMemberId(member), Plain(form["figureWords"]), Number(form["figureFact"]), AuditActor.Lead, cancellationToken);
        return result is FactResult.Refused refused
            ? await PlanEndpoints.EvidenceAsync(view, store, form, FormErrors.Of("figureWords", refused.Words), cancellationToken)
            : PageResult.SeeOther($"/projects/{id:N}/plan?done=figure");
    }

    private static async Task<IResult> ShowAsync(ProjectQuery query, IEngagementStore store, Func<Guid> newId, Guid id, Guid question, CancellationToken cancellationToken) =>
        await FindAsync(query, store, id, question, cancellationToken) is var (view, found)
            ? PageResult.Of<FigurePage>(new { View = view, Question = found, Fact = found.FactNumber?.ToString(CultureInfo.InvariantCulture), Key = newId().ToString("N") })
            : PageResult.NotFound();

    private static async Task<IResult> AnswerAsync(
        HttpContext http, ProjectQuery query, IEngagementStore store, FigureFacts figures, Guid id, Guid question, CancellationToken cancellationToken)
    {
        if (await FindAsync(query, store, id, question, cancellationToken) is not var (view, found))
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        IResult Again(string field, string words) => PageResult.Of<FigurePage>(
            new { View = view, Question = found, Key = form["key"].ToString(), Errors = FormErrors.Of(field, words, form) }, StatusCodes.Status400BadRequest);
        if (form["outcome"].ToString() is not ("stands" or "wrong"))
            return Again("outcome", "Select what you found.");
        var correction = form["outcome"] == "wrong" ? new SourcedFact(Plain(form["text"]), Plain(form["source"])) : null;
        return await figures.AnswerAsync(question, Number(form["fact"]) ?? 0, correction, Plain(form["answer"]), cancellationToken) is FactResult.Refused refused
            ? Again(FieldOf(refused), refused.Words)
            : PageResult.SeeOther($"/projects/{id:N}/plan?done=figure-answered");
    }

    private static async Task<IResult> ShowCorrectionAsync(ProjectQuery query, Func<Guid> newId, Guid id, string? fact, CancellationToken cancellationToken) =>
        await query.FindAsync(new ProjectId(id), cancellationToken) is { } view
            ? PageResult.Of<FigurePage>(new { View = view, Fact = fact, Key = newId().ToString("N") })
            : PageResult.NotFound();

    private static async Task<IResult> CorrectAsync(HttpContext http, ProjectQuery query, FigureFacts figures, Guid id, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var result = await figures.CorrectAsync(
            StableId.From("figure", id, form["key"].ToString()), new ProjectId(id), Number(form["fact"]) ?? 0,
            new SourcedFact(Plain(form["text"]), Plain(form["source"])), Plain(form["answer"]), cancellationToken);
        return result is FactResult.Refused refused
            ? PageResult.Of<FigurePage>(new { View = view, Key = form["key"].ToString(), Errors = FormErrors.Of(FieldOf(refused), refused.Words, form) }, StatusCodes.Status400BadRequest)
            : PageResult.SeeOther($"/projects/{id:N}/plan?done=figure-answered");
    }

    private static async Task<(ProjectView View, FactQuestion Question)?> FindAsync(
        ProjectQuery query, IEngagementStore store, Guid id, Guid question, CancellationToken cancellationToken) =>
        await query.FindAsync(new ProjectId(id), cancellationToken) is { } view
        && await store.ReadAsync((reader, token) => reader.FindAsync<FactQuestion>(question, token), cancellationToken) is { } found && found.ProjectId == view.Project.Id
            ? (view, found)
            : null;

    // The refusal is about one field of the form; its words begin with what to do there.
    private static string FieldOf(FactResult.Refused refused) => refused.Words switch
    {
        var w when w.StartsWith("Enter the fact", StringComparison.Ordinal) => "text",
        var w when w.StartsWith("Enter where", StringComparison.Ordinal) => "source",
        var w when w.StartsWith("Select", StringComparison.Ordinal) => "fact",
        _ => "answer",
    };

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Plain(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();
}
