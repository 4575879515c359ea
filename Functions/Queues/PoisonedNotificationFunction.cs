using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Functions.Queues;

/// <summary>Drops a notification that could not be acted on five times. It was for speed only: the calendar sweep reads every mailbox anyway.</summary>
public sealed partial class PoisonedNotificationFunction(ILogger<PoisonedNotificationFunction> logger)
{
    /// <summary>Takes one message.</summary>
    [Function("PoisonedNotification")]
    public void Run([QueueTrigger(QueueConnection.PoisonedNotifications, Connection = QueueConnection.Name)] string message) =>
        LogDropped(message.Length);

    [LoggerMessage(Level = LogLevel.Error, Message = "A notification of {Length} characters failed five times and was dropped; the calendar sweep makes up for it.")]
    private partial void LogDropped(int length);
}
