namespace ClinicalEngagement.Portal.Api;

/// <summary>Where change notifications of Graph wait to be looked at. The webhook answers within seconds, so it only queues.</summary>
public interface INotificationQueue
{
    /// <summary>The name of the queue on every host.</summary>
    const string Name = "graph-notifications";

    /// <summary>Puts the body, as it came, on the queue. Its <c>clientState</c> is checked by who takes it off, before anything is believed.</summary>
    Task EnqueueAsync(string body, CancellationToken cancellationToken);
}
