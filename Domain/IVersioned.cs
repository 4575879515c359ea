namespace ClinicalEngagement.Domain;

/// <summary>A record that is changed over time; the store refuses a change made from an older version.</summary>
public interface IVersioned
{
    /// <summary>Counts the changes; the store's concurrency token.</summary>
    int Version { get; }
}
