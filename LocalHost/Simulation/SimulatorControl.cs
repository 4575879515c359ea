using System.Text.Json;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;

namespace ClinicalEngagement.LocalHost.Simulation;

/// <summary>The simulator's control endpoints, over the wire like everything else that is asked of it.</summary>
internal sealed class SimulatorControl(Uri address) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web).ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
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

    /// <summary>What has been asked of it since it was started.</summary>
    public async Task<Pressure> PressureAsync(CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync<Pressure>("/control/pressure", Json, cancellationToken) ?? throw new JsonException("The simulator says nothing of its pressure.");

    /// <summary>Plans faults by name.</summary>
    public Task PlanFaultsAsync(object plan, CancellationToken cancellationToken) => PostAsync("/control/fault-plan", plan, cancellationToken);

    /// <summary>Acts for somebody of the trust, as with their own Outlook.</summary>
    public Task ReactAsync(object order, CancellationToken cancellationToken) => PostAsync("/control/react", order, cancellationToken);

    /// <summary>Changes somebody of the trust; what is not mentioned stays as it is.</summary>
    public Task ChangePersonAsync(object person, CancellationToken cancellationToken) => PostAsync("/control/people", person, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync(path, body, Json, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"The simulated trust refused {path}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private static Instant? NextDue(JsonElement answer) =>
        answer.TryGetProperty("nextDue", out var due) && due.GetString() is { } text ? InstantPattern.ExtendedIso.Parse(text).Value : null;
}

/// <summary>What the product has asked of the simulator.</summary>
/// <param name="Requests">How many requests.</param>
/// <param name="TurnedAway">How many were answered with 429 or 503.</param>
/// <param name="Early">How many came before the Retry-After of their mailbox was over.</param>
/// <param name="MostOnTheWay">The most that were on their way to a mailbox when it was closed.</param>
/// <param name="ClosedUntil">The latest time that anybody was told to come back at, or null.</param>
internal sealed record Pressure(long Requests, long TurnedAway, long Early, int MostOnTheWay, Instant? ClosedUntil);
