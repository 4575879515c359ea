using System.Collections.Concurrent;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Graph;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>The one way to Graph: keeps what each mailbox allows and turns every answer into a result or an outage.</summary>
/// <param name="client">The official SDK's client.</param>
/// <param name="options">Valid options.</param>
/// <param name="clock">The time that <c>Retry-After</c> counts from.</param>
/// <param name="logger">Told of throttling and refusals, by operation, status and code.</param>
/// <param name="chosen">The mailbox that was chosen to work for every lead, empty for each lead's own, null where the options say it.</param>
internal sealed partial class GraphConnection(GraphServiceClient client, GraphOptions options, IClock clock, ILogger<GraphConnection>? logger = null, Func<string?>? chosen = null)
{
    private readonly ConcurrentDictionary<EmailAddress, MailboxGate> gates = new();
    private readonly ILogger log = logger ?? NullLogger<GraphConnection>.Instance;

    /// <summary>The options it was made with.</summary>
    public GraphOptions Options => options;

    /// <summary>The mailbox that works for a lead: the shared one, or their own.</summary>
    public EmailAddress MailboxFor(EmailAddress lead) =>
        (chosen?.Invoke() ?? options.SharedMailbox) is { } shared && !string.IsNullOrWhiteSpace(shared) ? new EmailAddress(shared) : lead;

    /// <summary>Now.</summary>
    public Instant Now => clock.GetCurrentInstant();

    /// <summary>What that mailbox allows.</summary>
    public MailboxGate GateOf(EmailAddress mailbox) => gates.GetOrAdd(mailbox, _ => new MailboxGate());

    /// <summary>True for an address under the same root; the credential is sent nowhere else.</summary>
    public bool IsOwn(string link) => Uri.TryCreate(link, UriKind.Absolute, out var address)
        && Uri.Compare(address, options.BaseAddress, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Calls Graph for a mailbox.</summary>
    /// <param name="mailbox">Whose allowance it counts towards; empty for the directory and subscriptions.</param>
    /// <param name="operation">Its name, for logs and exceptions.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="expected">What a failure means to this operation, or null where it means nothing special.</param>
    /// <exception cref="GraphOutageException">Network, timeout, 5xx, credentials.</exception>
    /// <exception cref="GraphAnswerException">The request was refused as malformed.</exception>
    public async Task<PortResult<T>> CallAsync<T>(
        EmailAddress mailbox,
        string operation,
        Func<GraphServiceClient, CancellationToken, Task<T>> call,
        CancellationToken cancellationToken,
        Func<GraphFailure, PortResult<T>?>? expected = null)
    {
        var gate = GateOf(mailbox);
        await gate.EnterAsync(cancellationToken);
        try
        {
            return await PassAsync(gate, operation, call, cancellationToken, expected);
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>Reads several things for a mailbox in as few calls as there are twenties of them; each is answered, throttled or refused for itself.</summary>
    /// <param name="mailbox">Whose allowance it counts towards; empty for the directory.</param>
    /// <param name="operation">Its name, for logs and exceptions.</param>
    /// <param name="reads">The reads.</param>
    /// <param name="factory">Makes what they read.</param>
    /// <param name="expected">What a failure means to this operation, or null where it means nothing special.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>One result for each read, in order.</returns>
    /// <exception cref="GraphOutageException">Network, timeout, 5xx, credentials, of the whole or of one of them.</exception>
    public async Task<IReadOnlyList<PortResult<T>>> ReadManyAsync<T>(
        EmailAddress mailbox,
        string operation,
        Func<GraphServiceClient, IEnumerable<RequestInformation>> reads,
        ParsableFactory<T> factory,
        Func<GraphFailure, PortResult<T>?> expected,
        CancellationToken cancellationToken)
        where T : class, IParsable
    {
        var results = new List<PortResult<T>>();
        var gate = GateOf(mailbox);
        foreach (var twenty in reads(client).Chunk(GraphBatch.Most))
        {
            await gate.EnterAllAsync(cancellationToken);
            try
            {
                var answers = await PassAsync(
                    gate, operation, async (graph, cancel) => await GraphBatch.PostAsync(graph, twenty, factory, Now, cancel), cancellationToken, expected: null);
                if (answers is not PortResult<IReadOnlyList<GraphBatchItem<T>>>.Answered { Value: var items })
                    results.AddRange(twenty.Select(_ => answers.Map(_ => (T)null!)));
                else
                    // All are looked at before the first outage among them ends it, so that no word of throttling is lost.
                    results.AddRange(items.OrderBy(i => i.Failure is { IsOutage: true, IsThrottling: false })
                        .Select(i => (i.Index, Result: i.Failure is { } failure ? Meaning(gate, operation, failure, expected) : i.Value!))
                        .OrderBy(i => i.Index).Select(i => i.Result));
            }
            finally
            {
                gate.LeaveAll();
            }
        }

        return results;
    }

    private async Task<PortResult<T>> PassAsync<T>(
        MailboxGate gate,
        string operation,
        Func<GraphServiceClient, CancellationToken, Task<T>> call,
        CancellationToken cancellationToken,
        Func<GraphFailure, PortResult<T>?>? expected)
    {
        try
        {
            // Asked only here: whoever waited for a place may have waited while the mailbox closed.
            if (gate.ClosedUntil(Now) is { } closed)
                return new PortResult<T>.Throttled(closed);
            return await call(client, cancellationToken);
        }
        catch (ApiException exception)
        {
            return Meaning(gate, operation, GraphFailure.From(exception, Now), expected);
        }
        catch (HttpRequestException exception)
        {
            throw new GraphOutageException(operation, exception.HttpRequestError.ToString());
        }
        catch (IOException)
        {
            throw new GraphOutageException(operation, "the connection broke");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GraphOutageException(operation, "no answer in time");
        }
    }

    private PortResult<T> Meaning<T>(MailboxGate gate, string operation, GraphFailure failure, Func<GraphFailure, PortResult<T>?>? expected)
    {
        if (failure.IsThrottling)
        {
            var until = failure.RetryAt ?? Now + Duration.FromTimeSpan(options.DefaultRetryAfter);
            gate.Close(until);
            LogThrottled(operation, failure, until);
            GraphMetrics.Throttled(operation);
            return new PortResult<T>.Throttled(until);
        }

        if (expected?.Invoke(failure) is { } meaning)
            return meaning;
        if (failure.IsRefusal || failure.Status == 404)
        {
            LogRefused(operation, failure);
            // A mailbox that is gone is the directory's business, and found by the account sweep.
            if (failure.Status == 403)
                GraphMetrics.Refused(operation);
            return new PortResult<T>.Refused(failure.Status == 403
                ? $"Microsoft 365 does not permit this app to do this with the mailbox ({failure})."
                : $"Microsoft 365 does not know the mailbox or it cannot be used ({failure}).");
        }

        throw failure.IsOutage
            ? new GraphOutageException(operation, failure.ToString())
            : new GraphAnswerException($"{operation} was refused with {failure}");
    }

    [LoggerMessage(1, LogLevel.Information, "Graph throttled {Operation} ({Failure}) until {Until}")]
    private partial void LogThrottled(string operation, GraphFailure failure, Instant until);

    [LoggerMessage(2, LogLevel.Warning, "Graph refused {Operation} ({Failure})")]
    private partial void LogRefused(string operation, GraphFailure failure);
}
