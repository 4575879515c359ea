using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using Microsoft.Data.Sqlite;

namespace ClinicalEngagement.Orchestrations.Tests.Histories;

/// <summary>
/// A new build takes over an engagement that the released one has begun: the process ends while an activity is under way, the engine's file
/// holds the history that the release recorded up to there, and the code of now goes on from it until the project is closed.
/// </summary>
public sealed class UpgradeWhileEngagementsRunTests
{
    private static readonly Lazy<Task<IReadOnlyList<string>>> Undisturbed = new(() => RunAsync(null, null));

    [Theory]
    [InlineData("Project", "IdentifyPanel")]
    [InlineData("Project", "PlanPanel")]
    [InlineData("Project", "StartOrchestration")]
    [InlineData("Clinician", "BookMeeting")]
    [InlineData("Clinician", "CreateDraft")]
    [InlineData("Clinician", "SendDraft")]
    [InlineData("Updates", "DecideUpdates")]
    public async Task StoppedAtAnActivity_TheNewBuildGoesOnFromTheRecordedHistory_ToTheEndAndDoesNothingTwice(string orchestrator, string activity)
    {
        (await RunAsync(orchestrator, activity)).ShouldBe(await Undisturbed.Value);
    }

    /// <summary>Everything that reached somebody, in order of kind: a retry may bring a mail a few seconds later.</summary>
    private static async Task<IReadOnlyList<string>> RunAsync(string? orchestrator, string? activity)
    {
        var isReleased = activity is not null;
        await using var trust = await HarbourTrust.OpenAsync(registry: Stopping(activity, () => isReleased));
        await trust.BeginAsync(HarbourTrust.Request);
        if (isReleased)
        {
            isReleased = false;
            await trust.RestartAsync(file => PutRecorded(file, orchestrator!, activity!));
        }

        await trust.RunToAsync("2026-06-08T12:00");
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();
        await trust.RunToAsync("2026-08-01T10:00");
        var task = (await trust.OpenTasksAsync(TaskKind.RecordOutcome)).ShouldHaveSingleItem();
        await trust.Lead(l => l.RecordOutcomeAsync(task.MeetingId!.Value, Outcome.TookPlace, HarbourTrust.Token));
        await trust.Lead(l => l.CloseAsync(trust.Project, "Frail people go home the same day because of you.", HarbourTrust.Token));
        await trust.RunToAsync("2026-09-01T10:00");

        foreach (var instance in new[] { Instances.Of(trust.Project), Instances.Of(trust.Member), Instances.UpdatesOf(trust.Project) })
            (await trust.StateAsync(instance)).ShouldBe(OrchestrationState.Completed, instance);
        trust.Mailer.To(HarbourTrust.Bell).Count.ShouldBeGreaterThan(2);
        return
        [
            .. trust.Mailer.Sent.Select(m => $"{m.Kind} to {m.To}").Order(StringComparer.Ordinal),
            .. trust.Calendar.Journal.Select(j => j.Split(' ')[0]).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The product's own, but that the one activity never comes to its end while it is asked not to.</summary>
    private static DurableRegistry Stopping(string? activity, Func<bool> isStopping)
    {
        var registry = new DurableRegistry();
        foreach (var one in EngagementOrchestrations.Registry.Orchestrators.Values)
            registry.Add(one);
        foreach (var one in EngagementOrchestrations.Registry.Activities.Values)
            registry.Add(one with
            {
                Run = (services, input, cancellationToken) => one.Name == activity && isStopping()
                    ? throw new IOException("The process ended.")
                    : one.Run(services, input, cancellationToken),
            });
        return registry;
    }

    /// <summary>In place of what the code of now wrote, what the release recorded, up to the activity that is under way.</summary>
    private static void PutRecorded(string file, string orchestrator, string activity)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        connection.Open();
        var (key, id, generation) = Single(
            connection, "SELECT i.key, i.id, i.generation FROM instances i JOIN activities a ON a.instance=i.key WHERE i.orchestrator=$1 AND a.name=$2", orchestrator, activity);
        var turns = (long)Command(connection, "SELECT count(*) FROM history WHERE instance=$1", key).ExecuteScalar()!;
        var recorded = RecordedHistoriesTests.Recorded(orchestrator).Where(h => h.InstanceId == id && h.Generation == generation).ShouldHaveSingleItem();
        recorded.Turns.Count.ShouldBeGreaterThanOrEqualTo((int)turns);
        recorded.Turns[(int)turns - 1].Events["out"]!.AsArray()[^1]![2]!.GetValue<string>().ShouldBe(activity, "the release asked for it at the same place");

        Command(connection, "DELETE FROM history WHERE instance=$1", key).ExecuteNonQuery();
        foreach (var turn in recorded.Turns.Take((int)turns))
            Command(
                connection, "INSERT INTO history(instance, turn, at, events) VALUES($1,$2,$3,$4)",
                key, turn.Number, turn.At.UtcTicks, turn.Events.ToJsonString()).ExecuteNonQuery().ShouldBe(1);
    }

    private static (long Key, string Id, long Generation) Single(SqliteConnection connection, string sql, params object[] values)
    {
        using var row = Command(connection, sql, values).ExecuteReader();
        row.Read().ShouldBeTrue("an instance waits for the activity");
        var found = (row.GetInt64(0), row.GetString(1), row.GetInt64(2));
        row.Read().ShouldBeFalse();
        return found;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params object[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        return command;
    }
}
