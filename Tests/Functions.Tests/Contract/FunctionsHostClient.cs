using System.Net;
using System.Net.Http.Json;
using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Functions.Tests.Contract;

/// <summary>The client behind the door of <c>Functions.ContractApp</c>.</summary>
internal sealed class FunctionsHostClient(HttpClient http) : IOrchestrationClient
{
    public async Task<StartResult> StartAsync<TInput>(
        OrchestratorName<TInput> orchestrator, string instanceId, TInput input, CancellationToken cancellationToken)
    {
        using var answer = await http.PutAsJsonAsync($"instances/{instanceId}?orchestrator={orchestrator.Name}", input, DurableJson.Options, cancellationToken);
        await EnsureAsync(answer, cancellationToken);
        return await answer.Content.ReadFromJsonAsync<StartResult>(DurableJson.Options, cancellationToken);
    }

    public async Task RaiseEventAsync<TEvent>(string instanceId, string eventName, TEvent data, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync($"instances/{instanceId}/events/{eventName}", data, DurableJson.Options, cancellationToken);
        await EnsureAsync(answer, cancellationToken);
    }

    public async Task TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        using var answer = await http.DeleteAsync($"instances/{instanceId}?reason={Uri.EscapeDataString(reason)}", cancellationToken);
        await EnsureAsync(answer, cancellationToken);
    }

    public async Task<OrchestrationStatus?> FindAsync(string instanceId, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync($"instances/{instanceId}", cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        await EnsureAsync(answer, cancellationToken);
        return await answer.Content.ReadFromJsonAsync<OrchestrationStatus>(DurableJson.Options, cancellationToken);
    }

    /// <summary>Returns when the instance has done all it can do now.</summary>
    public async Task SettleAsync(string instanceId, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsync($"instances/{instanceId}/settle", null, cancellationToken);
        await EnsureAsync(answer, cancellationToken);
    }

    private static async Task EnsureAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        answer.IsSuccessStatusCode.ShouldBeTrue(
            $"{(int)answer.StatusCode} {answer.RequestMessage?.RequestUri}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
}
