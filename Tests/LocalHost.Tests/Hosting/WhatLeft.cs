using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ClinicalEngagement.LocalHost.Tests.Hosting;

/// <summary>What a host process has done by its own files, held against what the simulated trust wrote down.</summary>
internal static class WhatLeft
{
    /// <summary>Every effect that is done left once, and nothing left that is not one.</summary>
    public static void ShouldBeOnceEach(IReadOnlyCollection<JsonElement> journal, string data)
    {
        var mine = journal.Where(e => Text(e, "by") == "app").ToArray();
        var created = mine.Where(e => Text(e, "kind") == "eventCreated").Select(e => Text(e, "transactionId")!).ToArray();
        var sent = mine.Where(e => Text(e, "kind") == "mailSent").Select(Key).ToArray();
        created.ShouldBeUnique();
        sent.ShouldBeUnique();
        created.Length.ShouldBeGreaterThanOrEqualTo(8, "every clinician was invited");
        var done = EffectsIn(data);
        sent.Order().ShouldBe(done.Where(e => e.Kind.StartsWith("Send", StringComparison.Ordinal) && e.State == "Done").Select(e => e.Key).Order());
        created.Order().ShouldBe(done.Where(e => e is { Kind: "BookMeeting", State: "Done" }).Select(e => e.Key).Order());
        done.ShouldNotContain(e => e.State == "Uncertain");
    }

    // The scripted lead is not here, so an engagement ends up waiting for its lead: quiet is when the meetings are over and every effect is settled.
    public static async Task<JsonElement[]> UntilQuietAsync(HostProcess host, string data)
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromMinutes(3))
        {
            var effects = EffectsIn(data);
            if (effects.Count(e => e.Kind == "SendOutcomeReminder") >= 5 && effects.All(e => e.State != "Intended"))
                return [.. (await host.JournalAsync()).EnumerateArray()];
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        throw new TimeoutException(
            $"The engagement did not come to its meetings: {string.Join(", ", EffectsIn(data).CountBy(e => $"{e.Kind} {e.State}").Select(c => $"{c.Value} {c.Key}"))}");
    }

    public static List<(string Key, string Kind, string State)> EffectsIn(string data)
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
