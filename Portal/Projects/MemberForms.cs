using System.Globalization;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>The page of one clinician on a panel, and its forms.</summary>
internal static class MemberForms
{
    private const string Root = "/projects/{id:guid}/panel/{member:guid}";

    public static void MapMemberForms(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Root, (PageOfProject page, Guid id, Guid member, string? done, CancellationToken cancellationToken) =>
            page.ShowMemberAsync(id, member, FormErrors.None, done, cancellationToken));
        pages.MapPost(Root + "/{action}", PostAsync);
    }

    private static async Task<IResult> PostAsync(
        HttpContext http, PageOfProject page, LeadFacts facts, MeetingFacts meetings, ListeningFacts listening, UpdateChoices choices, Guid id, Guid member, string action, CancellationToken cancellationToken)
    {
        if (!await page.HasMemberAsync(id, member, cancellationToken))
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var who = new PanelMemberId(member);
        var (result, field, done) = await MeetingForms.TakeAsync(meetings, form, who, action, cancellationToken) ?? action switch
        {
            "outcome" => (await OutcomeAsync(facts, meetings, listening, form, who, cancellationToken), form["outcome"] == "moved" ? "movedTo" : "outcome", "outcome"),
            "reply" => (await facts.HandleReplyAsync(who, Agreed(form), cancellationToken), "", "reply"),
            "message" => (await MessageAsync(facts, form, who, cancellationToken), "words", "message"),
            "concern" => (await ConcernForms.RecordAsync(listening, form, who, cancellationToken), "concernWords", "concern"),
            "spoken" => (await SpokenAsync(facts, form, who, cancellationToken), "spoken", "spoken"),
            "meeting" => (await facts.AskForMeetingAsync(who, cancellationToken), "meetingWanted", "meeting"),
            "position" => (await PositionAsync(facts, form["position"].ToString(), who, cancellationToken), "position", "position"),
            "view" => (await choices.AskForViewAsync(who, cancellationToken), "", "view"),
            "updates" => (await WishAsync(choices, form, who, cancellationToken), "wish", "updates-wish"),
            "remove" => (await facts.RemoveMemberAsync(who, cancellationToken), "", "removed"),
            _ => default((FactResult Result, string Field, string Done)),
        };
        return result switch
        {
            null => PageResult.NotFound(),
            FactResult.Refused refused => await page.ShowMemberAsync(id, member, FormErrors.Of(field, refused.Words, form), null, cancellationToken),
            _ => PageResult.SeeOther(action switch
            {
                "remove" => $"/projects/{id:N}/panel/{member:N}/replacement?done={done}",
                "view" => $"/projects/{id:N}/involvement?done={done}",
                _ => $"/projects/{id:N}/panel/{member:N}?done={done}",
            }),
        };
    }

    /// <summary>The outcome first: a concern or a position is kept only with a meeting that took place.</summary>
    private static async Task<FactResult> OutcomeAsync(
        LeadFacts facts, MeetingFacts meetings, ListeningFacts listening, IFormCollection form, PanelMemberId member, CancellationToken cancellationToken)
    {
        if (form["outcome"].ToString() is not ("tookPlace" or "didNot" or "moved"))
            return new FactResult.Refused("Select whether the meeting took place.");
        if (!Guid.TryParse(form["meeting"], out var meeting))
            return new FactResult.Refused("This meeting is not here any more. Go back to the project and look again.");
        if (form["outcome"] == "moved")
            return await MeetingForms.MovedAsync(meetings, form, new MeetingId(meeting), cancellationToken);
        var tookPlace = form["outcome"] == "tookPlace";
        var result = await facts.RecordOutcomeAsync(new MeetingId(meeting), tookPlace ? Outcome.TookPlace : Outcome.DidNotTakePlace, cancellationToken);
        if (result is FactResult.Refused || !tookPlace)
            return result;
        if (ProjectForms.Bounded(form["outcomeWords"]) is { } words)
            await listening.RecordAsync(
                new ConcernId(StableId.From("concern", member, form["key"].ToString())), member, Domain.Listening.ConcernKind.Concern, words, null, null, null, cancellationToken);
        return form["outcomePosition"].ToString().Length > 0 ? await PositionAsync(facts, form["outcomePosition"].ToString(), member, cancellationToken) : result;
    }

    private static Task<FactResult> WishAsync(UpdateChoices choices, IFormCollection form, PanelMemberId member, CancellationToken cancellationToken) =>
        choices.WishAsync(
            member, ConcernForms.Named<Domain.Updates.UpdateWish>(form["wish"]), form["kept"].ToString() switch { "yes" => true, "no" => false, _ => null },
            Domain.Audit.AuditActor.Lead, cancellationToken);

    private static Instant? Agreed(IFormCollection form) =>
        long.TryParse(form["agreed"], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? Instant.FromUnixTimeTicks(ticks) : null;

    private static async Task<FactResult> MessageAsync(LeadFacts facts, IFormCollection form, PanelMemberId member, CancellationToken cancellationToken)
    {
        var words = form["words"].ToString().ReplaceLineEndings("\n").Trim();
        if (words.Length is 0 or > 600)
            return new FactResult.Refused(words.Length == 0 ? "Enter the words of the first message." : "The first message must be 600 characters or fewer. Shorten it.");
        return await facts.ApproveFirstMessageAsync(member, words, cancellationToken);
    }

    private static async Task<FactResult> SpokenAsync(LeadFacts facts, IFormCollection form, PanelMemberId member, CancellationToken cancellationToken) =>
        DateFields.Date(form, "spoken") is { } date
            ? await facts.WeHaveSpokenAsync(member, date, cancellationToken)
            : new FactResult.Refused("Enter a real date, such as 5 1 2027.");

    private static async Task<FactResult> PositionAsync(LeadFacts facts, string text, PanelMemberId member, CancellationToken cancellationToken) =>
        Enum.TryParse<Position>(text, out var position) && Enum.IsDefined(position)
            ? await facts.RecordPositionAsync(member, position, cancellationToken)
            : new FactResult.Refused("Select where they stand.");
}
