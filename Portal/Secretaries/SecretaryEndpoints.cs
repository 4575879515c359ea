using System.Globalization;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Clinicians;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace ClinicalEngagement.Portal.Secretaries;

/// <summary>A secretary's page, by signed link or signed in: times for several consultants at once, good times, quiet weeks. GET changes nothing.</summary>
internal static class SecretaryEndpoints
{
    public static void MapSecretaries(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/s/{token}", (HttpContext http, SecretaryQuery query, string token, string? done, CancellationToken cancellationToken) =>
            ByLinkAsync(query, token, (view, path) => Task.FromResult(Show(view, path, FormErrors.None, done)), cancellationToken));
        pages.MapPost("/s/{token}", (HttpContext http, SecretaryQuery query, ClinicianAnswers answers, DiaryFacts diaries, string token, CancellationToken cancellationToken) =>
            ByLinkAsync(query, token, (view, path) => ActAsync(http, answers, diaries, view, path, cancellationToken), cancellationToken));
        pages.MapGet("/diaries", (HttpContext http, SecretaryQuery query, string? done, CancellationToken cancellationToken) =>
            SignedInAsync(http, query, (view, path) => Task.FromResult(Show(view, path, FormErrors.None, done)), cancellationToken)).Needs(Permission.SignedIn);
        pages.MapPost("/diaries", (HttpContext http, SecretaryQuery query, ClinicianAnswers answers, DiaryFacts diaries, CancellationToken cancellationToken) =>
            SignedInAsync(http, query, (view, path) => ActAsync(http, answers, diaries, view, path, cancellationToken), cancellationToken)).Needs(Permission.SignedIn);
    }

    private static async Task<IResult> ByLinkAsync(SecretaryQuery query, string token, Func<SecretaryView, string, Task<IResult>> then, CancellationToken cancellationToken) => query.Read(token) switch
    {
        LinkReading.Valid valid => await query.FindAsync(valid.Claims, cancellationToken) is { } view ? await then(view, $"/s/{token}") : LinkPages.Refused(LinkRefusal.NotOurs),
        LinkReading.Refused refused => LinkPages.Refused(refused.Reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static async Task<IResult> SignedInAsync(HttpContext http, SecretaryQuery query, Func<SecretaryView, string, Task<IResult>> then, CancellationToken cancellationToken) =>
        PortalUser.Of(http.User).Email is { } email && await query.FindAsync(email, cancellationToken) is { } view
            ? await then(view, "/diaries")
            : PageResult.Of<ProblemPage>(new { Heading = "No diaries", Words = "Nobody’s diary is kept by you, as far as is known here." });

    private static async Task<IResult> ActAsync(HttpContext http, ClinicianAnswers answers, DiaryFacts diaries, SecretaryView view, string path, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        return form["do"] == "week"
            ? await SetWeekAsync(form, diaries, view, path, cancellationToken)
            : await AnswerAsync(form, answers, view, path, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(IFormCollection form, ClinicianAnswers answers, SecretaryView view, string path, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        var answered = 0;
        foreach (var (diary, invitation) in view.Open)
        {
            var answer = form[invitation.Field].ToString();
            if (answer.Length == 0)
                continue;
            var result = answer == "decline" ? await answers.DeclineAsync(invitation.Meeting.Id, null, cancellationToken)
                : long.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? await answers.PickTimeAsync(invitation.Meeting.Id, Instant.FromUnixTimeTicks(ticks), null, cancellationToken)
                : new FactResult.Refused("Choose one of the answers.");
            if (result is FactResult.Refused refused)
                errors.Add(new FieldError(invitation.Field, $"{diary.Clinician.Name}: {refused.Words}"));
            else
                answered++;
        }

        if (errors.Count == 0 && answered == 0)
            errors.Add(new FieldError(view.Open.Count > 0 ? view.Open[0].Invitation.Field : "", "Select an answer for at least one of them."));
        return errors.Count > 0 ? Show(view, path, new FormErrors(errors, form), null) : PageResult.SeeOther($"{path}?done=answered");
    }

    private static async Task<IResult> SetWeekAsync(IFormCollection form, DiaryFacts diaries, SecretaryView view, string path, CancellationToken cancellationToken)
    {
        if (view.Diaries.FirstOrDefault(d => d.Key == form["diary"]) is not { } diary)
            return Show(view, path, FormErrors.Of("", "Choose whose week it is.", form), null);
        var grid = new GoodTimesGrid([.. Enumerable.Range(0, 10).Select(i => Enum.TryParse<GoodTime>(form[$"half-{i}"], out var said) && Enum.IsDefined(said) ? said : GoodTime.Unsaid)]);
        var field = $"weeks-{diary.Key}";
        if (QuietWeeks.Read(form[field].ToString()) is not { } weeks)
            return Show(view, path, FormErrors.Of(field, "Enter one date on each line, like 15 2 2027: any day of the week that is meant.", form), null);
        return await diaries.SetWeekAsync(diary.Clinician.Email, grid, weeks, cancellationToken) is FactResult.Refused refused
            ? Show(view, path, FormErrors.Of(field, refused.Words, form), null)
            : PageResult.SeeOther($"{path}?done=week");
    }

    private static IResult Show(SecretaryView view, string path, FormErrors errors, string? done) => PageResult.Of<SecretaryPage>(
        new
        {
            View = view,
            Path = path,
            Errors = errors,
            Done = done switch { "answered" => "Your answers have arrived. The invitations in the calendars follow.", "week" => "It is kept, and holds for every time that is looked for from now on.", _ => null },
        },
        errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
}
