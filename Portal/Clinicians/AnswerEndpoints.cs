using System.Globalization;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace ClinicalEngagement.Portal.Clinicians;

/// <summary>The page on which a clinician answers the times of a meeting. GET only shows it: mail scanners follow links.</summary>
internal static class AnswerEndpoints
{
    public static void MapAnswers(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/a/{token}", GetAsync);
        pages.MapPost("/a/{token}", PostAsync);
    }

    private static Task<IResult> GetAsync(AnswerQuery query, string token, string? done, CancellationToken cancellationToken) =>
        query.Read(token, LinkPurpose.AnswerTimes) switch
        {
            LinkReading.Valid valid => ShowAsync(query, valid.Claims, token, FormErrors.None, done == "yes", cancellationToken),
            LinkReading.Refused refused => Task.FromResult(LinkPages.Refused(refused.Reason)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static async Task<IResult> PostAsync(HttpContext http, AnswerQuery query, ClinicianAnswers answers, string token, CancellationToken cancellationToken)
    {
        if (query.Read(token, LinkPurpose.AnswerTimes) is not LinkReading.Valid { Claims: { Meeting: { } meeting } claims })
            return LinkPages.Refused(query.Read(token, LinkPurpose.AnswerTimes) is LinkReading.Refused refusal ? refusal.Reason : LinkRefusal.NotOurs);
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var (result, field) = form["answer"].ToString() switch
        {
            "pick" => (Time(form) is { } time
                ? await answers.PickTimeAsync(meeting, time, Channel(form), cancellationToken)
                : new FactResult.Refused("Select one of the times."), "time"),
            "propose" => (Proposed(form) is { } time
                ? await answers.ProposeTimeAsync(meeting, time, cancellationToken)
                : new FactResult.Refused("Enter a real date and a time, such as 14:30."), "other"),
            "decline" => (await answers.DeclineAsync(meeting, form["reason"].ToString(), cancellationToken), ""),
            "deputy" => (await answers.NameDeputyAsync(meeting, form["deputyName"].ToString(), form["deputyEmail"].ToString(), cancellationToken), "deputyName"),
            "not-now" => (await answers.NotNowAsync(meeting, cancellationToken), ""),
            "no-more" => (await answers.NoMoreAsync(claims.Member, cancellationToken), ""),
            _ => (new FactResult.Refused("Choose one of the answers."), ""),
        };
        return result is FactResult.Refused refused
            ? await ShowAsync(query, claims, token, FormErrors.Of(field, refused.Words, form), false, cancellationToken)
            : PageResult.SeeOther($"/a/{token}?done=yes");
    }

    private static async Task<IResult> ShowAsync(AnswerQuery query, LinkClaims claims, string token, FormErrors errors, bool done, CancellationToken cancellationToken) =>
        await query.FindAsync(claims, cancellationToken) is { Meeting: not null } view
            ? PageResult.Of<AnswerPage>(new { View = view, Token = token, Errors = errors, JustAnswered = done }, errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK)
            : LinkPages.Refused(LinkRefusal.NotOurs);

    private static Instant? Time(IFormCollection form) =>
        long.TryParse(form["time"], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? Instant.FromUnixTimeTicks(ticks) : null;

    private static MeetingChannel? Channel(IFormCollection form) =>
        Enum.TryParse<MeetingChannel>(form["channel"], out var channel) && Enum.IsDefined(channel) ? channel : null;

    private static Instant? Proposed(IFormCollection form) =>
        DateFields.Date(form, "other") is { } date && DateFields.Time(form["otherTime"].ToString()) is { } time ? DateFields.At(date, time) : null;
}
