using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Portal.Access;

namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>
/// What the engine is doing, to be read: workflows by state, one with its history and what it waits for, and what failed for good. Ids,
/// names and payloads of workflows hold no personal data.
/// </summary>
internal static class WorkflowApi
{
    private const int MostAtOnce = 500;

    /// <summary>Adds <c>/api/workflow/...</c>.</summary>
    public static void MapWorkflowApi(this IEndpointRouteBuilder endpoints)
    {
        var workflow = endpoints.MapGroup("/api/workflow").ExcludeFromDescription().RequireAuthorization(nameof(Permission.Administer));
        workflow.MapGet("/instances", ListAsync);
        workflow.MapGet("/instances/{**id}", FindAsync);
        workflow.MapGet("/dead-letters", DeadLettersAsync);
    }

    private static async Task<IResult> ListAsync(EngineHolder engine, string? state, int? limit, int? offset, CancellationToken cancellationToken)
    {
        OrchestrationState? only = null;
        if (state is not null)
            if (Enum.TryParse<OrchestrationState>(state, ignoreCase: true, out var named) && Enum.IsDefined(named))
                only = named;
            else
                return Problem(
                    StatusCodes.Status400BadRequest, "unknown-state", $"Name one of these states: {string.Join(", ", Enum.GetNames<OrchestrationState>())}.");
        var reader = engine.Engine.Reader;
        return Json(new Listing(
            await reader.CountAsync(cancellationToken),
            await reader.ListAsync(only, Math.Clamp(limit ?? 100, 1, MostAtOnce), Math.Max(0, offset ?? 0), cancellationToken)));
    }

    private static async Task<IResult> FindAsync(EngineHolder engine, string id, CancellationToken cancellationToken)
    {
        var reader = engine.Engine.Reader;
        return await reader.FindAsync(id, cancellationToken) is { } status
            ? Json(new Details(status, await reader.WaitsAsync(id, cancellationToken), await reader.HistoryAsync(id, cancellationToken)))
            : Problem(StatusCodes.Status404NotFound, "not-found", "There is no workflow of this id. It may have ended long ago and been removed.");
    }

    private static async Task<IResult> DeadLettersAsync(EngineHolder engine, int? limit, CancellationToken cancellationToken) =>
        Json(await engine.Engine.Reader.DeadLettersAsync(Math.Clamp(limit ?? 100, 1, MostAtOnce), cancellationToken));

    private static IResult Json<T>(T value) => Results.Json(value, DurableJson.Options);

    private static IResult Problem(int status, string type, string detail) =>
        Results.Problem(detail, statusCode: status, type: $"urn:clinical-engagement:problem:{type}");

    /// <param name="Counts">How many are in each state; states without any are left out.</param>
    /// <param name="Instances">Newest first.</param>
    private sealed record Listing(IReadOnlyDictionary<OrchestrationState, long> Counts, IReadOnlyList<OrchestrationStatus> Instances);

    /// <param name="Status">Where it stands.</param>
    /// <param name="WaitsFor">Empty once it has ended.</param>
    /// <param name="History">Its current generation, oldest first.</param>
    private sealed record Details(OrchestrationStatus Status, InstanceWaits WaitsFor, IReadOnlyList<HistoryEntry> History);
}
