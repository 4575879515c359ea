using System.Text.Json;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Functions.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.ContractApp;

/// <summary>What a test does to instances, over HTTP: the host gives its client to functions only.</summary>
public static class ContractDoor
{
    /// <summary>Starts an instance; the body is its input, the answer a <see cref="StartResult"/>.</summary>
    [Function("Start")]
    public static async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "instances/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client)
    {
        var orchestrator = new OrchestratorName<JsonElement>(request.Query["orchestrator"].ToString());
        var input = await request.ReadFromJsonAsync<JsonElement>(request.HttpContext.RequestAborted);
        return Answer(await Over(client).StartAsync(orchestrator, id, input, request.HttpContext.RequestAborted));
    }

    /// <summary>Raises an event; the body is its data.</summary>
    [Function("Raise")]
    public static async Task<IResult> RaiseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "instances/{id}/events/{name}")] HttpRequest request,
        string id,
        string name,
        [DurableClient] DurableTaskClient client)
    {
        var data = await request.ReadFromJsonAsync<JsonElement>(request.HttpContext.RequestAborted);
        await Over(client).RaiseEventAsync(id, name, data, request.HttpContext.RequestAborted);
        return Results.NoContent();
    }

    /// <summary>Ends an instance.</summary>
    [Function("Terminate")]
    public static async Task<IResult> TerminateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "instances/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client)
    {
        await Over(client).TerminateAsync(id, request.Query["reason"].ToString(), request.HttpContext.RequestAborted);
        return Results.NoContent();
    }

    /// <summary>What is known of an instance, or 404.</summary>
    [Function("Find")]
    public static async Task<IResult> FindAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "instances/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client) =>
        await Over(client).FindAsync(id, request.HttpContext.RequestAborted) is { } found ? Answer(found) : Results.NotFound();

    /// <summary>Answers when the instance has done all it can do now.</summary>
    [Function("Settle")]
    public static async Task<IResult> SettleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "instances/{id}/settle")] HttpRequest request, string id, [DurableClient] DurableTaskClient client)
    {
        await ContractOrchestratorFunctions.Probe.SettleAsync(Over(client), id);
        return Results.NoContent();
    }

    private static DurableTaskOrchestrationClient Over(DurableTaskClient client)
    {
        var orchestrations = new DurableTaskOrchestrationClient();
        orchestrations.Use(client);
        return orchestrations;
    }

    private static IResult Answer<T>(T value) => Results.Json(value, DurableJson.Options);
}
