using ClinicalEngagement.Durable.Abstractions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Orchestrations.Tests.Engagements;

/// <summary>Runs activities at once, without an engine: what is tried here are the rules, not durability.</summary>
internal sealed class DirectContext(IServiceProvider services) : IOrchestrationContext
{
    public string InstanceId => throw new NotSupportedException();

    public DateTimeOffset CurrentUtc => throw new NotSupportedException();

    public bool IsReplaying => false;

    public Task<TOutput> CallActivityAsync<TInput, TOutput>(ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null) =>
        ((IActivity<TInput, TOutput>)services.GetRequiredService(EngagementOrchestrations.Registry.Activities[activity.Name].Type)).RunAsync(input, default);

    public Task CreateTimerAsync(DateTimeOffset fireAt, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TEvent> WaitForEventAsync<TEvent>(string eventName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void ContinueAsNew<TInput>(TInput input) => throw new NotSupportedException();

    public Guid NewGuid() => throw new NotSupportedException();

    public ILogger CreateReplaySafeLogger(string category) => throw new NotSupportedException();
}
