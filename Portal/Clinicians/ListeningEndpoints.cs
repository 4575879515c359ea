using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Clinicians;

/// <summary>
/// The two questions a clinician answers about their own words, “have I understood you?” and “does this deal with it?”, and the page on
/// which a colleague writes the answer they own. GET only shows the question; what it is about stands in the mail and is not shown here.
/// </summary>
internal static class ListeningEndpoints
{
    public static void MapListening(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/u/{token}", (AnswerQuery query, string token, string? done, CancellationToken cancellationToken) =>
            ShowAsync<UnderstoodPage>(query, LinkPurpose.ConfirmUnderstanding, token, FormErrors.None, done == "yes", cancellationToken));
        pages.MapPost("/u/{token}", PostUnderstoodAsync);
        pages.MapGet("/v/{token}", (AnswerQuery query, string token, string? done, CancellationToken cancellationToken) =>
            ShowAsync<VerdictPage>(query, LinkPurpose.GiveVerdict, token, FormErrors.None, done == "yes", cancellationToken));
        pages.MapPost("/v/{token}", PostVerdictAsync);
        pages.MapGet("/o/{token}", (AnswerQuery query, string token, string? done, CancellationToken cancellationToken) =>
            ShowAsync<ProposeAnswerPage>(query, LinkPurpose.ProposeAnswer, token, FormErrors.None, done == "yes", cancellationToken));
        pages.MapPost("/o/{token}", PostAnswerAsync);
    }

    private static async Task<IResult> PostAnswerAsync(HttpContext http, AnswerQuery query, ListeningFacts listening, string token, CancellationToken cancellationToken)
    {
        if (query.Read(token, LinkPurpose.ProposeAnswer) is not LinkReading.Valid { Claims: { Question: { } concern } claims })
            return Refused(query, token, LinkPurpose.ProposeAnswer);
        var form = await http.Request.ReadFormAsync(cancellationToken);
        return await listening.ProposeAnswerAsync(claims.Member, new ConcernId(concern), form["words"].ToString().ReplaceLineEndings("\n"), cancellationToken) is FactResult.Refused refused
            ? await ShowAsync<ProposeAnswerPage>(query, LinkPurpose.ProposeAnswer, token, FormErrors.Of("words", refused.Words, form), false, cancellationToken)
            : PageResult.SeeOther($"/o/{token}?done=yes");
    }

    private static async Task<IResult> PostUnderstoodAsync(HttpContext http, AnswerQuery query, ClinicianWords words, PersonalMatters personal, string token, CancellationToken cancellationToken)
    {
        if (query.Read(token, LinkPurpose.ConfirmUnderstanding) is not LinkReading.Valid { Claims: { Question: { } question } claims })
            return Refused(query, token, LinkPurpose.ConfirmUnderstanding);
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (await personal.AskAsync(form, "words", claims.Member, $"/u/{token}", cancellationToken) is { } turnTo)
            return turnTo;
        var correction = form["answer"] == "yes" ? null : form["words"].ToString().ReplaceLineEndings("\n");
        return await words.AnswerUnderstandingAsync(claims.Member, question, correction, cancellationToken) is FactResult.Refused refused
            ? await ShowAsync<UnderstoodPage>(query, LinkPurpose.ConfirmUnderstanding, token, FormErrors.Of("words", refused.Words, form), false, cancellationToken)
            : PageResult.SeeOther($"/u/{token}?done=yes");
    }

    private static async Task<IResult> PostVerdictAsync(HttpContext http, AnswerQuery query, ClinicianWords words, PersonalMatters personal, string token, CancellationToken cancellationToken)
    {
        if (query.Read(token, LinkPurpose.GiveVerdict) is not LinkReading.Valid { Claims: { Question: { } question } claims })
            return Refused(query, token, LinkPurpose.GiveVerdict);
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (await personal.AskAsync(form, "words", claims.Member, $"/v/{token}", cancellationToken) is { } turnTo)
            return turnTo;
        FactResult result = ConcernForms.Named<Verdict>(form["verdict"]) is { } verdict
            ? await words.GiveVerdictAsync(claims.Member, question, verdict, form["words"].ToString().ReplaceLineEndings("\n"), cancellationToken)
            : new FactResult.Refused("Select whether it deals with it.");
        return result is FactResult.Refused refused
            ? await ShowAsync<VerdictPage>(query, LinkPurpose.GiveVerdict, token, FormErrors.Of("verdict", refused.Words, form), false, cancellationToken)
            : PageResult.SeeOther($"/v/{token}?done=yes");
    }

    private static async Task<IResult> ShowAsync<TPage>(
        AnswerQuery query, LinkPurpose purpose, string token, FormErrors errors, bool done, CancellationToken cancellationToken)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        query.Read(token, purpose) is LinkReading.Valid { Claims: { } claims } && await query.FindQuestionAsync(claims, cancellationToken) is { } view
            ? PageResult.Of<TPage>(
                new { View = view, Token = token, Errors = errors, JustAnswered = done }, errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK)
            : Refused(query, token, purpose);

    private static IResult Refused(AnswerQuery query, string token, LinkPurpose purpose) =>
        LinkPages.Refused(query.Read(token, purpose) is LinkReading.Refused refusal ? refusal.Reason : LinkRefusal.NotOurs);
}
