using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.DurableTask.Protobuf;

namespace ClinicalEngagement.Functions.Tests;

/// <summary>
/// Makes up for a fault of the in-process test host 0.2.3: what an orchestrator sends in the turn in which it continues as new is thrown
/// away with that turn, while Durable Task's own dispatcher, which hosts on Azure run, keeps it. Its library sends so what nobody had
/// waited for. What the instance sends to itself is therefore handed over as an event carried over, which the test host keeps.
/// </summary>
internal sealed class DeliversToTheNextGeneration : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        if (request is OrchestratorResponse turn)
            CarryOver(turn);
        return continuation(request, context);
    }

    private static void CarryOver(OrchestratorResponse turn)
    {
        var next = turn.Actions.Select(action => action.CompleteOrchestration).FirstOrDefault(end => end?.OrchestrationStatus is OrchestrationStatus.ContinuedAsNew);
        if (next is null)
            return;
        foreach (var action in turn.Actions.Where(action => action.SendEvent?.Instance.InstanceId == turn.InstanceId).ToList())
        {
            next.CarryoverEvents.Add(new HistoryEvent
            {
                EventId = -1,
                EventRaised = new EventRaisedEvent { Name = action.SendEvent.Name, Input = action.SendEvent.Data },
            });
            turn.Actions.Remove(action);
        }
    }
}
