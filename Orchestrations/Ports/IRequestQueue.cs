using ClinicalEngagement.Domain;

namespace ClinicalEngagement.Orchestrations.Ports;

/// <summary>The queue between intake and the workflow. A message carries the stored request's id and nothing else.</summary>
public interface IRequestQueue
{
    /// <summary>Puts the request's id on the queue; delivered at least once.</summary>
    Task EnqueueAsync(RequestId request, CancellationToken cancellationToken);
}
