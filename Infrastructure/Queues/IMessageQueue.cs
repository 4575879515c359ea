namespace ClinicalEngagement.Infrastructure.Queues;

/// <summary>One named queue that delivers at least once. What was received is hidden from others for a while and comes again unless it is completed.</summary>
public interface IMessageQueue
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Puts a message on it; done when the message is kept.</summary>
    Task SendAsync(string body, CancellationToken cancellationToken);

    /// <summary>Takes the message that has been visible longest, or null when none is.</summary>
    /// <param name="hiddenFor">How long nobody else gets it; longer than handling it can take. From a second to seven days.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<QueueDelivery?> ReceiveAsync(TimeSpan hiddenFor, CancellationToken cancellationToken);

    /// <summary>Takes a handled message off the queue.</summary>
    /// <returns>False when the delivery had run out and the message may have been delivered again.</returns>
    Task<bool> CompleteAsync(QueueDelivery delivery, CancellationToken cancellationToken);

    /// <summary>Gives a message back that could not be handled; it is delivered again after <paramref name="backoff"/>.</summary>
    /// <returns>False when the delivery had run out and the message may have been delivered again.</returns>
    Task<bool> AbandonAsync(QueueDelivery delivery, TimeSpan backoff, CancellationToken cancellationToken);
}

/// <summary>A message in one receiver's hands.</summary>
/// <param name="Id">Which message.</param>
/// <param name="Receipt">Which delivery of it.</param>
/// <param name="Body">What it carries.</param>
/// <param name="Deliveries">How often it was delivered, this time included; whoever receives decides when it is too often.</param>
public sealed record QueueDelivery(string Id, string Receipt, string Body, int Deliveries);
