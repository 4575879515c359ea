namespace ClinicalEngagement.Infrastructure.Queues;

/// <summary>Where the queues are: in an Azure storage account when one is named, else in the store's own database.</summary>
public sealed record EngagementQueueOptions
{
    /// <summary>A storage account's connection string, or null.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>A storage account's queue address, to be signed in to by the process's identity, or null.</summary>
    public Uri? ServiceUri { get; init; }

    /// <summary>True when the queues are in a storage account.</summary>
    public bool OnAzure => ConnectionString is not null || ServiceUri is not null;
}
