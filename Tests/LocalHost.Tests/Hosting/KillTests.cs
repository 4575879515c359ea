using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ClinicalEngagement.LocalHost.Tests.Hosting;

/// <summary>kill -9 at random moments of a real process; the simulated trust's journal is the judge of "nothing lost, nothing doubled".</summary>
public sealed class KillTests
{
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_KILLS") ?? "20", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Kill_AtRandomMoments_LosesAndDoublesNothing()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20270111);
        await using (var host = await HostProcess.StartAsync(folder.Path, "Paused"))
            await host.BeginAsync(Samples.Frailty);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var host = await HostProcess.StartAsync(folder.Path, "DayPerSecond");
            using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(50, 1500)));
            await moment.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            await host.KillAsync();
        }

        await using var last = await HostProcess.StartAsync(folder.Path, "DayPerSecond");
        var journal = await UntilQuietAsync(last, folder.Path);
        await last.KillAsync();

        var mine = journal.Where(e => Text(e, "by") == "app").ToArray();
        var created = mine.Where(e => Text(e, "kind") == "eventCreated").Select(e => Text(e, "transactionId")!).ToArray();
        var sent = mine.Where(e => Text(e, "kind") == "mailSent").Select(Key).ToArray();
        created.ShouldBeUnique();
        sent.ShouldBeUnique();
        created.Length.ShouldBeGreaterThanOrEqualTo(8, "every clinician was invited");
        var done = Effects(folder.Path);
        sent.Order().ShouldBe(done.Where(e => e.Kind.StartsWith("Send", StringComparison.Ordinal) && e.State == "Done").Select(e => e.Key).Order());
        created.Order().ShouldBe(done.Where(e => e is { Kind: "BookMeeting", State: "Done" }).Select(e => e.Key).Order());
        done.ShouldNotContain(e => e.State == "Uncertain");
    }

    [Fact]
    public async Task Start_SecondProcessOnTheSameData_RefusesAndSaysWhy()
    {
        using var folder = new TemporaryFolder();
        await using var first = await HostProcess.StartAsync(folder.Path, "Paused");

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => HostProcess.StartAsync(folder.Path, "Paused"));
        refused.Message.ShouldContain("at work in");
    }

    // The scripted lead is not here, so an engagement ends up waiting for its lead: quiet is when the meetings are over and every effect is settled.
    private static async Task<JsonElement[]> UntilQuietAsync(HostProcess host, string data)
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromMinutes(3))
        {
            var effects = Effects(data);
            if (effects.Count(e => e.Kind == "SendOutcomeReminder") >= 5 && effects.All(e => e.State != "Intended"))
                return [.. (await host.JournalAsync()).EnumerateArray()];
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The engagement did not come to its meetings.");
    }

    private static List<(string Key, string Kind, string State)> Effects(string data)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "engagement.db")};Pooling=False;Default Timeout=30");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """SELECT lower(replace(CAST("Id" AS TEXT), '-', '')), "Kind", "State" FROM "Effects" """;
        using var reader = command.ExecuteReader();
        var effects = new List<(string, string, string)>();
        while (reader.Read())
            effects.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return effects;
    }

    private static string Key(JsonElement entry) => entry.GetProperty("properties").EnumerateObject().Single().Value.GetString()!;

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
