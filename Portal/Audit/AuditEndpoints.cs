using System.Globalization;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Audit;

/// <summary>Who did what and when, of a project and of the installation; page by page, and as a file.</summary>
internal static class AuditEndpoints
{
    private const int PageLength = 100;
    private const int FileLength = 50_000;

    public static void MapAudit(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/projects/{id:guid}/audit", ProjectAsync).Needs(Permission.SeeAudit);
        pages.MapGet("/projects/{id:guid}/audit.csv", FileAsync).Needs(Permission.SeeAudit);
        pages.MapGet("/audit", InstallationAsync).Needs(Permission.SeeAudit);
    }

    private static Task<IResult> ProjectAsync(IEngagementStore store, Guid id, long? before, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) => await reader.FindAsync<Project>(new ProjectId(id), token) is { } project
            ? PageResult.Of<AuditPage>(new { Project = project, Page = await ReadAsync(reader, project.Id, before, PageLength, token) })
            : PageResult.NotFound(),
        cancellationToken);

    private static Task<IResult> InstallationAsync(IEngagementStore store, long? before, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) => PageResult.Of<AuditPage>(new { Page = await ReadAsync(reader, null, before, PageLength, token) }), cancellationToken);

    private static Task<IResult> FileAsync(IEngagementStore store, Guid id, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            if (await reader.FindAsync<Project>(new ProjectId(id), token) is not { } project)
                return PageResult.NotFound();
            var page = await ReadAsync(reader, project.Id, null, FileLength, token);
            return CsvResult.Of(
                $"audit-{project.Id}.csv",
                ["Number", "When (UTC)", "Who", "Signed in as", "What", "In words", "Why"],
                page.Lines.Select(l => (IReadOnlyList<string>)
                [
                    l.Entry.Sequence.ToString(CultureInfo.InvariantCulture), l.Entry.At.ToString(), AuditWords.Of(l.Entry.Actor), l.By ?? "", l.Entry.What, l.Entry.Words, l.Entry.Why ?? "",
                ]));
        },
        cancellationToken);

    private static async Task<AuditView> ReadAsync(IStoreReader reader, ProjectId? id, long? before, int count, CancellationToken cancellationToken)
    {
        var end = before ?? long.MaxValue;
        var events = await reader.LastAsync<AuditEvent>(e => e.ProjectId == id && e.Sequence < end, count + 1, cancellationToken);
        var names = id is null ? [] : (await reader.ListAsync<PanelMember>(m => m.ProjectId == id, cancellationToken)).ToDictionary(m => m.Id, m => m.Name);
        // An installation has a handful of people who sign in.
        var people = (await reader.ListAsync<AuditPerson>(_ => true, cancellationToken)).ToDictionary(p => p.Id, p => p.Email.Value);
        return new AuditView(
            [.. events.Take(count).Select(e => new AuditLine(TimelineEntry.Of(e, names), e.By is { } by ? people.GetValueOrDefault(by, $"somebody no longer kept ({by.ToString()[..8]})") : null))],
            IsNewest: before is null,
            Earlier: events.Count > count ? events[count - 1].Sequence : null);
    }
}

/// <summary>A page of the audit, the newest first.</summary>
/// <param name="Lines">What happened.</param>
/// <param name="IsNewest">True for the first page.</param>
/// <param name="Earlier">Where the next page begins; null on the last.</param>
public sealed record AuditView(IReadOnlyList<AuditLine> Lines, bool IsNewest, long? Earlier);

/// <summary>One line of it.</summary>
/// <param name="Entry">What happened.</param>
/// <param name="By">Who was signed in, or null.</param>
public sealed record AuditLine(TimelineEntry Entry, string? By);

/// <summary>Who did something, in words.</summary>
internal static class AuditWords
{
    public static string Of(AuditActor actor) => actor switch
    {
        AuditActor.Workflow => "By itself",
        AuditActor.Lead => "Lead or co-lead",
        AuditActor.Clinician => "Clinician or secretary",
        AuditActor.Administrator => "Administrator",
        AuditActor.Governance => "Information governance",
        AuditActor.Colleague => "Colleague who owns an answer",
        _ => throw new System.Diagnostics.UnreachableException($"No words for {actor}."),
    };
}
