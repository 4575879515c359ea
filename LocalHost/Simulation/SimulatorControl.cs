using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.LocalHost.Simulation;

/// <summary>The simulator's control endpoints, over the wire like everything else that is asked of it.</summary>
internal sealed class SimulatorControl(Uri address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address };

    /// <summary>Lets everything happen that is due now.</summary>
    /// <returns>True when anything did, and when something happens next, or null.</returns>
    public async Task<(bool Any, Instant? NextDue)> RunDueAsync(CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsync("/control/run-due", null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(cancellationToken));
        return (body.RootElement.GetProperty("reactions").GetInt32() > 0, NextDue(body.RootElement));
    }

    /// <summary>What was done to calendars and mailboxes, in order.</summary>
    public async Task<IReadOnlyList<JournalLine>> JournalAsync(CancellationToken cancellationToken)
    {
        using var body = JsonDocument.Parse(await http.GetStreamAsync("/control/journal?after=0", cancellationToken));
        return [.. body.RootElement.GetProperty("entries").EnumerateArray().Select(JournalLine.Read)];
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static Instant? NextDue(JsonElement answer) =>
        answer.TryGetProperty("nextDue", out var due) && due.GetString() is { } text ? InstantPattern.ExtendedIso.Parse(text).Value : null;
}
