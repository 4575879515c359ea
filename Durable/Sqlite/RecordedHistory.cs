using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite.Execution;
using ClinicalEngagement.Durable.Sqlite.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>
/// The history of one orchestration's current generation, taken out of an engine's file: kept from a release, it shows before the next
/// one whether orchestrations that are on their way can go on with the new code.
/// </summary>
/// <param name="InstanceId">Whose it is.</param>
/// <param name="Orchestrator">The name it was started by.</param>
/// <param name="CreatedAt">When the instance began, in UTC; ids that the code draws come from it.</param>
/// <param name="Generation">The generation, from 0.</param>
/// <param name="FirstSeq">The generation's first sequence number.</param>
/// <param name="Input">The generation's input as JSON, or null.</param>
/// <param name="Turns">Its turns, oldest first.</param>
public sealed record RecordedHistory(
    string InstanceId, string Orchestrator, DateTimeOffset CreatedAt, long Generation, long FirstSeq, string? Input, IReadOnlyList<RecordedTurn> Turns)
{
    /// <summary>Runs the history through the code that is registered now.</summary>
    /// <exception cref="InvalidOperationException">The code asks for something else than it did then, or is registered no longer; the message says where.</exception>
    public void Replay(DurableRegistry registry)
    {
        try
        {
            if (!registry.Orchestrators.TryGetValue(Orchestrator, out var registration))
                throw new NonDeterminismException($"No orchestrator is registered under the name '{Orchestrator}'.");
            var execution = new OrchestrationExecution(
                registration, new ExecutionIdentity(InstanceId, CreatedAt, Generation, FirstSeq, Input), NullLoggerFactory.Instance, (_, _) => { });
            foreach (var turn in Turns)
                execution.Replay(HistoryCodec.Read(new HistoryRow(turn.Number, turn.At, JsonSerializer.SerializeToUtf8Bytes(turn.Events))));
        }
        catch (NonDeterminismException left)
        {
            throw new InvalidOperationException($"{InstanceId}: {left.Message}", left);
        }
    }
}

/// <summary>One turn of a history.</summary>
/// <param name="Number">From 0.</param>
/// <param name="At">When it ran, in UTC.</param>
/// <param name="Events">What was delivered and what the code asked for, as the engine's file holds it.</param>
public sealed record RecordedTurn(int Number, DateTimeOffset At, JsonObject Events);
