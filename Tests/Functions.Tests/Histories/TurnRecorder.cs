using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.DurableTask.Protobuf;

namespace ClinicalEngagement.Functions.Tests.Histories;

/// <summary>Keeps every turn that a worker takes, with what it was asked and what it answered.</summary>
internal sealed class TurnRecorder : Interceptor
{
    private readonly ConcurrentDictionary<string, OrchestratorRequest> asked = new();
    private readonly ConcurrentQueue<RecordedTurn> turns = new();

    /// <summary>Of each orchestrator each way of going through a generation once, the longest first.</summary>
    public ILookup<string, RecordedTurn> Turns => turns.DistinctBy(t => (t.Orchestrator, t.Way)).OrderByDescending(t => t.Events.Count()).ToLookup(t => t.Orchestrator);

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var call = continuation(request, context);
        return new AsyncServerStreamingCall<TResponse>(
            new Listening<TResponse>(call.ResponseStream, Ask), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        if (request is OrchestratorResponse answer && asked.TryRemove(answer.InstanceId, out var turn))
            turns.Enqueue(WithoutTraces(new RecordedTurn(turn, answer.Clone())));
        return continuation(request, context);
    }

    private void Ask(object message)
    {
        if (message is WorkItem { OrchestratorRequest: { } turn })
            asked[turn.InstanceId] = turn.Clone();
    }

    // Which trace a turn belonged to is another one each time.
    private static RecordedTurn WithoutTraces(RecordedTurn turn)
    {
        foreach (var scheduled in turn.Events.Select(e => e.TaskScheduled).OfType<TaskScheduledEvent>())
            scheduled.ParentTraceContext = null;
        foreach (var started in turn.Events.Select(e => e.ExecutionStarted).OfType<ExecutionStartedEvent>())
            started.ParentTraceContext = null;
        foreach (var task in turn.Response.Actions.Select(a => a.ScheduleTask).OfType<ScheduleTaskAction>())
            task.ParentTraceContext = null;
        return turn;
    }

    private sealed class Listening<T>(IAsyncStreamReader<T> inner, Action<object> heard) : IAsyncStreamReader<T>
    {
        public T Current => inner.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await inner.MoveNext(cancellationToken))
                return false;
            heard(inner.Current!);
            return true;
        }
    }
}
