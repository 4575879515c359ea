using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Orchestrations.Observing;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>The one way in for form, API and queue: check, store, put on the queue.</summary>
/// <param name="store">Where requests are kept.</param>
/// <param name="queue">What carries their ids to the workflow.</param>
/// <param name="clock">The clock.</param>
/// <param name="newId">The host's source of ids, for requests without a key.</param>
public sealed class IntakeService(IEngagementStore store, IRequestQueue queue, IClock clock, Func<Guid> newId)
{
    /// <summary>The longest idempotency key, in characters.</summary>
    public const int MaxKeyLength = 200;

    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    /// <summary>What is wrong with the request; empty when it may begin an engagement.</summary>
    public IReadOnlyList<FieldError> Check(EngagementRequest request) =>
        [.. new EngagementRequestValidator(clock.GetCurrentInstant().InZone(London).Date).Validate(request).Errors
            .Select(e => new FieldError(WirePath(e.PropertyName), e.ErrorMessage))
            .DistinctBy(e => e.Field)];

    /// <summary>Checks, stores and queues the request. Under the same key the same request is done once and another one refused.</summary>
    /// <param name="request">What the lead sent.</param>
    /// <param name="door">form, api, queue or forms.</param>
    /// <param name="idempotencyKey">At most <see cref="MaxKeyLength"/> characters, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IntakeResult> ReceiveAsync(EngagementRequest request, string door, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (Check(request) is { Count: > 0 } errors)
            return new IntakeResult.Invalid(errors);
        var body = JsonSerializer.Serialize(request, IntakeJson.Options);
        var fresh = new StoredRequest
        {
            Id = idempotencyKey is null ? new RequestId(newId()) : IdFor(door, idempotencyKey),
            // A key is unique in the store; two doors may well be given the same one.
            IdempotencyKey = idempotencyKey is null ? null : $"{door}:{idempotencyKey}",
            BodyHash = HashOf(body),
            Body = body,
            Door = door,
            ReceivedAt = clock.GetCurrentInstant(),
            State = RequestState.Received,
        };
        var before = await store.WriteAsync(
            async (writer, token) =>
            {
                if (await writer.FindAsync<StoredRequest>(fresh.Id, token) is { } earlier)
                    return earlier;
                writer.Add(fresh);
                writer.Audit(new AuditEvent
                {
                    ProjectId = fresh.ProjectId,
                    At = fresh.ReceivedAt,
                    Actor = AuditActor.Lead,
                    What = "request.received",
                    Words = request.SampleData ? "The engagement was asked for, with sample data." : "The engagement was asked for.",
                });
                return null;
            },
            cancellationToken);
        if (before is not null && before.BodyHash != fresh.BodyHash)
            return new IntakeResult.ChangedBody();
        if (before is null)
            EngagementTraces.Received(fresh);
        // A replay may be the answer to a crash between the commit and the queue; a message delivered twice begins one project.
        if (before is null or { State: RequestState.Received })
            await queue.EnqueueAsync(fresh.Id, cancellationToken);
        return before is null ? new IntakeResult.Accepted(fresh.ProjectId) : new IntakeResult.Replayed(fresh.ProjectId);
    }

    /// <summary>True when a request came by that door under that key and was stored.</summary>
    public async Task<bool> HasAsync(string door, string idempotencyKey, CancellationToken cancellationToken) =>
        await store.ReadAsync((reader, token) => reader.FindAsync<StoredRequest>(IdFor(door, idempotencyKey), token), cancellationToken) is not null;

    /// <summary>
    /// Keeps a message that cannot begin an engagement where a person sees it, with what is wrong. The same message is kept once.
    /// </summary>
    /// <param name="body">What was sent, as it came.</param>
    /// <param name="door">queue or forms.</param>
    /// <param name="errors">What is wrong with it, one or more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task KeepAsync(string body, string door, IReadOnlyList<FieldError> errors, CancellationToken cancellationToken) => store.WriteAsync(
        async (writer, token) =>
        {
            var hash = HashOf(body);
            var id = new RequestId(StableId.From("refused", door, hash));
            if (await writer.FindAsync<StoredRequest>(id, token) is not null)
                return false;
            var now = clock.GetCurrentInstant();
            writer.Add(new StoredRequest
            {
                Id = id,
                BodyHash = hash,
                Body = Storable(body),
                Door = door,
                ReceivedAt = now,
                State = RequestState.DeadLetter,
                Error = Storable(string.Join('\n', errors.Select(e => e.Field.Length == 0 ? e.Message : $"{e.Field}: {e.Message}"))),
            });
            writer.Audit(new AuditEvent { At = now, Actor = AuditActor.Workflow, What = "request.refused", Words = "A message that cannot begin an engagement was kept." });
            return true;
        },
        cancellationToken);

    /// <summary>A person has dealt with a dead letter: it is kept, but no longer shown as waiting. Of a notification nothing is kept.</summary>
    /// <returns>False when there is no such dead letter (any more).</returns>
    public Task<bool> SetAsideAsync(RequestId id, CancellationToken cancellationToken) => store.WriteAsync(
        async (writer, token) =>
        {
            if (await writer.FindAsync<StoredRequest>(id, token) is not { State: RequestState.DeadLetter } dead)
                return false;
            if (dead.IsNotification)
                writer.Remove(dead);
            else
                writer.Update(dead with { State = RequestState.SetAside });
            writer.Audit(new AuditEvent
            {
                At = clock.GetCurrentInstant(),
                Actor = AuditActor.Administrator,
                What = dead.IsNotification ? "notification.set-aside" : "request.set-aside",
                Words = dead.IsNotification ? "A failed notification of Microsoft 365 was set aside." : "A failed request was set aside.",
            });
            return true;
        },
        cancellationToken);

    /// <summary>
    /// Puts requests on the queue again that have waited for longer than <paramref name="age"/>: one was stored and the process ended
    /// before it was queued. Called by the host every minute.
    /// </summary>
    /// <returns>How many.</returns>
    public async Task<int> RequeueStrandedAsync(Duration age, CancellationToken cancellationToken)
    {
        var before = clock.GetCurrentInstant() - age;
        var stranded = await store.ReadAsync(
            (reader, token) => reader.ListAsync<StoredRequest>(r => r.State == RequestState.Received && r.ReceivedAt < before, token), cancellationToken);
        foreach (var request in stranded)
            await queue.EnqueueAsync(request.Id, cancellationToken);
        return stranded.Count;
    }

    /// <summary>Gives a dead letter another five tries; a notification gets them by <see cref="FailedNotifications"/>.</summary>
    /// <returns>False when there is no such request among the dead letters (any more).</returns>
    public async Task<bool> RetryAsync(RequestId id, CancellationToken cancellationToken)
    {
        var retried = await store.WriteAsync(
            async (writer, token) =>
            {
                if (await writer.FindAsync<StoredRequest>(id, token) is not { State: RequestState.DeadLetter, IsRefused: false, IsNotification: false } dead)
                    return false;
                writer.Update(dead with { State = RequestState.Received, Attempts = 0, Error = null });
                writer.Audit(new AuditEvent
                {
                    ProjectId = dead.ProjectId,
                    At = clock.GetCurrentInstant(),
                    Actor = AuditActor.Administrator,
                    What = "request.retried",
                    Words = "The request was put on the queue again.",
                });
                return true;
            },
            cancellationToken);
        if (retried)
            await queue.EnqueueAsync(id, cancellationToken);
        return retried;
    }

    // PostgreSQL keeps no NUL in a text, and neither database half a surrogate pair.
    internal static string Storable(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\ufffd');

    private static RequestId IdFor(string door, string idempotencyKey) => new(StableId.From("request", door, idempotencyKey));

    internal static string HashOf(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    internal static string WirePath(string propertyName) =>
        string.Join('.', propertyName.Split('.').Select(s => s.Length == 0 ? s : char.ToLowerInvariant(s[0]) + s[1..]));
}
