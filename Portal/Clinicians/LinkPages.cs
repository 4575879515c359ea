using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Clinicians;

/// <summary>What is shown for a link that does not hold.</summary>
internal static class LinkPages
{
    public static IResult Withdrawn() => PageResult.Of<LinkRefusedPage>(new { Withdrawn = true }, StatusCodes.Status410Gone);

    public static IResult Refused(LinkRefusal reason) => PageResult.Of<LinkRefusedPage>(
        new { Expired = reason == LinkRefusal.Expired },
        reason == LinkRefusal.Expired ? StatusCodes.Status410Gone : StatusCodes.Status404NotFound);
}
