using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ClinicalEngagement.Infrastructure.Queues;

/// <summary>A queue of Azure Storage. Bodies are Base64 on the wire, as the Functions queue trigger expects them.</summary>
/// <param name="client">A client with <see cref="QueueMessageEncoding.Base64"/>.</param>
public sealed class AzureMessageQueue(QueueClient client) : IMessageQueue
{
    /// <inheritdoc/>
    public string Name => client.Name;

    /// <summary>Makes the queue where there is none.</summary>
    public Task CreateAsync(CancellationToken cancellationToken) => client.CreateIfNotExistsAsync(metadata: null, cancellationToken);

    /// <inheritdoc/>
    public async Task SendAsync(string body, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendMessageAsync(body, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            // The first message of an installation; asking before each one would double the calls.
            await CreateAsync(cancellationToken);
            await client.SendMessageAsync(body, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<QueueDelivery?> ReceiveAsync(TimeSpan hiddenFor, CancellationToken cancellationToken)
    {
        try
        {
            QueueMessage? message = await client.ReceiveMessageAsync(hiddenFor, cancellationToken);
            return message is null
                ? null
                : new QueueDelivery(message.MessageId, message.PopReceipt, message.Body.ToString(), (int)message.DequeueCount);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> CompleteAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteMessageAsync(delivery.Id, delivery.Receipt, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (HasRunOut(exception))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> AbandonAsync(QueueDelivery delivery, TimeSpan backoff, CancellationToken cancellationToken)
    {
        try
        {
            await client.UpdateMessageAsync(
                delivery.Id, delivery.Receipt, delivery.Body, visibilityTimeout: backoff, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (HasRunOut(exception))
        {
            return false;
        }
    }

    private static bool HasRunOut(RequestFailedException exception) =>
        exception.ErrorCode == QueueErrorCode.MessageNotFound || exception.ErrorCode == QueueErrorCode.PopReceiptMismatch;
}
