using Microsoft.Graph;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>JSON batching: up to twenty reads in one call. Each has a status of its own; the SDK tries none of them again.</summary>
internal static class GraphBatch
{
    /// <summary>Graph's limit of requests in a batch.</summary>
    public const int Most = 20;

    /// <summary>Sends them and reads every answer.</summary>
    public static async Task<IReadOnlyList<GraphBatchItem<T>>> PostAsync<T>(
        GraphServiceClient graph, IReadOnlyList<RequestInformation> reads, ParsableFactory<T> factory, Instant now, CancellationToken cancellationToken)
        where T : class, IParsable
    {
        var batch = new BatchRequestContentCollection(graph, Most);
        var ids = new List<string>();
        foreach (var read in reads)
        {
            PreferHandler.AddTo(read);
            ids.Add(await batch.AddBatchRequestStepAsync(read));
        }

        var answers = await graph.Batch.PostAsync(batch, cancellationToken);
        var items = new List<GraphBatchItem<T>>();
        for (var i = 0; i < ids.Count; i++)
        {
            using var response = await answers.GetResponseByIdAsync(ids[i])
                ?? throw new GraphAnswerException("a batch left one of its requests unanswered");
            items.Add(response.IsSuccessStatusCode
                ? new GraphBatchItem<T>(i, await ReadAsync(response, factory, cancellationToken), null)
                : new GraphBatchItem<T>(i, null, await GraphFailure.FromAsync(response, now, cancellationToken)));
        }

        return items;
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, ParsableFactory<T> factory, CancellationToken cancellationToken)
        where T : class, IParsable
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await KiotaJsonSerializer.DeserializeAsync(body, factory, cancellationToken)
            ?? throw new GraphAnswerException("an answer in a batch has no body");
    }
}

/// <summary>One answer of a batch: what was read, or the failure.</summary>
/// <param name="Index">Which of the reads.</param>
/// <param name="Value">What was read, or null.</param>
/// <param name="Failure">What went wrong, or null.</param>
internal sealed record GraphBatchItem<T>(int Index, T? Value, GraphFailure? Failure)
    where T : class;
