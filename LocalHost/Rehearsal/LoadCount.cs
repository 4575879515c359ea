using System.Collections.Concurrent;
using System.Diagnostics;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;
using Spectre.Console;

namespace ClinicalEngagement.LocalHost.Rehearsal;

/// <summary>What one engagement asks of a host: turns and activities by name, rows by table. <c>docs/scale.md</c> multiplies it.</summary>
internal sealed class LoadCount : IDisposable
{
    private readonly ConcurrentDictionary<string, int> steps = new(StringComparer.Ordinal);
    private readonly ActivityListener listener;

    /// <summary>Begins to count what the engines of this process do.</summary>
    public LoadCount()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EmbeddedEngine.TelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStopped = step => steps.AddOrUpdate(step.OperationName, 1, (_, count) => count + 1),
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Turns of orchestrators, over all.</summary>
    public int Turns => Sum("turn ");

    /// <summary>Runs of activities, over all.</summary>
    public int Activities => Sum("activity ");

    /// <summary>Prints what was counted, and how many rows stand in the store.</summary>
    /// <param name="console">Where.</param>
    /// <param name="context">The store.</param>
    /// <param name="requests">Requests that went to Graph.</param>
    /// <param name="members">How many clinicians are on the panel.</param>
    /// <param name="cancellationToken">Ends the count.</param>
    public async Task PrintAsync(IAnsiConsole console, EngagementDbContext context, long requests, int members, CancellationToken cancellationToken)
    {
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in context.Model.GetEntityTypes().Select(t => t.GetTableName()).OfType<string>().Distinct())
        {
            // A table's name is the model's own.
            var count = $"""SELECT count(*) AS "Value" FROM "{table}" """;
            rows[table] = await context.Database.SqlQueryRaw<long>(count).SingleAsync(cancellationToken);
        }

        console.WriteLine();
        console.WriteLine($"Load of one engagement with {members} clinicians: {Turns} turns, {Activities} activities, {requests} requests to Microsoft Graph, {rows.Values.Sum()} rows.");
        foreach (var (step, count) in steps.OrderBy(s => s.Key, StringComparer.Ordinal))
            console.WriteLine($"  {count,6}  {step}");
        foreach (var (table, count) in rows.Where(r => r.Value > 0))
            console.WriteLine($"  {count,6}  rows of {table}");
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private int Sum(string prefix) => steps.Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(s => s.Value);
}
