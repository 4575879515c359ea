using System.Globalization;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Plans;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>What somebody already carries across the trust's projects.</summary>
/// <param name="OtherPanels">Other running projects on whose panel they are.</param>
/// <param name="OtherMeetings">Meetings ahead that those projects have with them.</param>
/// <param name="Messages">Messages nobody asked for, of all projects, in the last two weeks.</param>
public sealed record CarriedLoad(int OtherPanels, int OtherMeetings, int Messages)
{
    /// <summary>In words; never a number per person in a report, only here.</summary>
    public string Words => OtherPanels == 0 && Messages == 0
        ? "Nothing else"
        : string.Join(", ", new[]
        {
            OtherPanels > 0 ? $"{OtherPanels} other {(OtherPanels == 1 ? "panel" : "panels")}" : null,
            OtherMeetings > 0 ? $"{OtherMeetings} {(OtherMeetings == 1 ? "meeting" : "meetings")} ahead there" : null,
            Messages > 0 ? $"{Messages} {(Messages == 1 ? "message" : "messages")} in two weeks" : null,
        }.OfType<string>());
}

/// <summary>The panel's page: who, why and in which order; the chart; the checklist; what is shown to a group.</summary>
internal static class PanelEndpoints
{
    private const string Root = "/projects/{id:guid}/panel";
    private static readonly Duration TwoWeeks = Duration.FromDays(14);

    public static void MapPanel(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Root, (ProjectQuery query, IEngagementStore store, Func<Guid> newId, Guid id, string? done, CancellationToken cancellationToken) =>
            ShowAsync(query, store, newId, id, FormErrors.None, done, cancellationToken));
        pages.MapPost(Root + "/advice", AdviceAsync);
        pages.MapPost(Root + "/groups", GroupAsync);
        pages.MapGet(Root + "/{member:guid}/analysis", AnalysisAsync);
        pages.MapPost(Root + "/{member:guid}/analysis", AnalyseAsync);
    }

    private static async Task<IResult> ShowAsync(
        ProjectQuery query, IEngagementStore store, Func<Guid> newId, Guid id, FormErrors errors, string? done, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var project = view.Project.Id;
        var (load, groups) = await store.ReadAsync(
            async (reader, token) => (await LoadAsync(reader, view, token), await reader.ListAsync<GroupEvent>(g => g.ProjectId == project, token)), cancellationToken);
        return PageResult.Of<PanelPage>(
            new
            {
                View = view,
                Load = load,
                Groups = (IReadOnlyList<GroupEvent>)[.. groups.OrderBy(g => g.On)],
                Key = errors.Typed("key") ?? newId().ToString("N"),
                Errors = errors,
                Done = DoneWords.Of(done),
            },
            errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static async Task<IResult> AdviceAsync(
        HttpContext http, ProjectQuery query, IEngagementStore store, PanelChoices facts, Func<Guid> newId, Guid id, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        return await PlanEndpoints.SetAsideAsync(facts, new ProjectId(id), form, cancellationToken) is { } errors
            ? await ShowAsync(query, store, newId, id, errors, null, cancellationToken)
            : PageResult.SeeOther($"/projects/{id:N}/panel?done={(form["do"] == "take-up" ? "taken-up" : "aside")}");
    }

    private static async Task<IResult> GroupAsync(
        HttpContext http, ProjectQuery query, IEngagementStore store, PanelChoices facts, Func<Guid> newId, Guid id, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (DateFields.Date(form, "groupOn") is not { } on)
            return await ShowAsync(query, store, newId, id, FormErrors.Of("groupOn", "Enter a real date, such as 5 3 2027.", form), null, cancellationToken);
        var result = await facts.AddGroupEventAsync(
            StableId.From("group", id, form["key"].ToString()), new ProjectId(id), form["groupName"].ToString().ReplaceLineEndings(" "), on,
            form["groupBecause"].ToString().ReplaceLineEndings(" "), cancellationToken);
        return result is FactResult.Refused refused
            ? await ShowAsync(query, store, newId, id, FormErrors.Of(refused.Words.StartsWith("Say what", StringComparison.Ordinal) ? "groupName" : "groupBecause", refused.Words, form), null, cancellationToken)
            : PageResult.SeeOther($"/projects/{id:N}/panel?done=group#groups");
    }

    private static async Task<IResult> AnalysisAsync(ProjectQuery query, Guid id, Guid member, CancellationToken cancellationToken) =>
        await query.FindAsync(new ProjectId(id), cancellationToken) is { } view && view.Everyone.TryGetValue(new PanelMemberId(member), out var found)
            ? PageResult.Of<AnalysisPage>(new { View = view, Member = found })
            : PageResult.NotFound();

    private static async Task<IResult> AnalyseAsync(
        HttpContext http, ProjectQuery query, PanelChoices facts, Guid id, Guid member, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view || !view.Everyone.TryGetValue(new PanelMemberId(member), out var found))
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        IResult Again(string field, string words) =>
            PageResult.Of<AnalysisPage>(new { View = view, Member = found, Errors = FormErrors.Of(field, words, form) }, StatusCodes.Status400BadRequest);
        var years = form["yearsHere"].ToString().Trim();
        if (years.Length > 0 && !int.TryParse(years, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return Again("yearsHere", "Enter the years here as a whole number from 0 to 60.");
        var place = form["place"].ToString().Trim();
        if (place.Length > 0 && !int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return Again("place", "Enter the place in the order as a whole number.");
        var result = await facts.AnalyseAsync(
            found.Id,
            new Analysis
            {
                Power = Choice<HighOrLow>(form["power"]),
                Impact = Choice<HighOrLow>(form["impact"]),
                OpinionFormer = form["opinionFormer"] == "true",
                YearsHere = years.Length == 0 ? null : int.Parse(years, CultureInfo.InvariantCulture),
                LikelyView = Choice<Position>(form["likelyView"]),
                PositionNeeded = Choice<Position>(form["positionNeeded"]),
                Specialty = form["specialty"].ToString().ReplaceLineEndings(" ").Trim(),
                ProfessionalBodies = form["bodies"].ToString().Split([',', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            },
            cancellationToken);
        if (result is FactResult.Refused refused)
            return Again(refused.Words.Contains("years", StringComparison.Ordinal) ? "yearsHere" : refused.Words.Contains("specialty", StringComparison.Ordinal) ? "specialty" : "bodies", refused.Words);
        if (place.Length > 0 && int.Parse(place, CultureInfo.InvariantCulture) is var wanted && wanted != found.Order
            && await facts.PlaceAsync(found.Id, wanted, cancellationToken) is FactResult.Refused misplaced)
            return Again("place", misplaced.Words);
        if (Choice<Position>(form["held"]) is { } held && (held != found.PositionHeld || form["evidence"].ToString().Trim() != (found.PositionEvidence ?? ""))
            && await facts.RecordPositionAsync(found.Id, held, form["evidence"].ToString().ReplaceLineEndings(" "), cancellationToken) is FactResult.Refused unheld)
            return Again("evidence", unheld.Words);
        return PageResult.SeeOther($"/projects/{id:N}/panel?done=analysis");
    }

    private static T? Choice<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) ? value : null;

    private static async Task<IReadOnlyDictionary<EmailAddress, CarriedLoad>> LoadAsync(IStoreReader reader, ProjectView view, CancellationToken cancellationToken)
    {
        var since = view.Now - TwoWeeks;
        var running = (await reader.ListAsync<Project>(p => p.State != ProjectState.Closed, cancellationToken)).Select(p => p.Id).ToHashSet();
        var load = new Dictionary<EmailAddress, CarriedLoad>();
        foreach (var email in view.Members.Select(m => m.Email))
        {
            var elsewhere = (await reader.ListAsync<PanelMember>(m => m.Email == email && m.LeftAt == null, cancellationToken))
                .Where(m => m.ProjectId != view.Project.Id && running.Contains(m.ProjectId)).ToArray();
            var meetings = 0;
            foreach (var other in elsewhere)
                meetings += (await reader.ListAsync<Meeting>(m => m.MemberId == other.Id, cancellationToken)).Count(m => m.IsOpen && m.Start > view.Now);
            var messages = await reader.ListAsync<Effect>(e => e.Clinician == email && e.Unasked && e.IntendedAt >= since, cancellationToken);
            load[email] = new CarriedLoad(elsewhere.Length, meetings, messages.Count(e => e.State != EffectState.Dropped));
        }

        return load;
    }
}
