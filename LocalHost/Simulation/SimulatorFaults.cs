using System.Text.Json;
using ClinicalEngagement.Portal.Simulation;

namespace ClinicalEngagement.LocalHost.Simulation;

/// <summary>Faults of the simulated Microsoft 365, over its control endpoints.</summary>
internal sealed class SimulatorFaults(SimulatorAddress simulator) : ISimulationFaults, IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = simulator.Address };

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        using var body = JsonDocument.Parse(await http.GetStreamAsync("/control/faults", cancellationToken));
        return [.. body.RootElement.EnumerateArray().Select(Words)];
    }

    /// <inheritdoc/>
    public async Task AddAsync(SimulationFault fault, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync("/control/faults", Order(fault), cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        using var answer = await http.DeleteAsync("/control/faults", cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static object Order(SimulationFault fault) => fault switch
    {
        SimulationFault.Throttled => new { kind = "status", status = 429, retryAfter = "30", percent = 50.0 },
        SimulationFault.Down => new { kind = "status", status = 503 },
        SimulationFault.SendAnswersLost => new { kind = "timeout", operation = "users.messages.send", afterEffect = true },
        SimulationFault.StaleLists => new { kind = "staleReads", seconds = 60 },
        SimulationFault.NoNotifications => new { kind = "notificationLost" },
        _ => throw new System.Diagnostics.UnreachableException($"No order for {fault}."),
    };

    private static string Words(JsonElement fault) => fault.GetProperty("kind").GetString() switch
    {
        "status" => $"Requests are answered with status {fault.GetProperty("status").GetInt32()}{(fault.TryGetProperty("percent", out var share) ? $", {share.GetDouble():0} in 100 of them" : "")}.",
        "timeout" => "Answers get lost after what was asked for was done.",
        "staleReads" => $"Lists do not show what was made in the last {fault.GetProperty("seconds").GetInt32()} seconds.",
        "notificationLost" => "Notifications do not arrive.",
        var other => $"Something goes wrong ({other}).",
    };
}
