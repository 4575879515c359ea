using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;

namespace ClinicalEngagement.Portal.Settings;

/// <summary>The installation: its state, its rules, its job plans.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/settings", GetAsync).Needs(Permission.KeepJobPlans);
        pages.MapPost("/settings/check", CheckAsync).Needs(Permission.Administer);
        pages.MapGet("/settings/rules", RulesForm.GetAsync).Needs(Permission.Administer);
        pages.MapPost("/settings/rules", RulesForm.PostAsync).Needs(Permission.Administer);
        pages.MapGet("/settings/messages", TextsForm.GetAsync).Needs(Permission.Administer);
        pages.MapPost("/settings/messages", TextsForm.PostAsync).Needs(Permission.Administer);
        pages.MapPost("/settings/sender", SenderAsync).Needs(Permission.Administer);
        pages.MapGet("/settings/job-plans", JobPlanForms.ListAsync).Needs(Permission.KeepJobPlans);
        pages.MapPost("/settings/job-plans", JobPlanForms.ImportAsync).Needs(Permission.KeepJobPlans);
        pages.MapGet("/settings/job-plans/{clinician:guid}", JobPlanForms.WeekAsync).Needs(Permission.KeepJobPlans);
        pages.MapPost("/settings/job-plans/{clinician:guid}", JobPlanForms.SaveWeekAsync).Needs(Permission.KeepJobPlans);
    }

    private static async Task<IResult> GetAsync(HttpContext http, IEngagementStore store, IClock clock, string? done, CancellationToken cancellationToken) =>
        PageResult.Of<SettingsPage>(new { View = await ReadAsync(http, store, clock, cancellationToken), Done = done == "sender" ? "It is saved who sends. Check the connection before the next engagement." : null });

    private static async Task<IResult> SenderAsync(HttpContext http, IEngagementStore store, IClock clock, CurrentSettings settings, CancellationToken cancellationToken) =>
        await SenderForm.TakeAsync(await http.Request.ReadFormAsync(cancellationToken), settings, cancellationToken) is { } errors
            ? PageResult.Of<SettingsPage>(new { View = await ReadAsync(http, store, clock, cancellationToken), Errors = errors }, StatusCodes.Status400BadRequest)
            : PageResult.SeeOther("/settings?done=sender");

    /// <summary>Tries what the app must be permitted to do, with the lead and a clinician of one of the projects.</summary>
    private static async Task<IResult> CheckAsync(HttpContext http, IEngagementStore store, IClock clock, CancellationToken cancellationToken)
    {
        var view = await ReadAsync(http, store, clock, cancellationToken);
        var people = await store.ReadAsync(
            async (reader, token) =>
            {
                foreach (var project in (await reader.ListAsync<Project>(p => p.State != ProjectState.Closed, token)).OrderByDescending(p => p.CreatedAt))
                {
                    var id = project.Id;
                    if ((await reader.ListAsync<Domain.Panel.PanelMember>(m => m.ProjectId == id && m.LeftAt == null, token)).FirstOrDefault() is { } member)
                        return (project.Lead.Email, member.Email);
                }

                return ((EmailAddress, EmailAddress)?)null;
            },
            cancellationToken);
        if (http.RequestServices.GetService<GraphCheck>() is not { } check)
            return PageResult.Of<SettingsPage>(new { View = view, Errors = FormErrors.Of("check", "This host is not connected to Microsoft 365.") }, StatusCodes.Status400BadRequest);
        return people is var (lead, clinician)
            ? PageResult.Of<SettingsPage>(new { View = view, Checked = await check.RunAsync(lead, clinician, null, null, cancellationToken) })
            : PageResult.Of<SettingsPage>(new { View = view, Errors = FormErrors.Of("check", "Begin an engagement first: its lead and a clinician are what is tried with.") }, StatusCodes.Status400BadRequest);
    }

    private static async Task<SettingsView> ReadAsync(HttpContext http, IEngagementStore store, IClock clock, CancellationToken cancellationToken)
    {
        var graph = http.RequestServices.GetService<IOptions<GraphOptions>>()?.Value;
        var settings = http.RequestServices.GetRequiredService<CurrentSettings>();
        return await store.ReadAsync(
            async (reader, token) =>
            {
                var now = clock.GetCurrentInstant();
                var waiting = await reader.ListAsync<OutboxNudge>(n => n.CreatedAt <= now, token);
                var requests = await reader.ListAsync<StoredRequest>(r => r.State != RequestState.Begun, token);
                return new SettingsView(
                    settings.Options,
                    settings.SenderMailbox ?? graph?.SharedMailbox,
                    graph?.NotificationAddress,
                    waiting.Count,
                    waiting.Count == 0 ? null : waiting.Min(n => n.CreatedAt),
                    requests.Count(r => r.State == RequestState.Received),
                    requests.Count(r => r.State == RequestState.DeadLetter),
                    await reader.ListAsync<MailboxSync>(s => s.Version >= 0, token),
                    (await reader.ListAsync<Domain.Panel.Clinician>(c => c.Version >= 0, token)).Count(c => c.JobPlan.Count > 0),
                    PortalUser.Of(http.User).May(Permission.Administer),
                    now);
            },
            cancellationToken);
    }
}

/// <summary>What the settings page shows.</summary>
/// <param name="Options">The rules in force.</param>
/// <param name="SharedMailbox">Who sends for every lead, or null when each lead's own mailbox does.</param>
/// <param name="NotificationAddress">Where Microsoft 365 tells of changes, or null.</param>
/// <param name="Nudges">Facts that the workflow has yet to be told.</param>
/// <param name="OldestNudge">The oldest of them.</param>
/// <param name="Requests">Requests on the queue.</param>
/// <param name="DeadLetters">Requests and notifications that failed.</param>
/// <param name="Mailboxes">How far organisers' mailboxes have been read.</param>
/// <param name="JobPlans">How many job plans are known.</param>
/// <param name="MayAdminister">True for an administrator.</param>
/// <param name="Now">The moment it was read.</param>
public sealed record SettingsView(
    EngagementOptions Options, string? SharedMailbox, Uri? NotificationAddress, int Nudges, Instant? OldestNudge, int Requests, int DeadLetters,
    IReadOnlyList<MailboxSync> Mailboxes, int JobPlans, bool MayAdminister, Instant Now)
{
    /// <summary>True while nothing waits for longer than it should.</summary>
    public bool IsWell => DeadLetters == 0 && (OldestNudge is null || Now - OldestNudge < Duration.FromMinutes(5));
}
