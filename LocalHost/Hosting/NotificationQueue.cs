using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Portal.Api;

namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>The webhook's queue on this host.</summary>
internal sealed class NotificationQueue([FromKeyedServices(QueueNames.GraphNotifications)] IMessageQueue queue) : INotificationQueue
{
    /// <inheritdoc/>
    public Task EnqueueAsync(string body, CancellationToken cancellationToken) => queue.SendAsync(body, cancellationToken);
}
