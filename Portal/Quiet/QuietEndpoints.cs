using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Quiet;

/// <summary>Bookings that lie in a quiet period: kept, or given back on the lead's word.</summary>
internal static class QuietEndpoints
{
    public static void MapQuiet(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/projects/{id:guid}/quiet", GetAsync);
        pages.MapPost("/projects/{id:guid}/quiet", PostAsync);
    }

    private static async Task<IResult> GetAsync(ProjectQuery query, CurrentSettings settings, Guid id, string? done, CancellationToken cancellationToken) =>
        await query.FindAsync(new ProjectId(id), cancellationToken) is { } view
            ? Show(view, settings, FormErrors.None, done == "released" ? "They are given back. Each clinician reads an apology and why; times after the quiet period follow." : null)
            : PageResult.NotFound();

    private static async Task<IResult> PostAsync(
        HttpContext http, ProjectQuery query, QuietFacts facts, CurrentSettings settings, Guid id, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        MeetingId[] chosen = [.. view.Meetings.Where(m => form.ContainsKey(QuietBooking.FieldOf(m))).Select(m => m.Id)];
        return await facts.ReleaseAsync(view.Project.Id, chosen, cancellationToken) is FactResult.Refused refused
            ? Show(view, settings, FormErrors.Of(QuietBooking.Of(view, settings.Options) is [var first, ..] ? first.Field : "release", refused.Words, form), null)
            : PageResult.SeeOther($"/projects/{view.Project.Id}/quiet?done=released");
    }

    private static IResult Show(ProjectView view, CurrentSettings settings, FormErrors errors, string? done) => PageResult.Of<QuietPage>(
        new { View = view, Bookings = QuietBooking.Of(view, settings.Options), Errors = errors, Done = done }, errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
}

/// <summary>A booking in a quiet period.</summary>
/// <param name="Member">With whom.</param>
/// <param name="Meeting">The meeting.</param>
/// <param name="Period">What it lies in.</param>
public sealed record QuietBooking(PanelMember Member, Meeting Meeting, QuietPeriod Period)
{
    /// <summary>The name of its box.</summary>
    public string Field => FieldOf(Meeting);

    internal static string FieldOf(Meeting meeting) => $"release-{meeting.Id}";

    /// <summary>Those of a project, the soonest first.</summary>
    public static IReadOnlyList<QuietBooking> Of(ProjectView view, EngagementOptions options) =>
    [
        .. view.Members
            .Select(m => (Member: m, Meeting: view.LastMeeting(m.Id)))
            .Select(m => (m.Member, m.Meeting, Period: m.Meeting is null ? null : QuietBookings.PeriodOf(m.Meeting, view.ClinicianOf(m.Member)?.Specialty, options.QuietPeriods, view.Now)))
            .Where(m => m.Period is not null)
            .OrderBy(m => m.Meeting!.Start)
            .Select(m => new QuietBooking(m.Member, m.Meeting!, m.Period!)),
    ];
}
