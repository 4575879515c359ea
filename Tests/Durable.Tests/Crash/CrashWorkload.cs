using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Durable.Tests.Crash;

/// <summary>Orchestrations that use every feature of the engine, and leave one keyed effect behind for each thing they did.</summary>
internal static class CrashWorkload
{
    public const int Generations = 3;

    public static readonly OrchestratorName<MixedInput> Mixed = new("Mixed");
    public static readonly OrchestratorName<string> Doomed = new("Doomed");
    public static readonly OrchestratorName<string> Broken = new("Broken");
    public static readonly OrchestratorName<string> Careless = new("Careless");
    public static readonly OrchestratorName<string> Once = new("Once");

    private static readonly ActivityName<string, string> Effect = new("Effect");
    private static readonly ActivityName<string, string> Flaky = new("Flaky");
    private static readonly ActivityName<string, string> Poison = new("Poison");

    /// <param name="effect">Takes note of a key; called again where an activity ran again.</param>
    /// <param name="firstTry">True the first time it is asked about a key.</param>
    /// <param name="shortest">The unit of all timers and backoffs.</param>
    public static DurableRegistry Register(Action<string> effect, Func<string, bool> firstTry, TimeSpan shortest)
    {
        var registry = new DurableRegistry();
        registry.Add(Code<MixedInput>(Mixed.Name, (context, input) => MixedAsync(context, input, shortest)));
        registry.Add(Code<string>(Doomed.Name, async (context, _) =>
        {
            var timer = context.CreateTimerAsync(context.CurrentUtc + 1_000 * shortest, CancellationToken.None);
            await context.CallActivityAsync(Effect, $"{context.InstanceId}/began");
            await timer;
        }));
        registry.Add(Code<string>(Broken.Name, async (context, _) =>
        {
            try
            {
                await context.CallActivityAsync(Poison, context.InstanceId, new RetryPolicy(2, shortest));
            }
            catch (ActivityFailedException)
            {
                await context.CallActivityAsync(Effect, $"{context.InstanceId}/mourned");
            }
            throw new InvalidDataException("broken");
        }));
        registry.Add(Code<string>(Careless.Name, (context, _) =>
        {
            // Ends with an activity unanswered and a timer open.
            var activity = context.CallActivityAsync(Effect, $"{context.InstanceId}/unanswered");
            var timer = context.CreateTimerAsync(context.CurrentUtc + shortest, CancellationToken.None);
            return activity.IsCompleted || timer.IsCompleted ? throw new InvalidOperationException() : Task.CompletedTask;
        }));
        registry.Add(Code<string>(Once.Name, (context, key) => context.CallActivityAsync(Effect, key)));
        registry.Add(Run(Effect.Name, key =>
        {
            effect(key);
            return key;
        }));
        registry.Add(Run(Flaky.Name, key =>
        {
            if (firstTry(key))
                throw new TimeoutException("first try");
            effect(key);
            return key;
        }));
        registry.Add(Run(Poison.Name, _ => throw new InvalidDataException("poison")));
        return registry;
    }

    /// <summary>The effects that one finished instance of <see cref="Mixed"/> leaves, each once; the GUID's is a prefix.</summary>
    public static IEnumerable<string> EffectsOf(string id) => Enumerable.Range(0, Generations).SelectMany(g => new[]
    {
        $"{id}/{g}/first", $"{id}/{g}/flaky", $"{id}/{g}/fan0", $"{id}/{g}/fan1", $"{id}/{g}/fan2", $"{id}/{g}/raced", $"{id}/{g}/last/{g}",
        $"{id}/{g}/timer", $"{id}/{g}/guid/",
    });

    private static async Task MixedAsync(IOrchestrationContext context, MixedInput input, TimeSpan shortest)
    {
        var at = $"{context.InstanceId}/{input.Generation}";
        await context.CallActivityAsync(Effect, $"{at}/first");
        await context.CallActivityAsync(Flaky, $"{at}/flaky", new RetryPolicy(5, shortest));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => context.CallActivityAsync(Effect, $"{at}/fan{i}")));
        using (var cancel = new CancellationTokenSource())
        {
            var go = context.WaitForEventAsync<int>("go", cancel.Token);
            var timer = context.CreateTimerAsync(context.CurrentUtc + 3 * shortest, cancel.Token);
            await Task.WhenAny(go, timer);
            cancel.Cancel();
        }
        await context.CallActivityAsync(Effect, $"{at}/raced");
        var last = await context.WaitForEventAsync<int>($"last-{input.Generation}", CancellationToken.None);
        await context.CallActivityAsync(Effect, $"{at}/last/{last}");
        await context.CreateTimerAsync(context.CurrentUtc + shortest, CancellationToken.None);
        await context.CallActivityAsync(Effect, $"{at}/timer");
        await context.CallActivityAsync(Effect, $"{at}/guid/{context.NewGuid():N}");
        if (input.Generation + 1 < Generations)
            context.ContinueAsNew(new MixedInput(input.Generation + 1));
    }

    private static OrchestratorRegistration Code<TInput>(string name, Func<IOrchestrationContext, TInput, Task> code) => new(
        name, typeof(CrashWorkload), typeof(TInput),
        (context, input) => code(context, System.Text.Json.JsonSerializer.Deserialize<TInput>(input!, DurableJson.Options)!));

    private static ActivityRegistration Run(string name, Func<string, string> code) => new(
        name, typeof(CrashWorkload), typeof(string), typeof(string),
        (_, input, _) => Task.FromResult(System.Text.Json.JsonSerializer.Serialize(
            code(System.Text.Json.JsonSerializer.Deserialize<string>(input!)!), DurableJson.Options)));

    /// <param name="Generation">From 0.</param>
    internal sealed record MixedInput(int Generation);
}
