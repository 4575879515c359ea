using System.Text.Json;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalEngagement.Benchmarks.Engine;

/// <summary>Orchestrations of five activities in sequence, as many at once as asked for.</summary>
internal sealed class StepWorkload : IServiceProvider, IServiceScopeFactory, IServiceScope
{
    public const int Steps = 5;

    public static readonly OrchestratorName<int> FiveSteps = new("FiveSteps");
    public static readonly OrchestratorName<DateTimeOffset> OneTimer = new("OneTimer");
    public static readonly OrchestratorName<int> OneEvent = new("OneEvent");
    public static readonly ActivityName<int, int> Step = new("Step");
    public static readonly ActivityName<string, int> Finished = new("Finished");

    private readonly Action<string> finished;

    public StepWorkload(Action<string> finished) => this.finished = finished;

    public IServiceProvider ServiceProvider => this;

    public DurableRegistry Registry()
    {
        var registry = new DurableRegistry();
        registry.Add(new OrchestratorRegistration(FiveSteps.Name, typeof(StepWorkload), typeof(int), FiveStepsAsync));
        registry.Add(new OrchestratorRegistration(OneTimer.Name, typeof(StepWorkload), typeof(DateTimeOffset), OneTimerAsync));
        registry.Add(new OrchestratorRegistration(OneEvent.Name, typeof(StepWorkload), typeof(int), OneEventAsync));
        registry.AddActivity<StepActivity, int, int>(Step);
        return registry;
    }

    public static Task<EmbeddedEngine> OpenAsync(string file, StepWorkload workload, Synchronous synchronous = Synchronous.Full) => EmbeddedEngine.OpenAsync(
        new EmbeddedEngineOptions { DatabaseFile = file, Synchronous = synchronous, MaxConcurrentActivities = 256 },
        workload.Registry(), workload, TimeProvider.System, NullLoggerFactory.Instance);

    public object? GetService(Type serviceType) =>
        serviceType == typeof(IServiceScopeFactory) ? this
        : serviceType == typeof(StepActivity) ? new StepActivity()
        : null;

    public IServiceScope CreateScope() => this;

    public void Dispose()
    {
    }

    private async Task FiveStepsAsync(IOrchestrationContext context, string? input)
    {
        var value = JsonSerializer.Deserialize<int>(input!);
        for (var i = 0; i < Steps; i++)
            value = await context.CallActivityAsync(Step, value);
        finished(context.InstanceId);
    }

    private async Task OneTimerAsync(IOrchestrationContext context, string? input)
    {
        await context.CreateTimerAsync(JsonSerializer.Deserialize<DateTimeOffset>(input!), CancellationToken.None);
        finished(context.InstanceId);
    }

    private async Task OneEventAsync(IOrchestrationContext context, string? input)
    {
        await context.WaitForEventAsync<int>("go", CancellationToken.None);
        await context.CallActivityAsync(Step, JsonSerializer.Deserialize<int>(input!));
        finished(context.InstanceId);
    }

    private sealed class StepActivity : IActivity<int, int>
    {
        public Task<int> RunAsync(int input, CancellationToken cancellationToken) => Task.FromResult(input + 1);
    }
}
