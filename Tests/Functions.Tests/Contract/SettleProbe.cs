using System.Collections.Concurrent;
using ClinicalEngagement.Durable.Abstractions;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using RetryPolicy = ClinicalEngagement.Durable.Abstractions.RetryPolicy;

namespace ClinicalEngagement.Functions.Tests.Contract;

/// <summary>
/// Tells when an instance has done all it can do now. The host can't be asked, so the instance is: an event of the probe's own runs
/// behind all that came before it, and is answered with how many activities the code still waits for.
/// </summary>
/// <param name="askAgain">How long an answer may take before the question counts as lost.</param>
internal sealed class SettleProbe(TimeSpan askAgain)
{
    private const string Event = "settle-probe";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<int>> questions = new();
    private int last;

    public IOrchestrationContext Watch(TaskOrchestrationContext raw, IOrchestrationContext generation)
    {
        var counting = new CountingContext(generation);
        _ = AnswerAsync(raw, counting);
        return counting;
    }

    public async Task SettleAsync(IOrchestrationClient client, string instanceId)
    {
        using var patience = new CancellationTokenSource(Patience);
        var quiet = 0;
        while ((await client.FindAsync(instanceId, patience.Token))?.State is OrchestrationState.Pending or OrchestrationState.Running)
        {
            var question = Interlocked.Increment(ref last);
            var answer = questions.GetOrAdd(question, _ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            await client.RaiseEventAsync(instanceId, Event, question, patience.Token);
            // A generation that ends just then takes the question with it, so it is asked anew.
            await Task.WhenAny(answer, Task.Delay(askAgain, TimeProvider.System, patience.Token));
            patience.Token.ThrowIfCancellationRequested();
            if (answer.IsCompletedSuccessfully)
                quiet = await answer == 0 ? quiet + 1 : 0;
            // An answer comes before its own turn is committed; the second one tells that the first one's was, and did not end it.
            if (quiet == 2)
                return;
        }
    }

    private async Task AnswerAsync(TaskOrchestrationContext raw, CountingContext counting)
    {
        while (true)
        {
            var question = await raw.WaitForExternalEvent<int>(Event);
            if (questions.TryGetValue(question, out var answer))
                answer.TrySetResult(counting.Pending);
        }
    }

    private sealed class CountingContext(IOrchestrationContext inner) : IOrchestrationContext
    {
        public int Pending { get; private set; }

        public string InstanceId => inner.InstanceId;

        public DateTimeOffset CurrentUtc => inner.CurrentUtc;

        public bool IsReplaying => inner.IsReplaying;

        public async Task<TOutput> CallActivityAsync<TInput, TOutput>(ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null)
        {
            Pending++;
            try
            {
                return await inner.CallActivityAsync(activity, input, retry);
            }
            finally
            {
                Pending--;
            }
        }

        public Task CreateTimerAsync(DateTimeOffset fireAt, CancellationToken cancellationToken) => inner.CreateTimerAsync(fireAt, cancellationToken);

        public Task<TEvent> WaitForEventAsync<TEvent>(string eventName, CancellationToken cancellationToken) =>
            inner.WaitForEventAsync<TEvent>(eventName, cancellationToken);

        public void ContinueAsNew<TInput>(TInput input) => inner.ContinueAsNew(input);

        public Guid NewGuid() => inner.NewGuid();

        public ILogger CreateReplaySafeLogger(string category) => inner.CreateReplaySafeLogger(category);
    }
}
