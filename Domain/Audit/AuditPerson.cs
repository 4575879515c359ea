namespace ClinicalEngagement.Domain.Audit;

/// <summary>
/// Whose number a <see cref="PersonId"/> of the audit is. Kept apart, so that a person can be taken out of the store while the audit, which
/// is only ever added to, goes on saying that one and the same somebody did it.
/// </summary>
public sealed record AuditPerson
{
    /// <summary>Drawn at random when they first did something; it does not derive from the address.</summary>
    public required PersonId Id { get; init; }

    /// <summary>Their address.</summary>
    public required EmailAddress Email { get; init; }
}
