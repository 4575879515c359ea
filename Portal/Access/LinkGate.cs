using System.Globalization;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Clinicians;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using LinkOptions = ClinicalEngagement.Infrastructure.Links.LinkOptions;

namespace ClinicalEngagement.Portal.Access;

/// <summary>Refuses a signed link that was withdrawn, before its page is asked.</summary>
internal sealed class LinkGate(LinkReader links, IEngagementStore store) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var token = Convert.ToString(context.HttpContext.GetRouteValue("token"), CultureInfo.InvariantCulture);
        // A token that is not ours is its page's to refuse.
        if (token is null || links.Find(token) is not { } claims || !await IsWithdrawnAsync(claims, context.HttpContext.RequestAborted))
            return await next(context);
        return LinkPages.Withdrawn();
    }

    private Task<bool> IsWithdrawnAsync(LinkClaims claims, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            if (await reader.FindAsync<PanelMember>(claims.Member, token) is not { LinksWithdrawnAt: { } withdrawn })
                return false;
            return claims is { Purpose: LinkPurpose.AnswerTimes, Meeting: { } id }
                ? await reader.FindAsync<Meeting>(id, token) is { } meeting && meeting.OfferedAt <= withdrawn
                // A link does not say when it was sent; one that runs out sooner than a new one would was sent before.
                : claims.Expires <= withdrawn + LinkOptions.LongestLasting;
        },
        cancellationToken);
}
