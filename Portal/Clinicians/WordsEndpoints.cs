using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Clinicians;

/// <summary>The page on which a clinician sends in a concern or a suggestion; nothing stored is shown.</summary>
internal static class WordsEndpoints
{
    public static void MapWords(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/w/{token}", GetAsync);
        pages.MapPost("/w/{token}", PostAsync);
    }

    private static Task<IResult> GetAsync(AnswerQuery query, ILinks links, Func<Guid> newId, string token, string? done, CancellationToken cancellationToken) =>
        query.Read(token, LinkPurpose.SendWords) switch
        {
            LinkReading.Valid valid => ShowAsync(query, links, valid.Claims, token, newId().ToString("N"), FormErrors.None, done == "yes", cancellationToken),
            LinkReading.Refused refused => Task.FromResult(LinkPages.Refused(refused.Reason)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static async Task<IResult> PostAsync(HttpContext http, AnswerQuery query, ILinks links, ClinicianWords listening, FigureFacts figures, PersonalMatters personal, string token, CancellationToken cancellationToken)
    {
        if (query.Read(token, LinkPurpose.SendWords) is not LinkReading.Valid { Claims: { } claims })
            return LinkPages.Refused(query.Read(token, LinkPurpose.SendWords) is LinkReading.Refused refusal ? refusal.Reason : LinkRefusal.NotOurs);
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (await personal.AskAsync(form, "words", claims.Member, $"/w/{token}", cancellationToken) is { } turnTo)
            return turnTo;
        var key = form["key"].ToString();
        var words = form["words"].ToString().ReplaceLineEndings("\n");
        var result = form["kind"] == WordsPage.Figure
            ? await figures.QuestionAsync(StableId.From("figure", claims.Member, key), claims.Member, words, null, AuditActor.Clinician, cancellationToken)
            : await listening.SendAsync(
                new ConcernId(StableId.From("concern", claims.Member, key)),
                claims.Member,
                form["kind"] == nameof(ConcernKind.Suggestion) ? ConcernKind.Suggestion : ConcernKind.Concern,
                words,
                ConcernForms.Named<AnswerNeeded>(form["needed"]),
                cancellationToken);
        return result is FactResult.Refused refused
            ? await ShowAsync(query, links, claims, token, key, FormErrors.Of("words", string.IsNullOrWhiteSpace(form["words"]) ? "Write what you want to say." : refused.Words, form), false, cancellationToken)
            : PageResult.SeeOther($"/w/{token}?done=yes");
    }

    private static async Task<IResult> ShowAsync(AnswerQuery query, ILinks links, LinkClaims claims, string token, string key, FormErrors errors, bool done, CancellationToken cancellationToken) =>
        await query.FindAsync(claims, cancellationToken) is { } view
            ? PageResult.Of<WordsPage>(new { View = view, Token = token, Key = key, Choices = links.ChooseUpdates(claims.Member, claims.Expires).AbsolutePath, Errors = errors, JustSent = done }, errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK)
            : LinkPages.Refused(LinkRefusal.NotOurs);
}
