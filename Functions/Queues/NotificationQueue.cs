using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Portal.Api;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Functions.Queues;

/// <summary>Puts what Graph posted on the queue from which <see cref="GraphNotificationFunction"/> takes it.</summary>
internal sealed class NotificationQueue([FromKeyedServices(QueueNames.GraphNotifications)] IMessageQueue queue) : INotificationQueue
{
    public Task EnqueueAsync(string body, CancellationToken cancellationToken) => queue.SendAsync(body, cancellationToken);
}
