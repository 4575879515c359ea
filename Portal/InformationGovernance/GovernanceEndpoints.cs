using System.Globalization;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Retention;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Retention;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace ClinicalEngagement.Portal.InformationGovernance;

/// <summary>For information governance: how long things are kept, what is held, who is taken out.</summary>
internal static class GovernanceEndpoints
{
    private const int MaxMonths = 120;

    public static void MapGovernance(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/governance", GetAsync).Needs(Permission.Govern);
        pages.MapPost("/governance/holds", SetHoldAsync).Needs(Permission.Govern);
        pages.MapPost("/governance/holds/{hold:guid}/lift", LiftAsync).Needs(Permission.Govern);
        pages.MapPost("/governance/retention", RetentionAsync).Needs(Permission.Govern);
        pages.MapPost("/governance/erase", EraseAsync).Needs(Permission.Govern);
    }

    private static Task<IResult> GetAsync(IEngagementStore store, EngagementOptions options, IClock clock, Func<Guid> newId, string? done, CancellationToken cancellationToken) =>
        ShowAsync(store, options, clock, newId, FormErrors.None, cancellationToken, done switch
        {
            "held" => "The hold is set. What it covers is kept until it is lifted.",
            "lifted" => "The hold is lifted. What is due is taken out within the hour.",
            "retention" => "It is saved how long judgements and notes are kept.",
            "erased" => "They are taken out of everything that is stored. The workflow’s histories and the files follow within the hour; the list below says when.",
            "pack-nobody" => "No pack was made: nothing is kept of a clinician with that address. Check how it is written.",
            "pack-none" => "No pack was made. Choose a project.",
            _ => null,
        });

    private static async Task<IResult> SetHoldAsync(
        HttpContext http, IEngagementStore store, HoldFacts facts, EngagementOptions options, IClock clock, Func<Guid> newId, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var address = form["person"].ToString().Trim();
        if (address.Length > 0 && !address.Contains('@', StringComparison.Ordinal))
            return await ShowAsync(store, options, clock, newId, FormErrors.Of("person", "Enter an e-mail address in the correct format, like name@example.nhs.uk.", form), cancellationToken);
        var project = Guid.TryParse(form["project"], out var id) ? new ProjectId(id) : (ProjectId?)null;
        return await facts.SetAsync(
            StableId.From("hold", form["key"].ToString()), project, address.Length == 0 ? null : new EmailAddress(address), form["reason"].ToString(), cancellationToken) is FactResult.Refused refused
            ? await ShowAsync(store, options, clock, newId, FormErrors.Of(project is not null && address.Length > 0 ? "person" : "reason", refused.Words, form), cancellationToken)
            : PageResult.SeeOther("/governance?done=held");
    }

    private static async Task<IResult> LiftAsync(
        IEngagementStore store, HoldFacts facts, EngagementOptions options, IClock clock, Func<Guid> newId, Guid hold, CancellationToken cancellationToken) =>
        await facts.LiftAsync(hold, cancellationToken) is FactResult.Refused refused
            ? await ShowAsync(store, options, clock, newId, FormErrors.Of("", refused.Words), cancellationToken)
            : PageResult.SeeOther("/governance?done=lifted");

    private static async Task<IResult> RetentionAsync(
        HttpContext http, IEngagementStore store, CurrentSettings settings, IClock clock, Func<Guid> newId, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (!int.TryParse(form["months"].ToString().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var months) || months is < 1 or > MaxMonths)
            return await ShowAsync(store, settings.Options, clock, newId, FormErrors.Of("months", $"Enter a number of months from 1 to {MaxMonths}.", form), cancellationToken);
        await settings.SetAsync(
            before => before with { RetentionMonths = months }, $"Judgements and notes are kept {months} months after a project’s closing.", cancellationToken, AuditActor.Governance);
        return PageResult.SeeOther("/governance?done=retention");
    }

    private static async Task<IResult> EraseAsync(
        HttpContext http, IEngagementStore store, ErasureFacts facts, EngagementOptions options, IClock clock, Func<Guid> newId, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var address = form["erased"].ToString().Trim();
        if (!address.Contains('@', StringComparison.Ordinal))
            return await ShowAsync(store, options, clock, newId, FormErrors.Of("erased", "Enter the e-mail address of the person to be erased.", form), cancellationToken);
        if (form["checked"] != "true")
            return await ShowAsync(store, options, clock, newId, FormErrors.Of("checked", "Check that nothing obliges you to keep it, then tick the box.", form), cancellationToken);
        return await facts.EraseAsync(new EmailAddress(address), cancellationToken) is FactResult.Refused refused
            ? await ShowAsync(store, options, clock, newId, FormErrors.Of("erased", refused.Words, form), cancellationToken)
            : PageResult.SeeOther("/governance?done=erased");
    }

    private static async Task<IResult> ShowAsync(
        IEngagementStore store, EngagementOptions options, IClock clock, Func<Guid> newId, FormErrors errors, CancellationToken cancellationToken, string? done = null)
    {
        var now = clock.GetCurrentInstant();
        var view = await store.ReadAsync(
            async (reader, token) =>
            {
                var projects = await reader.ListAsync<Project>(p => p.Version >= 0, token);
                var holds = await reader.ListAsync<PreservationHold>(h => h.LiftedAt == null, token);
                return new GovernanceView(
                    [.. holds.OrderBy(h => h.SetAt).Select(h => (h, projects.FirstOrDefault(p => p.Id == h.ProjectId)?.Name))],
                    [.. projects.OrderBy(p => p.Name, StringComparer.Ordinal)],
                    [.. (await reader.ListAsync<Erasure>(e => e.Version >= 0, token)).OrderByDescending(e => e.At)],
                    options.RetentionMonths,
                    [.. projects.Where(p => p.ClosedAt is { } closed && KeptRecords.DueAt(closed, options.RetentionMonths) > now).OrderBy(p => p.ClosedAt)
                        .Select(p => (p.Name, KeptRecords.DueAt(p.ClosedAt!.Value, options.RetentionMonths), holds.Any(h => h.Covers(p.Id))))]);
            },
            cancellationToken);
        return PageResult.Of<GovernancePage>(
            new { View = view, Key = newId(), Errors = errors, Done = done }, errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }
}

/// <summary>What the page for governance shows.</summary>
/// <param name="Holds">The holds in force, each with its project's name or null.</param>
/// <param name="Projects">All projects, for a hold to be set on.</param>
/// <param name="Erasures">Who was taken out, without saying who; the newest first.</param>
/// <param name="RetentionMonths">How long judgements and notes are kept.</param>
/// <param name="Closed">Closed projects with when theirs go and whether a hold keeps them.</param>
public sealed record GovernanceView(
    IReadOnlyList<(PreservationHold Hold, string? Project)> Holds, IReadOnlyList<Project> Projects, IReadOnlyList<Erasure> Erasures, int RetentionMonths,
    IReadOnlyList<(string Name, Instant DueAt, bool IsHeld)> Closed);
