using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Plans;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.NewEngagement;

/// <summary>The form and its last page. Only <c>/new/send</c> does anything.</summary>
internal static class NewEngagementEndpoints
{
    public static void MapNewEngagement(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/new", GetAsync).Needs(Permission.BeginEngagement);
        pages.MapPost("/new", CheckAsync).Needs(Permission.BeginEngagement);
        pages.MapPost("/new/change", ChangeAsync).Needs(Permission.BeginEngagement);
        pages.MapPost("/new/send", SendAsync).Needs(Permission.BeginEngagement);
    }

    private static async Task<IResult> GetAsync(HttpContext http, SampleFiles samples, IEngagementStore store, FormerProjects former, string? sample, Guid? from, Guid? again, CancellationToken cancellationToken)
    {
        var all = await samples.ListAsync(cancellationToken);
        if (from is { } kept)
            return await store.ReadAsync((reader, token) => reader.FindAsync<StoredRequest>(new RequestId(kept), token), cancellationToken) is { State: RequestState.DeadLetter } dead
                && MaySee(PortalUser.Of(http.User), dead) && MessageIntake.RequestOf(dead.Body) is { } request
                ? PageResult.Of<NewEngagementPage>(new { Form = NewEngagementForm.From(request), Samples = all })
                : PageResult.NotFound();
        if (again is { } project)
            return await former.FindAsync(PortalUser.Of(http.User), new ProjectId(project), cancellationToken) is { } anew
                ? PageResult.Of<NewEngagementPage>(new { Form = NewEngagementForm.From(anew), Samples = all })
                : PageResult.NotFound();
        if (sample is null)
            return PageResult.Of<NewEngagementPage>(
                new { Form = new NewEngagementForm(), Samples = all, Former = await former.ListAsync(PortalUser.Of(http.User), cancellationToken) });
        return all.FirstOrDefault(s => s.File == sample) is { } found
            ? PageResult.Of<NewEngagementPage>(new { Form = NewEngagementForm.From(found.Request), Samples = all })
            : PageResult.NotFound();
    }

    private static async Task<IResult> CheckAsync(
        HttpContext http, IntakeService intake, SampleFiles samples, DirectoryCandidates directory, EngagementOptions options, Func<Guid> newId,
        CancellationToken cancellationToken)
    {
        var posted = await http.Request.ReadFormAsync(cancellationToken);
        var where = posted[DirectoryCandidates.WhereField].ToString();
        string[] ticked = [.. posted[DirectoryCandidates.PickField].OfType<string>()];
        // The key Enter presses the first button of a form: with nowhere to look it means the last one.
        var isSearch = posted["do"] == "find" && where.Trim().Length > 0;
        var find = isSearch || ticked.Length > 0 ? await directory.FindAsync(where, cancellationToken) : null;
        var (form, fileError) = await NewEngagementForm.From(posted).WithFileAsync(posted.Files["cliniciansFile"], cancellationToken);
        form = form.With(find is null ? [] : DirectoryCandidates.Picked(find, ticked));
        // Only a look at how ready the plan is: what is missing is no mistake yet.
        if (posted.ContainsKey("show"))
            return PageResult.Of<NewEngagementPage>(new { Form = form, Samples = await samples.ListAsync(cancellationToken) });
        if (isSearch)
            return PageResult.Of<NewEngagementPage>(new { Form = form, Find = find, Samples = await samples.ListAsync(cancellationToken) });
        var (request, typed) = form.ToRequest();
        request = request with
        {
            FirstMessages = form.Rest.Name is null ? FirstMessages.Send : form.Rest.FirstMessages,
            FirstMessageWords = form.Rest.FirstMessageWords is { } words && words != Draft(form.Rest, options) ? words : Draft(request, options),
        };
        FieldError[] errors = [.. typed, .. fileError is null ? [] : new[] { fileError }, .. intake.Check(request).Where(e => typed.All(t => t.Field != e.Field))];
        if (errors.Length == 0)
            return Check(request, FormErrors.None, options, newId);
        var all = await samples.ListAsync(cancellationToken);
        return PageResult.Of<NewEngagementPage>(
            new { Form = form, Errors = NewEngagementForm.OnForm(errors, request), Samples = all }, StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, SampleFiles samples, CancellationToken cancellationToken)
    {
        var posted = await http.Request.ReadFormAsync(cancellationToken);
        return CarriedRequest.Read(posted["request"]) is { } request
            ? PageResult.Of<NewEngagementPage>(new { Form = NewEngagementForm.From(request), Samples = await samples.ListAsync(cancellationToken) })
            : Lost();
    }

    private static async Task<IResult> SendAsync(
        HttpContext http, IntakeService intake, EngagementOptions options, Func<Guid> newId, CancellationToken cancellationToken)
    {
        var posted = await http.Request.ReadFormAsync(cancellationToken);
        if (CarriedRequest.Read(posted["request"]) is not { } carried || posted["key"].ToString() is not { Length: > 0 and <= IntakeService.MaxKeyLength } key)
            return Lost();
        var request = carried with
        {
            FirstMessageWords = posted["firstMessageWords"].ToString().ReplaceLineEndings("\n").Trim(),
            FirstMessages = posted["firstMessages"] == nameof(FirstMessages.Send) ? FirstMessages.Send : FirstMessages.Hold,
            UpdateRhythm = Enum.TryParse<UpdateRhythm>(posted["updateRhythm"], out var rhythm) && Enum.IsDefined(rhythm) ? rhythm : default,
            UpdateDay = UpdateSettings.Day(posted["updateDay"]),
            UpdateTime = UpdateSettings.Time(posted["updateTime"]),
            UpdatesNeedApproval = posted["updatesNeedApproval"] == "yes",
        };
        if (request.FirstMessageWords.Length == 0)
            return Check(request, FormErrors.Of("firstMessageWords", "Enter the words of the first message."), options, newId, key);
        if (posted.ContainsKey("show") && intake.Check(request).Count == 0)
            return Check(request, FormErrors.None, options, newId, key);
        if (!ProjectAccess.MayBegin(PortalUser.Of(http.User), request))
            return PageResult.Of<ProblemPage>(
                new { Heading = "You are not on this engagement", Words = "Messages go out in the lead’s name, so only the lead, the co-lead or the programme office can begin it. Go back and change the form: enter yourself as lead or co-lead." },
                StatusCodes.Status403Forbidden);
        return await intake.ReceiveAsync(request, "form", key, cancellationToken) switch
        {
            IntakeResult.Accepted accepted => PageResult.SeeOther($"/projects/{accepted.Project}?done=sent"),
            IntakeResult.Replayed replayed => PageResult.SeeOther($"/projects/{replayed.Project}"),
            IntakeResult.Invalid invalid when invalid.Errors.All(e => e.Field == "firstMessageWords") => Check(request, new FormErrors(invalid.Errors), options, newId, key),
            IntakeResult.Invalid => Lost(),
            _ => PageResult.Of<ProblemPage>(
                new { Heading = "This page was sent before", Words = "It was sent before with other words. Look at the project on the home page and change it there." },
                StatusCodes.Status422UnprocessableEntity),
        };
    }

    /// <summary>A request that failed is its own people's, and an administrator's.</summary>
    private static bool MaySee(PortalUser user, StoredRequest request) => user.May(Permission.Administer) || ProjectAccess.RoleIn(user, request) != Role.None;

    private static IResult Check(EngagementRequest request, FormErrors errors, EngagementOptions options, Func<Guid> newId, string? key = null) =>
        PageResult.Of<CheckAndSendPage>(
            new { Request = request, Preview = PanelPreview.Of(request, options), Key = key ?? newId().ToString("N"), Errors = errors },
            errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);

    /// <summary>The words proposed to the lead. Those the lead left as they were are proposed anew, since the aim may have changed.</summary>
    private static string Draft(EngagementRequest request, EngagementOptions options) =>
        FirstMessageDraft.From(request.Name ?? "", request.PatientBenefit ?? "", new Person(request.Lead?.Name ?? "", new EmailAddress(request.Lead?.Email ?? "")), options);

    private static IResult Lost() => PageResult.Of<ProblemPage>(
        new { Heading = "The form was not complete", Words = "Something got lost on the way and nothing was sent. Go back in your browser, or begin the form again." },
        StatusCodes.Status400BadRequest);
}
