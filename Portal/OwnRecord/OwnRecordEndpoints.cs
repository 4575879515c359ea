using System.Text.Json;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Infrastructure.Storage.Converters;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Clinicians;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.OwnRecord;

/// <summary>What is kept of a clinician, to themselves alone and signed in: to see, to answer, to put right, to take along.</summary>
internal static class OwnRecordEndpoints
{
    private static readonly JsonSerializerOptions Indented = new(JsonText.Options) { WriteIndented = true };

    public static void MapOwnRecord(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/me", (HttpContext http, OwnRecordQuery query, string? done, CancellationToken cancellationToken) =>
            ShowAsync(http, query, FormErrors.None, done, cancellationToken)).Needs(Permission.SignedIn);
        pages.MapGet("/me/export.json", ExportAsync).Needs(Permission.SignedIn);
        pages.MapPost("/me", DescribeAsync).Needs(Permission.SignedIn);
        pages.MapPost("/me/{member:guid}", CorrectAsync).Needs(Permission.SignedIn);
        pages.MapPost("/me/{member:guid}/{concern:guid}", AnswerAsync).Needs(Permission.SignedIn);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, OwnRecordQuery query, FormErrors errors, string? done, CancellationToken cancellationToken) =>
        await FindAsync(http, query, cancellationToken) is { } view
            ? PageResult.Of<OwnRecordPage>(
                new { View = view, Errors = errors, Done = Words(done) }, errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK)
            : Nothing(http);

    /// <summary>Everything as it is kept, for a machine to read; the file is named for nobody.</summary>
    private static async Task<IResult> ExportAsync(HttpContext http, OwnRecordQuery query, CancellationToken cancellationToken) =>
        await FindAsync(http, query, cancellationToken) is { } view
            ? Results.File(
                JsonSerializer.SerializeToUtf8Bytes(
                    new
                    {
                        view.Clinician,
                        Projects = view.Projects.Select(p => new { p.Project.Name, Lead = p.Project.Lead.Name, p.Member, p.Meetings, p.Concerns, Mails = p.Mails.Select(m => new { m.Kind, m.DoneAt }) }),
                        At = view.Now,
                    },
                    Indented),
                "application/json", "what-is-kept.json")
            : Nothing(http);

    private static async Task<IResult> DescribeAsync(HttpContext http, OwnRecordQuery query, OwnRecordFacts facts, CancellationToken cancellationToken)
    {
        if (PortalUser.Of(http.User).Email is not { } own)
            return Nothing(http);
        var form = await http.Request.ReadFormAsync(cancellationToken);
        return await AfterAsync(http, query, await facts.DescribeAsync(own, form["role"].ToString(), form["specialty"].ToString(), cancellationToken), "role", form, "described", cancellationToken);
    }

    private static async Task<IResult> CorrectAsync(HttpContext http, OwnRecordQuery query, OwnRecordFacts facts, Guid member, CancellationToken cancellationToken)
    {
        if (PortalUser.Of(http.User).Email is not { } own)
            return Nothing(http);
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var correction = new OwnCorrection(ConcernForms.Named<Position>(form[$"position-{member:N}"]), form[$"positionWords-{member:N}"].ToString().ReplaceLineEndings(" "), form.ContainsKey($"takeOut-{member:N}"));
        return await AfterAsync(http, query, await facts.CorrectAsync(new PanelMemberId(member), own, correction, cancellationToken), $"position-{member:N}", form, "corrected", cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, OwnRecordQuery query, ClinicianWords words, PersonalMatters personal, Guid member, Guid concern, CancellationToken cancellationToken)
    {
        // Only what is theirs is looked through, so that another's looks like none.
        var found = (await FindAsync(http, query, cancellationToken))?.Projects.SelectMany(p => p.Concerns).FirstOrDefault(c => c.Id == new ConcernId(concern) && c.MemberId == new PanelMemberId(member));
        if (found is null)
            return Nothing(http);
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (await personal.AskAsync(form, $"words-{concern:N}", found.MemberId, $"/me/{member:N}/{concern:N}", cancellationToken) is { } turnTo)
            return turnTo;
        var said = form[$"words-{concern:N}"].ToString().ReplaceLineEndings("\n");
        var field = $"answer-{concern:N}";
        var result = form[field].ToString() switch
        {
            "understood" when found.UnderstandingQuestion is { } question => await words.AnswerUnderstandingAsync(found.MemberId, question, null, cancellationToken),
            "not-quite" when found.UnderstandingQuestion is { } question => await words.AnswerUnderstandingAsync(found.MemberId, question, said, cancellationToken),
            var verdict when ConcernForms.Named<Verdict>(verdict) is { } given && found.VerdictQuestion is { } question =>
                await words.GiveVerdictAsync(found.MemberId, question, given, said, cancellationToken),
            _ => new FactResult.Refused("Select your answer."),
        };
        return await AfterAsync(http, query, result, field, form, "answered", cancellationToken);
    }

    private static async Task<IResult> AfterAsync(
        HttpContext http, OwnRecordQuery query, FactResult result, string field, IFormCollection form, string done, CancellationToken cancellationToken) => result is FactResult.Refused refused
        ? await ShowAsync(http, query, FormErrors.Of(field, refused.Words, form), null, cancellationToken)
        : PageResult.SeeOther($"/me?done={done}");

    private static async Task<OwnRecordView?> FindAsync(HttpContext http, OwnRecordQuery query, CancellationToken cancellationToken) =>
        PortalUser.Of(http.User).Email is { } own ? await query.FindAsync(own, cancellationToken) : null;

    private static IResult Nothing(HttpContext http) => PageResult.Of<ProblemPage>(
        new
        {
            Heading = "Nothing is kept of you",
            Words = PortalUser.Of(http.User).Email is null
                ? "Nobody is signed in here. Where people sign in, each clinician finds on this page what is kept of them."
                : "No project here has you on its panel, and no job plan is known of you.",
        },
        StatusCodes.Status404NotFound);

    private static string? Words(string? done) => done switch
    {
        "described" => "It is put right.",
        "corrected" => "It is put right. The lead sees it from now on.",
        "answered" => "Thank you. Your answer has arrived.",
        _ => null,
    };
}
