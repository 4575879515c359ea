using System.Collections.Concurrent;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Durable.Tests.Harness;

namespace ClinicalEngagement.Durable.Tests.Embedded;

/// <summary>Does the same to an engine and to the models, and compares them after every step.</summary>
internal sealed class OracleRun : IAsyncDisposable
{
    private readonly EngineHarness harness = new();
    private readonly Dictionary<string, OracleModel> models = [];
    private readonly ConcurrentDictionary<string, List<string>> lines = new();
    private readonly ConcurrentDictionary<string, HashSet<DateTimeOffset>> tries = new();
    private readonly OrchestratorName<Input> script;
    private readonly ActivityName<string, string> write;
    private readonly ActivityName<string, string> flaky;
    private readonly ActivityName<string, string> poison;
    private int crashIn;
    private int number;

    public OracleRun(int liveExecutions)
    {
        harness.Options = harness.Options with { LiveExecutions = liveExecutions, CommitProbe = Probe };
        write = harness.Activity<string, string>("Write", line => Write(line));
        flaky = harness.Activity<string, string>("Flaky", line =>
        {
            var parts = line.Split('|', 2);
            var key = parts[1];
            // A try repeated after a crash, at the same time, is the same try.
            var times = tries.GetOrAdd(key, _ => []);
            times.Add(harness.Clock.GetUtcNow());
            return times.Count <= int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)
                ? throw new TimeoutException()
                : Write(key);
        });
        poison = harness.Activity<string, string>("Poison", _ => throw new NonRetriableException("poison"));
        script = harness.Orchestrator<Input>("Script", RunAsync);
    }

    public HashSet<Type> StepsDone { get; } = [];

    public Task OpenAsync() => harness.OpenAsync();

    public async Task DoAsync(OracleOperation operation)
    {
        switch (operation)
        {
            case OracleOperation.Start start:
                var expected = models.ContainsKey(start.Id) ? StartResult.AlreadyExists : StartResult.Started;
                models.TryAdd(start.Id, new OracleModel(start.Steps, StepsDone));
                (await harness.StartAsync(script, start.Id, new Input(0, start.Steps))).ShouldBe(expected);
                break;
            case OracleOperation.StartAnew anew:
                await StartAnewAsync(anew);
                break;
            case OracleOperation.Purge:
                var ended = models.Where(m => m.Value.IsEnded).Select(m => m.Key).ToList();
                (await harness.Engine.PurgeAsync(harness.Clock.GetUtcNow().AddTicks(1), EngineHarness.Token)).ShouldBe(ended.Count);
                ended.ForEach(Forget);
                break;
            case OracleOperation.Raise raise:
                await harness.RaiseAsync(raise.Id, raise.Event.ToUpperInvariant(), ++number);
                if (models.TryGetValue(raise.Id, out var raised))
                    raised.Raise(raise.Event, number);
                break;
            case OracleOperation.Terminate terminate:
                await harness.Client.TerminateAsync(terminate.Id, "enough", EngineHarness.Token);
                if (models.TryGetValue(terminate.Id, out var terminated))
                    terminated.Terminate();
                break;
            case OracleOperation.Advance advance:
                harness.Clock.Advance(TimeSpan.FromMinutes(advance.Minutes));
                break;
            case OracleOperation.Step:
                await StepAsync();
                break;
            case OracleOperation.Reopen:
                await harness.ReopenAsync();
                break;
            case OracleOperation.CrashIn crash:
                crashIn = crash.Commits;
                try
                {
                    await harness.StepAsync();
                }
                catch (InvalidOperationException stopped) when (stopped.InnerException is SimulatedCrashException)
                {
                    await harness.ReopenAsync();
                }
                crashIn = 0;
                await StepAsync();
                break;
        }
    }

    /// <summary>Lets all pending time pass.</summary>
    public async Task FinishAsync()
    {
        await StepAsync();
        while (await harness.Engine.NextDueAsync(EngineHarness.Token) is { } next)
        {
            harness.Clock.SetUtcNow(next);
            await StepAsync();
        }
        harness.Engine.IsIdle.ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private async Task StartAnewAsync(OracleOperation.StartAnew anew)
    {
        var started = !models.TryGetValue(anew.Id, out var before) || before.IsEnded;
        var result = await harness.Engine.StartOrchestrationAsync(
            script, anew.Id, new Input(0, anew.Steps), ReusePolicy.WhenEnded, EngineHarness.Token);
        result.ShouldBe(started ? StartResult.Started : StartResult.AlreadyExists);
        if (!started)
            return;
        Forget(anew.Id);
        models.Add(anew.Id, new OracleModel(anew.Steps, StepsDone));
    }

    private void Forget(string id)
    {
        models.Remove(id);
        lines.TryRemove(id, out _);
        foreach (var key in tries.Keys.Where(k => k.StartsWith($"{id}/", StringComparison.Ordinal)))
            tries.TryRemove(key, out _);
    }

    private async Task StepAsync()
    {
        await harness.StepAsync();
        foreach (var (id, model) in models)
        {
            model.Run(harness.Clock.GetUtcNow());
            (await harness.StateAsync(id)).ShouldBe(model.State, id);
            lines.GetValueOrDefault(id, []).ShouldBe(model.Lines, id);
        }
    }

    private void Probe(CommitPoint point)
    {
        if (crashIn > 0 && --crashIn == 0)
            throw new SimulatedCrashException();
    }

    private string Write(string line)
    {
        var (id, text) = (line[..1], line[2..]);
        var written = lines.GetOrAdd(id, _ => []);
        // A run repeated after a crash finds what the first one did, as every activity must.
        var stamped = $"{text} {harness.Clock.GetUtcNow():HH:mm}";
        if (!written.Contains(stamped))
            written.Add(stamped);
        return line;
    }

    private async Task RunAsync(IOrchestrationContext context, Input input)
    {
        for (var at = input.At; at < input.Steps.Length; at++)
        {
            var key = $"{context.InstanceId}/{at}";
            switch (input.Steps[at])
            {
                case OracleStep.Note:
                    await context.CallActivityAsync(write, $"{key} note");
                    break;
                case OracleStep.Timer timer:
                    await context.CreateTimerAsync(context.CurrentUtc.AddMinutes(timer.Minutes), CancellationToken.None);
                    break;
                case OracleStep.Wait wait:
                    await context.CallActivityAsync(write, $"{key} got {await context.WaitForEventAsync<int>(wait.Event, CancellationToken.None)}");
                    break;
                case OracleStep.WaitOrTimer wait:
                    await WaitOrTimerAsync(context, wait, key);
                    break;
                case OracleStep.Flaky f:
                    await context.CallActivityAsync(flaky, $"{f.Failures}|{key} flaky", new RetryPolicy(5, TimeSpan.FromMinutes(1)));
                    break;
                case OracleStep.Poison:
                    await MournAsync(context, key);
                    break;
                case OracleStep.FanOut:
                    await Task.WhenAll(context.CallActivityAsync(write, $"{key}a note"), context.CallActivityAsync(write, $"{key}b note"));
                    break;
                case OracleStep.Again:
                    context.ContinueAsNew(new Input(at + 1, input.Steps));
                    return;
                case OracleStep.Throw:
                    throw new InvalidDataException("thrown");
            }
        }
    }

    private async Task WaitOrTimerAsync(IOrchestrationContext context, OracleStep.WaitOrTimer wait, string key)
    {
        using var cancel = new CancellationTokenSource();
        var got = context.WaitForEventAsync<int>(wait.Event, cancel.Token);
        var timer = context.CreateTimerAsync(context.CurrentUtc.AddMinutes(wait.Minutes), cancel.Token);
        var winner = await Task.WhenAny(got, timer);
        cancel.Cancel();
        await context.CallActivityAsync(write, winner == got ? $"{key} got {await got}" : $"{key} timeout");
    }

    private async Task MournAsync(IOrchestrationContext context, string key)
    {
        try
        {
            await context.CallActivityAsync(poison, key, new RetryPolicy(3, TimeSpan.FromMinutes(1)));
        }
        catch (ActivityFailedException)
        {
            await context.CallActivityAsync(write, $"{key} mourned");
        }
    }

    private sealed record Input(int At, OracleStep[] Steps);

    private sealed class SimulatedCrashException : Exception;
}
