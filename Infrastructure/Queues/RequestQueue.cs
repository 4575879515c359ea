using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Ports;

namespace ClinicalEngagement.Infrastructure.Queues;

/// <summary>The requests' queue: a message is the request's id, 32 hexadecimal digits.</summary>
public sealed class RequestQueue(IMessageQueue queue) : IRequestQueue
{
    /// <inheritdoc/>
    public Task EnqueueAsync(RequestId request, CancellationToken cancellationToken) => queue.SendAsync(request.ToString(), cancellationToken);

    /// <summary>The id that a message carries; null when it carries anything else.</summary>
    public static RequestId? TryRead(string body) => Guid.TryParseExact(body.Trim(), "N", out var id) ? new RequestId(id) : null;
}
