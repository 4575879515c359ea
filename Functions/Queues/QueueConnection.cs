using ClinicalEngagement.Infrastructure.Queues;

namespace ClinicalEngagement.Functions.Queues;

/// <summary>Where the triggers find their queues.</summary>
internal static class QueueConnection
{
    /// <summary>The setting that names the storage account; the host keeps its own things there too.</summary>
    public const string Name = "AzureWebJobsStorage";

    /// <summary>Requests that were taken off their queue too often; the host appends the word.</summary>
    public const string PoisonedRequests = QueueNames.EngagementRequests + "-poison";

    /// <summary>Notifications that were taken off their queue too often.</summary>
    public const string PoisonedNotifications = QueueNames.GraphNotifications + "-poison";
}
