using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Clinicians;

/// <summary>The page on which a clinician says how often updates come and what stands in them; what they chose before is not shown.</summary>
internal static class ChoicesEndpoints
{
    public static void MapChoices(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/p/{token}", (AnswerQuery query, string token, string? done, CancellationToken cancellationToken) =>
            ShowAsync(query, token, FormErrors.None, done == "yes", cancellationToken));
        pages.MapPost("/p/{token}", PostAsync);
    }

    private static async Task<IResult> PostAsync(HttpContext http, AnswerQuery query, UpdateChoices choices, string token, CancellationToken cancellationToken)
    {
        if (query.Read(token, LinkPurpose.ChooseUpdates) is not LinkReading.Valid { Claims: { } claims })
            return Refused(query, token);
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var result = await choices.WishAsync(
            claims.Member, ConcernForms.Named<UpdateWish>(form["wish"]), form["kept"].ToString() switch { "yes" => true, "no" => false, _ => null },
            AuditActor.Clinician, cancellationToken);
        return result is FactResult.Refused refused
            ? await ShowAsync(query, token, FormErrors.Of("wish", refused.Words, form), false, cancellationToken)
            : PageResult.SeeOther($"/p/{token}?done=yes");
    }

    private static async Task<IResult> ShowAsync(AnswerQuery query, string token, FormErrors errors, bool done, CancellationToken cancellationToken) =>
        query.Read(token, LinkPurpose.ChooseUpdates) is LinkReading.Valid { Claims: { } claims } && await query.FindAsync(claims, cancellationToken) is { } view
            ? PageResult.Of<ChoicesPage>(
                new { View = view, Token = token, Errors = errors, JustChosen = done }, errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK)
            : Refused(query, token);

    private static IResult Refused(AnswerQuery query, string token) =>
        LinkPages.Refused(query.Read(token, LinkPurpose.ChooseUpdates) is LinkReading.Refused refusal ? refusal.Reason : LinkRefusal.NotOurs);
}
