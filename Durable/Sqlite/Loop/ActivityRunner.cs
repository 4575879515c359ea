using ClinicalEngagement.Durable.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <summary>Runs one try of an activity on the thread pool, in a scope of its own, and posts its outcome.</summary>
internal sealed class ActivityRunner(DurableRegistry registry, IServiceProvider services, Action<EngineMessage> post)
{
    private readonly IServiceScopeFactory scopes = services.GetRequiredService<IServiceScopeFactory>();
    private readonly CancellationTokenSource cancelled = new();

    public bool IsCancelled => cancelled.IsCancellationRequested;

    public void Cancel() => cancelled.Cancel();

    public void Begin(ActivityTask task) =>
        ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Runner.RunAsync(state.Task), (Runner: this, Task: task), preferLocal: false);

    private async Task RunAsync(ActivityTask task)
    {
        string result;
        using var trace = EngineTelemetry.BeginActivity(task);
        try
        {
            if (!registry.Activities.TryGetValue(task.Name, out var activity))
                throw new NonRetriableException($"No activity is registered under the name '{task.Name}'.");
            await using var scope = scopes.CreateAsyncScope();
            result = await activity.Run(scope.ServiceProvider, task.Input, cancelled.Token);
        }
        catch (Exception failure)
        {
            // An activity may throw anything; whatever it is becomes a retry or the orchestrator's ActivityFailedException.
            trace?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, failure.GetType().FullName);
            post(new EngineMessage.ActivityEnded(task, null, failure));
            return;
        }
        post(new EngineMessage.ActivityEnded(task, result, null));
    }
}
