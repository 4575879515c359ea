using System.Text.Json;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Tests.Harbour;

namespace ClinicalEngagement.Orchestrations.Tests.Histories;

/// <summary>
/// What orchestrators did under the code of a release is replayed by the code of now: who is in the middle of a generation when a new build
/// starts goes on. Recorded anew, after a release, with <c>RECORD_HISTORIES=Tests/Histories</c> (an absolute path).
/// </summary>
public sealed class RecordedHistoriesTests
{
    private const string Setting = "RECORD_HISTORIES";
    private static readonly JsonSerializerOptions Legible = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static TheoryData<string> Orchestrators => [.. EngagementOrchestrations.Registry.Orchestrators.Keys];

    [Theory]
    [MemberData(nameof(Orchestrators))]
    public void Recorded_GoesOnWithTheCodeOfNow(string orchestrator)
    {
        foreach (var history in Recorded(orchestrator))
            history.Replay(EngagementOrchestrations.Registry);
    }

    [Theory]
    [MemberData(nameof(Orchestrators))]
    public void Recorded_IsNoticedWhereTheCodeGoesAnotherWay(string orchestrator)
    {
        var changed = new DurableRegistry().Add(new OrchestratorRegistration(
            orchestrator, typeof(RecordedHistoriesTests), typeof(Guid), (context, _) => context.CreateTimerAsync(context.CurrentUtc.AddDays(1), CancellationToken.None)));

        foreach (var history in Recorded(orchestrator))
            Should.Throw<InvalidOperationException>(() => history.Replay(changed)).Message.ShouldContain("history holds activity 'Decide");
    }

    [Fact]
    public async Task Story_IsReplayedAsItRan_AndTakesEveryOrchestratorThroughEffectsAndWaits()
    {
        var recorder = new HistoryRecorder();
        await using var trust = await HarbourTrust.OpenAsync(registry: recorder.Registry);
        recorder.Reader = trust.Reader;
        await trust.BeginAsync(HarbourTrust.Request);
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();
        await recorder.LookAsync(HarbourTrust.Token);
        await trust.RunToAsync("2026-08-01T10:00");
        var task = (await trust.OpenTasksAsync(TaskKind.RecordOutcome)).ShouldHaveSingleItem();
        await trust.Lead(l => l.RecordOutcomeAsync(task.MeetingId!.Value, Outcome.TookPlace, HarbourTrust.Token));
        await recorder.LookAsync(HarbourTrust.Token);

        foreach (var orchestrator in EngagementOrchestrations.Registry.Orchestrators.Keys)
        {
            var ways = recorder.Of(orchestrator);
            ways.Count.ShouldBeGreaterThan(1, orchestrator);
            foreach (var way in ways)
                way.Replay(EngagementOrchestrations.Registry);
            if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } folder)
                await File.WriteAllTextAsync(Path.Combine(folder, "embedded", $"{orchestrator}.json"), JsonSerializer.Serialize(ways, Legible) + "\n", HarbourTrust.Token);
        }
    }

    /// <summary>The histories that the released build left of that orchestrator.</summary>
    internal static IReadOnlyList<RecordedHistory> Recorded(string orchestrator)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Histories", $"{orchestrator}.json");
        File.Exists(file).ShouldBeTrue($"no history of {orchestrator} was recorded: set {Setting}");
        var histories = JsonSerializer.Deserialize<RecordedHistory[]>(File.ReadAllText(file), Legible).ShouldNotBeNull();
        histories.ShouldNotBeEmpty();
        histories.ShouldAllBe(h => h.Orchestrator == orchestrator && h.Turns.Count > 0);
        return histories;
    }
}
