using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>A project's pages with forms, and what each form does: one fact each.</summary>
internal static class ProjectForms
{
    internal const int MaxWords = 2000;

    public static void MapProjectForms(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/projects/{id:guid}/updates", ShowAsync<UpdatesPage>);
        pages.MapPost("/projects/{id:guid}/updates/settings", UpdateSettingsAsync);
        pages.MapPost("/projects/{id:guid}/updates/{update:guid}", UpdateAsync);
        pages.MapGet("/projects/{id:guid}/updates/{update:guid}/as/{member:guid}", PreviewAsync);
        pages.MapGet("/projects/{id:guid}/involvement", ShowAsync<InvolvementPage>);
        pages.MapGet("/projects/{id:guid}/stage", ShowAsync<StagePage>);
        pages.MapPost("/projects/{id:guid}/stage/advance", AdvanceAsync);
        pages.MapPost("/projects/{id:guid}/stage/pause", PauseAsync);
        pages.MapPost("/projects/{id:guid}/stage/resume", ResumeAsync);
        pages.MapPost("/projects/{id:guid}/stage/close", CloseAsync);
        pages.MapPost("/projects/{id:guid}/tasks/{task:guid}", TaskAsync);
    }

    internal static Task<IResult> ShowAsync<TPage>(PageOfProject page, Guid id, string? done, CancellationToken cancellationToken)
        where TPage : Microsoft.AspNetCore.Components.IComponent => page.ShowAsync<TPage>(id, FormErrors.None, done, cancellationToken);

    private static async Task<IResult> PreviewAsync(ProjectQuery query, MessageWriter messages, Guid id, Guid update, Guid member, CancellationToken cancellationToken) =>
        await query.FindAsync(new ProjectId(id), cancellationToken) is { } view
        && await messages.PreviewAsync(view.Project.Id, new UpdateId(update), new PanelMemberId(member), cancellationToken) is { } copy
            ? PageResult.Of<UpdatePreviewPage>(new { View = view, Message = copy })
            : PageResult.NotFound();

    private static async Task<IResult> UpdateAsync(HttpContext http, PageOfProject page, LeadFacts facts, Guid id, Guid update, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (!await page.HasUpdateAsync(id, update, cancellationToken))
            return PageResult.NotFound();
        var key = new UpdateId(update);
        var number = form["number"].ToString();
        var changed = form[$"changed-{number}"].ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var field = $"changed-{number}";
        if (changed.Length > 20 || changed.Any(c => c.Length > 500))
            return await page.ShowAsync<UpdatesPage>(id, FormErrors.Of(field, "Use at most 20 sentences of 500 characters or fewer. Shorten it.", form), null, cancellationToken);
        var result = await facts.EditUpdateAsync(key, changed, Bounded(form[$"next-{number}"], 500), cancellationToken);
        var done = "update-edited";
        if (result is FactResult.Recorded && form["do"] == "approve")
            (result, done) = (await facts.ApproveUpdateAsync(key, cancellationToken), "update-approved");
        else if (result is FactResult.Recorded && form["do"] == "hold")
            (result, done) = (await facts.HoldUpdateAsync(key, cancellationToken), "update-held");
        return await page.DoneAsync<UpdatesPage>(id, result, $"/projects/{id:N}/updates?done={done}", field, form, cancellationToken);
    }

    private static async Task<IResult> UpdateSettingsAsync(HttpContext http, PageOfProject page, UpdateChoices choices, Guid id, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var result = await choices.SetAsync(
            new ProjectId(id), ConcernForms.Named<UpdateRhythm>(form["updateRhythm"]) ?? default, UpdateSettings.Day(form["updateDay"]),
            UpdateSettings.Time(form["updateTime"]), form["updatesNeedApproval"] == "yes", cancellationToken);
        return await page.DoneAsync<UpdatesPage>(id, result, $"/projects/{id:N}/{(form["from"] == "plan" ? "plan" : "updates")}?done=updates-set", "updateTime", form, cancellationToken);
    }

    private static async Task<IResult> AdvanceAsync(HttpContext http, PageOfProject page, LeadFacts facts, Guid id, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (!Enum.TryParse<Stage>(form["stage"], out var stage) || !Enum.IsDefined(stage))
            return await page.ShowAsync<StagePage>(id, FormErrors.Of("stage", "Select where the project is now.", form), null, cancellationToken);
        var result = await facts.AdvanceStageAsync(new ProjectId(id), stage, cancellationToken);
        return await page.DoneAsync<StagePage>(id, result, $"/projects/{id:N}/stage?done=stage", "stage", form, cancellationToken);
    }

    private static async Task<IResult> PauseAsync(PageOfProject page, LeadFacts facts, Guid id, CancellationToken cancellationToken) =>
        await page.DoneAsync<StagePage>(id, await facts.PauseAsync(new ProjectId(id), cancellationToken), $"/projects/{id:N}/stage?done=paused", "", null, cancellationToken);

    private static async Task<IResult> ResumeAsync(PageOfProject page, LeadFacts facts, Guid id, CancellationToken cancellationToken) =>
        await page.DoneAsync<StagePage>(id, await facts.ResumeAsync(new ProjectId(id), cancellationToken), $"/projects/{id:N}/stage?done=resumed", "", null, cancellationToken);

    private static async Task<IResult> CloseAsync(HttpContext http, PageOfProject page, LeadFacts facts, Guid id, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (form["closing"].ToString().Length > MaxWords)
            return await page.ShowAsync<StagePage>(id, FormErrors.Of("closing", "The closing words must be 2,000 characters or fewer. Shorten them.", form), null, cancellationToken);
        var result = await facts.CloseAsync(new ProjectId(id), form["closing"].ToString().ReplaceLineEndings("\n"), cancellationToken);
        return await page.DoneAsync<StagePage>(id, result, $"/projects/{id:N}?done=closed", "closing", form, cancellationToken);
    }

    private static async Task<IResult> TaskAsync(
        HttpContext http, PageOfProject page, LeadFacts facts, SharedMeetingFacts shared, Guid id, Guid task, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (!await page.HasTaskAsync(id, task, cancellationToken))
            return PageResult.NotFound();
        var key = new TaskId(task);
        var (result, done) = form["do"].ToString() switch
        {
            "again" => (await facts.TryAgainAsync(key, cancellationToken), "again"),
            "offer" => (await shared.OfferAsync(key, cancellationToken), "offered"),
            "join" => (await shared.JoinAsync(key, cancellationToken), "joined"),
            "keep" => (await shared.KeepAsync(key, cancellationToken), "task"),
            _ => (await facts.CompleteTaskAsync(key, cancellationToken), "task"),
        };
        return result is FactResult.Refused refused
            ? PageResult.Of<ProblemPage>(new { Heading = "This task could not be settled", refused.Words }, StatusCodes.Status400BadRequest)
            : PageResult.SeeOther($"/projects/{id:N}?done={done}");
    }

    /// <summary>Text of at most so many characters, or null for none: longer text is cut, as the field says how much it takes.</summary>
    internal static string? Bounded(Microsoft.Extensions.Primitives.StringValues text, int length = MaxWords)
    {
        var plain = text.ToString().ReplaceLineEndings("\n").Trim();
        return plain.Length == 0 ? null : plain.Length <= length ? plain : plain[..length];
    }
}
