using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite.Execution;

namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <summary>What other threads tell the engine's thread.</summary>
internal abstract record EngineMessage
{
    public sealed record Start(OrchestratorRegistration Orchestrator, string InstanceId, string Input, ReusePolicy Reuse, TaskCompletionSource<StartResult> Answer)
        : EngineMessage;

    public sealed record Raise(string InstanceId, string EventName, string Data, TaskCompletionSource<bool> Answer) : EngineMessage;

    public sealed record Terminate(string InstanceId, string Reason, TaskCompletionSource<bool> Answer) : EngineMessage;

    public sealed record Purge(DateTimeOffset EndedBefore, TaskCompletionSource<int> Answer) : EngineMessage;

    public sealed record PurgeOne(string InstanceId, TaskCompletionSource<bool> Answer) : EngineMessage;

    public sealed record Rewrite(TaskCompletionSource<bool> Answer) : EngineMessage;

    public sealed record AskNextDue(TaskCompletionSource<DateTimeOffset?> Answer) : EngineMessage;

    public sealed record GoLive(TaskCompletionSource<bool> Answer) : EngineMessage;

    public sealed record Step(TaskCompletionSource<bool> Answer) : EngineMessage;

    public sealed record Pause(TaskCompletionSource<bool> Answer) : EngineMessage;

    public sealed record Quit : EngineMessage;

    public sealed record Wake : EngineMessage;

    public sealed record ActivityEnded(ActivityTask Task, string? Result, Exception? Failure) : EngineMessage;

    public sealed record ForeignContinuation(OrchestrationExecution Execution, string What) : EngineMessage;
}
