using System.Text.Json;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Observing;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Intake;

/// <summary>How a stored request's body is read back; the door that stored it wrote it the same way.</summary>
/// <param name="Options">Serializer options for <see cref="EngagementRequest"/>.</param>
public sealed record RequestFormat(JsonSerializerOptions Options);

/// <summary>
/// Takes a request from the queue: the project is stored and its orchestration started by its id, so that a message that is delivered
/// twice starts one. The fifth failure makes it a dead letter.
/// </summary>
public sealed class RequestConsumer(IEngagementStore store, IOrchestrationClient client, RequestFormat format, IClock clock, EngagementOptions options)
{
    /// <summary>A request that failed this often waits for a person.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Begins the engagement of a stored request.</summary>
    /// <returns>False when the request is unknown: the message is to be dropped.</returns>
    /// <exception cref="Exception">Whatever went wrong; record it with <see cref="FailedAsync"/> and deliver the message again.</exception>
    public async Task<bool> BeginAsync(RequestId id, CancellationToken cancellationToken)
    {
        var project = await store.WriteAsync<ProjectId?>(
            async (writer, token) =>
            {
                if (await writer.FindAsync<StoredRequest>(id, token) is not { } request)
                    return null;
                if (await writer.FindAsync<Project>(request.ProjectId, token) is null)
                    await StoreAsync(writer, request, token);
                return request.ProjectId;
            },
            cancellationToken);
        if (project is not { } projectId)
            return false;
        await client.StartAsync(OrchestratorNames.Project, Instances.Of(projectId), projectId.Value, cancellationToken);
        if (await ChangeAsync(id, r => r with { State = RequestState.Begun, Error = null }, cancellationToken) is { } begun)
            EngagementTraces.Begun(begun, clock.GetCurrentInstant());
        return true;
    }

    /// <summary>Records a failure.</summary>
    /// <returns>True when it was the last one and the request is now a dead letter.</returns>
    public async Task<bool> FailedAsync(RequestId id, string error, CancellationToken cancellationToken)
    {
        var request = await ChangeAsync(
            id,
            // What has begun stays begun, though its message could not be taken off the queue.
            r => r.State == RequestState.Begun ? r : r with
            {
                Attempts = r.Attempts + 1,
                Error = error.Length > 500 ? error[..500] : error,
                State = r.Attempts + 1 >= MaxAttempts ? RequestState.DeadLetter : r.State,
            },
            cancellationToken);
        return request is not { State: RequestState.Received };
    }

    private Task<StoredRequest?> ChangeAsync(RequestId id, Func<StoredRequest, StoredRequest> change, CancellationToken cancellationToken) => store.WriteAsync(
        async (writer, token) =>
        {
            if (await writer.FindAsync<StoredRequest>(id, token) is not { } request)
                return null;
            var changed = change(request);
            if (changed != request)
                writer.Update(changed);
            return changed;
        },
        cancellationToken);

    private async Task StoreAsync(IStoreWriter writer, StoredRequest stored, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Deserialize<EngagementRequest>(stored.Body, format.Options)
            ?? throw new JsonException("The stored request is empty.");
        var now = clock.GetCurrentInstant();
        var project = NewProject.From(request, stored.ProjectId, now, options);
        writer.Add(project);
        writer.Add(NewProject.FirstVersion(project, AuditActor.Lead));
        foreach (var candidate in request.Clinicians)
            await NewProject.AddToPanelAsync(writer, project, candidate, cancellationToken);

        writer.Audit(new AuditEvent
        {
            ProjectId = project.Id,
            At = now,
            Actor = AuditActor.Lead,
            What = "project.begun",
            Words = project.FirstMessages == FirstMessages.Send
                ? "You began the engagement and gave the word to send the first messages."
                : "You began the engagement; first messages wait for your word.",
        });
    }
}
