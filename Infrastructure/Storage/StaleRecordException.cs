namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>A record was to be changed or removed that the store has in a newer version, or no longer has. Nothing was written.</summary>
/// <remarks>Read the record within the transaction that changes it, and this can't happen.</remarks>
public sealed class StaleRecordException(Type record, Exception inner)
    : Exception($"A {record.Name} was to be written from a version that is not the store's.", inner)
{
    /// <summary>Of which kind the record is.</summary>
    public Type Record { get; } = record;
}
