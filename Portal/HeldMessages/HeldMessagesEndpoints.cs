using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.HeldMessages;

/// <summary>All first messages that wait for the lead on one screen: edited in place, sent all at once or one by one.</summary>
internal static class HeldMessagesEndpoints
{
    public static void MapHeldMessages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/projects/{id:guid}/first-messages", GetAsync);
        pages.MapPost("/projects/{id:guid}/first-messages", PostAsync);
    }

    private static async Task<IResult> GetAsync(ProjectQuery query, Guid id, string? done, CancellationToken cancellationToken) =>
        await query.FindAsync(new ProjectId(id), cancellationToken) is { } view
            ? Show(view, FormErrors.None, done switch { "sent" => "They go out now.", "one" => "It goes out now.", "saved" => "Your words are saved. Nothing was sent.", _ => null })
            : PageResult.NotFound();

    private static async Task<IResult> PostAsync(
        HttpContext http, ProjectQuery query, FirstMessageFacts words, LeadFacts facts, Guid id, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var held = HeldMessage.Of(view).Where(h => form.ContainsKey(h.Field)).ToArray();
        var typed = held.ToDictionary(h => h.Member.Id, h => form[h.Field].ToString().ReplaceLineEndings("\n").Trim());
        var errors = new List<FieldError>();
        // Every edit is kept, whichever button was pressed; none is sent while another is wrong.
        foreach (var message in held)
            if (await words.EditAsync(message.Member.Id, typed[message.Member.Id], cancellationToken) is FactResult.Refused refused)
                errors.Add(new FieldError(message.Field, $"{message.Member.Name}: {char.ToLowerInvariant(refused.Words[0])}{refused.Words[1..]}"));
        if (errors.Count > 0)
            return Show(view, new FormErrors(errors, form), null);
        var send = form["send"].ToString();
        var chosen = held.Where(h => send == "all" || send == h.Member.Id.ToString()).ToArray();
        foreach (var message in chosen)
            await facts.ApproveFirstMessageAsync(message.Member.Id, typed[message.Member.Id], cancellationToken);
        return PageResult.SeeOther($"/projects/{view.Project.Id}/first-messages?done={(chosen.Length == 0 ? "saved" : send == "all" ? "sent" : "one")}");
    }

    private static IResult Show(ProjectView view, FormErrors errors, string? done) => PageResult.Of<HeldMessagesPage>(
        new { View = view, Held = HeldMessage.Of(view), Errors = errors, Done = done }, errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
}

/// <summary>A first message that waits for the lead's word.</summary>
/// <param name="Member">To whom.</param>
/// <param name="Meeting">The times it offers.</param>
/// <param name="Words">As they stand.</param>
public sealed record HeldMessage(PanelMember Member, Meeting Meeting, string Words)
{
    /// <summary>The name of its field.</summary>
    public string Field => $"words-{Member.Id}";

    /// <summary>Those of a project, in the order its panel is met. While no times are found there is nothing to send yet.</summary>
    public static IReadOnlyList<HeldMessage> Of(ProjectView view) => view.Project is { FirstMessages: FirstMessages.Hold, State: not ProjectState.Closed }
        ? [.. view.Members
            .Where(m => m.FirstMessageApprovedAt is null && view.ClinicianOf(m)?.NoMoreAt is null)
            .Select(m => (Member: m, Meeting: view.LastMeeting(m.Id)))
            .Where(m => m.Meeting is { State: MeetingState.Offered })
            .Select(m => new HeldMessage(m.Member, m.Meeting!, m.Member.FirstMessageWords ?? view.Project.FirstMessageWords))]
        : [];
}
