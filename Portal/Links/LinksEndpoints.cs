using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using LinkOptions = ClinicalEngagement.Infrastructure.Links.LinkOptions;

namespace ClinicalEngagement.Portal.Links;

/// <summary>A project's signed links: those for secretaries to pass on, and withdrawing what was sent.</summary>
internal static class LinksEndpoints
{
    public static void MapLinks(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/projects/{id:guid}/links", GetAsync);
        pages.MapPost("/projects/{id:guid}/links/{member:guid}/withdraw", WithdrawAsync);
    }

    private static async Task<IResult> GetAsync(ProjectQuery query, ILinks links, IClock clock, Guid id, string? done, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var expires = clock.GetCurrentInstant() + LinkOptions.LongestLasting;
        var secretaries = view.Members
            .Select(m => (Member: m, view.ClinicianOf(m)?.Secretary))
            .Where(m => m.Secretary is { Email.Value.Length: > 0 })
            .GroupBy(m => m.Secretary!.Email)
            .Select(g => new SecretaryLink(g.First().Secretary!, [.. g.Select(m => m.Member.Name)], links.KeepDiary(g.First().Member.Id, g.Key, expires)))
            .ToArray();
        return PageResult.Of<LinksPage>(new { View = view, Secretaries = secretaries, Expires = expires, Done = done == "withdrawn" ? "The links sent so far no longer work. Links of later messages do." : null });
    }

    private static async Task<IResult> WithdrawAsync(PageOfProject page, LinkFacts facts, Guid id, Guid member, CancellationToken cancellationToken)
    {
        if (!await page.HasMemberAsync(id, member, cancellationToken))
            return PageResult.NotFound();
        await facts.WithdrawAsync(new PanelMemberId(member), cancellationToken);
        return PageResult.SeeOther($"/projects/{id:N}/links?done=withdrawn");
    }
}

/// <summary>A secretary on a project and the link to their page.</summary>
/// <param name="Secretary">Who.</param>
/// <param name="Consultants">Whose diaries they keep, of this panel.</param>
/// <param name="Link">Where they answer.</param>
public sealed record SecretaryLink(Person Secretary, IReadOnlyList<string> Consultants, Uri Link);
