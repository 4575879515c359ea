using ClinicalEngagement.Domain;

namespace ClinicalEngagement.Infrastructure.Links;

/// <summary>How a link names a secretary without their address.</summary>
public static class Secretaries
{
    /// <summary>Stands for that secretary in a link: once somebody else keeps the diary, the link no longer holds.</summary>
    public static Guid KeyOf(EmailAddress secretary) => StableId.From("secretary", secretary);
}
