using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalEngagement.Orchestrations;
using Microsoft.DurableTask.Protobuf;

namespace ClinicalEngagement.Functions.Tests.Histories;

/// <summary>
/// Turns that Durable Task asked of the orchestrators of a release are taken again by the orchestrators of now, over the adapter and by the
/// way that the worker of a Functions host goes: whoever is in the middle of a generation when a new build starts goes on. Recorded anew,
/// after a release, with <c>RECORD_HISTORIES=Tests/Histories</c> (an absolute path) set for <c>FormToInvitationTests</c>.
/// </summary>
public sealed class RecordedTurnsTests
{
    public static TheoryData<string> Orchestrators => [.. EngagementOrchestrations.Registry.Orchestrators.Keys];

    [Theory]
    [MemberData(nameof(Orchestrators))]
    public void Recorded_IsAnsweredByTheCodeOfNowAsByTheRelease(string orchestrator)
    {
        foreach (var turn in Recorded(orchestrator))
        {
            var answer = turn.Replay(EngagementOrchestrations.Registry.Orchestrators[orchestrator].Run);
            answer.Actions.ShouldBe(turn.Response.Actions, turn.Way);
        }
    }

    [Theory]
    [MemberData(nameof(Orchestrators))]
    public void Recorded_IsNoticedWhereTheCodeGoesAnotherWay(string orchestrator)
    {
        foreach (var turn in Recorded(orchestrator).Where(t => t.Request.PastEvents.Any(e => e.TaskScheduled is not null)))
        {
            var answer = turn.Replay((context, _) => context.CreateTimerAsync(context.CurrentUtc.AddDays(1), CancellationToken.None));

            var end = answer.Actions[^1].CompleteOrchestration.ShouldNotBeNull();
            end.OrchestrationStatus.ShouldBe(OrchestrationStatus.Failed);
            end.FailureDetails.ErrorType.ShouldContain("NonDeterministic");
        }
    }

    private static IReadOnlyList<RecordedTurn> Recorded(string orchestrator)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Histories", $"{orchestrator}.json");
        File.Exists(file).ShouldBeTrue($"no turn of {orchestrator} was recorded");
        var turns = JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(t => RecordedTurn.Read(t!)).ToArray();
        turns.ShouldAllBe(t => t.Orchestrator == orchestrator);
        turns.Any(t => t.Request.PastEvents.Any(e => e.TaskScheduled is not null)).ShouldBeTrue("a turn in the middle of a generation");
        return turns;
    }

    /// <summary>Writes them down where a release is being recorded.</summary>
    internal static async Task KeepAsync(TurnRecorder recorder, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("RECORD_HISTORIES") is not { Length: > 0 } folder)
            return;
        var into = Directory.CreateDirectory(Path.Combine(folder, "durable-task"));
        foreach (var orchestrator in EngagementOrchestrations.Registry.Orchestrators.Keys)
        {
            var turns = new JsonArray([.. recorder.Turns[orchestrator].Take(4).Select(t => t.Write())]);
            await File.WriteAllTextAsync(Path.Combine(into.FullName, $"{orchestrator}.json"), turns.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n", cancellationToken);
        }
    }
}
