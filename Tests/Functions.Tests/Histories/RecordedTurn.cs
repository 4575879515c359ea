using System.Text.Json.Nodes;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Functions.Durable;
using Google.Protobuf;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Functions.Tests.Histories;

/// <summary>One turn of an orchestrator as Durable Task asked for it, with the whole history of its generation, and what the orchestrator answered.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Response">What was answered.</param>
internal sealed record RecordedTurn(OrchestratorRequest Request, OrchestratorResponse Response)
{
    private static readonly IServiceProvider Services = new ServiceCollection()
        .AddLogging()
        .AddSingleton(new DurableTaskWorkerOptions { DataConverter = new JsonDataConverter(DurableJson.Options) })
        .BuildServiceProvider();

    /// <summary>All events of the generation, those that are new last.</summary>
    public IEnumerable<HistoryEvent> Events => Request.PastEvents.Concat(Request.NewEvents);

    /// <summary>The orchestrator's name.</summary>
    public string Orchestrator => Events.First(e => e.ExecutionStarted is not null).ExecutionStarted.Name;

    /// <summary>Which kinds of events there are, in order.</summary>
    public string Way => string.Join(' ', Events.Select(e => $"{e.EventTypeCase}{(e.TaskScheduled is { Name: var name } ? $" {name}" : "")}"));

    /// <summary>Reads one as it was written.</summary>
    public static RecordedTurn Read(JsonNode json) => new(
        JsonParser.Default.Parse<OrchestratorRequest>(json["request"]!.ToJsonString()), JsonParser.Default.Parse<OrchestratorResponse>(json["response"]!.ToJsonString()));

    /// <summary>Writes it legibly.</summary>
    public JsonObject Write() => new()
    {
        ["request"] = JsonNode.Parse(JsonFormatter.Default.Format(Request)),
        ["response"] = JsonNode.Parse(JsonFormatter.Default.Format(Response)),
    };

    /// <summary>Has an orchestrator take the turn again, by the way that a Functions host's worker goes.</summary>
    public OrchestratorResponse Replay(Func<IOrchestrationContext, string?, Task> orchestrator)
    {
        var answer = GrpcOrchestrationRunner.LoadAndRun<System.Text.Json.JsonElement?, object?>(
            Convert.ToBase64String(Request.ToByteArray()),
            async (context, input) =>
            {
                await DurableTaskContext.RunAsync(context, generation => orchestrator(generation, input?.GetRawText()));
                return null;
            },
            Services);
        return OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer));
    }
}
