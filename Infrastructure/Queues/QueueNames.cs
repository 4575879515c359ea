namespace ClinicalEngagement.Infrastructure.Queues;

/// <summary>The queues there are, by the names they have on Azure too.</summary>
public static class QueueNames
{
    /// <summary>Ids of stored requests, each to begin an engagement.</summary>
    public const string EngagementRequests = "engagement-requests";

    /// <summary>What Microsoft Graph told the webhook.</summary>
    public const string GraphNotifications = "graph-notifications";
}
