using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static ClinicalEngagement.Portal.Projects.ProjectForms;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>The page of concerns and suggestions, and what each of its forms does: one fact each.</summary>
internal static class ConcernForms
{
    private const string Root = "/projects/{id:guid}/concerns";

    public static void MapConcernForms(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Root, ShowAsync<ConcernsPage>);
        pages.MapPost(Root, PostNewAsync);
        pages.MapPost(Root + "/example", KeepExampleAsync);
        pages.MapPost(Root + "/example/{example:guid}/withdraw", WithdrawExampleAsync);
        pages.MapPost(Root + "/{concern:guid}/{action}", PostAsync);
    }

    /// <summary>Records the concern that a form brings; the form's key makes it one concern however often it is sent.</summary>
    internal static Task<FactResult> RecordAsync(ListeningFacts facts, IFormCollection form, PanelMemberId member, CancellationToken cancellationToken) =>
        facts.RecordAsync(
            new ConcernId(StableId.From("concern", member, form["key"].ToString())),
            member,
            form["kind"] == nameof(ConcernKind.Suggestion) ? ConcernKind.Suggestion : ConcernKind.Concern,
            form["concernWords"].ToString().ReplaceLineEndings("\n"),
            Bounded(form["paraphrase"]),
            Named<ConcernAbout>(form["about"]),
            Named<AnswerNeeded>(form["needed"]),
            cancellationToken);

    private static async Task<IResult> PostNewAsync(HttpContext http, PageOfProject page, ListeningFacts facts, Guid id, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (!Guid.TryParse(form["member"], out var member) || !await page.HasMemberAsync(id, member, cancellationToken))
            return await page.ShowAsync<ConcernsPage>(id, FormErrors.Of("member", "Select whose it is.", form), null, cancellationToken);
        return await page.DoneAsync<ConcernsPage>(
            id, await RecordAsync(facts, form, new PanelMemberId(member), cancellationToken), $"/projects/{id:N}/concerns?done=concern", "concernWords", form, cancellationToken);
    }

    private static async Task<IResult> PostAsync(
        HttpContext http, PageOfProject page, ListeningFacts facts, PlanFacts plans, Guid id, Guid concern, string action, CancellationToken cancellationToken)
    {
        if (!await page.HasConcernAsync(id, concern, cancellationToken))
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var key = new ConcernId(concern);
        string Words(string field) => form[$"{field}-{concern:N}"].ToString().ReplaceLineEndings("\n");
        var (result, field, done) = action switch
        {
            "answer" => (await facts.AnswerAsync(key, Bounded(form[$"paraphrase-{concern:N}"]), Words("response"), cancellationToken), "response", "answer"),
            "understanding" when form["do"] == "confirmed" => (await facts.RecordUnderstoodAsync(key, Words("understood"), cancellationToken), "understood", "understood"),
            "understanding" => (await facts.AskUnderstandingAsync(key, Words("understood"), cancellationToken), "understood", "said-back"),
            "verdict" when Named<Verdict>(form["verdict"]) is { } verdict => (await facts.RecordVerdictAsync(key, verdict, cancellationToken), "response", "verdict"),
            "verdict" => (new FactResult.Refused("Select whether the answer deals with it."), "response", ""),
            "close" => (await facts.CloseAsync(key, Words("explanation"), cancellationToken), "explanation", "explained"),
            "credit" => (await facts.AgreeCreditAsync(key, form["credit"] == "yes", cancellationToken), "risk", "credit"),
            "risk" => (await plans.GuardAgainstAsync(key, RiskOf(form, concern), form["credit"] == "yes", cancellationToken), "risk", "risk"),
            "sort" => (await SortAsync(facts, form, key, cancellationToken), "owner", "sorted"),
            _ => (null, "", ""),
        };
        return result is null
            ? PageResult.NotFound()
            : await page.DoneAsync<ConcernsPage>(id, result, $"/projects/{id:N}/concerns?done={done}#concern-{concern:N}", $"{field}-{concern:N}", form, cancellationToken);
    }

    private static Risk RiskOf(IFormCollection form, Guid concern) => new(
        form[$"risk-{concern:N}"].ToString().ReplaceLineEndings("\n").Trim(), form["likely"] == "yes", form["major"] == "yes",
        Bounded(form[$"prevention-{concern:N}"]), Bounded(form[$"contingency-{concern:N}"]));

    private static async Task<FactResult> SortAsync(ListeningFacts facts, IFormCollection form, ConcernId concern, CancellationToken cancellationToken)
    {
        var (name, email) = (form[$"owner-{concern}"].ToString().Trim(), form[$"ownerEmail-{concern}"].ToString().Trim());
        if (name.Length > 100 || email.Length > 254)
            return new FactResult.Refused("The name and the address must be on one line each. Shorten them.");
        var owner = name.Length + email.Length == 0 ? null : new Person(name, new EmailAddress(email));
        return await facts.AssignAsync(concern, owner, cancellationToken) is FactResult.Refused refused
            ? refused
            : await facts.SortAsync(concern, Named<ConcernAbout>(form["about"]), Named<AnswerNeeded>(form["needed"]), cancellationToken);
    }

    private static async Task<IResult> KeepExampleAsync(HttpContext http, PageOfProject page, ListeningFacts facts, Guid id, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (!Guid.TryParse(form["teller"], out var member) || !await page.HasMemberAsync(id, member, cancellationToken))
            return await page.ShowAsync<ConcernsPage>(id, FormErrors.Of("teller", "Select who told it.", form), null, cancellationToken);
        var result = await facts.KeepExampleAsync(
            StableId.From("example", id, form["key"].ToString()), new PanelMemberId(member), form["example"].ToString().ReplaceLineEndings("\n"),
            form["agreed"] == "yes", form["named"] == "yes", cancellationToken);
        return await page.DoneAsync<ConcernsPage>(id, result, $"/projects/{id:N}/concerns?done=example", "example", form, cancellationToken);
    }

    private static async Task<IResult> WithdrawExampleAsync(PageOfProject page, ListeningFacts facts, Guid id, Guid example, CancellationToken cancellationToken) =>
        await page.HasExampleAsync(id, example, cancellationToken)
            ? await page.DoneAsync<ConcernsPage>(
                id, await facts.WithdrawExampleAsync(example, cancellationToken), $"/projects/{id:N}/concerns?done=example-gone", "", null, cancellationToken)
            : PageResult.NotFound();

    /// <summary>The value of an enum by its name, or null for anything else.</summary>
    internal static T? Named<T>(Microsoft.Extensions.Primitives.StringValues text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) ? value : null;
}
