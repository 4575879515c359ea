using System.Globalization;
using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Faults;
using ClinicalEngagement.GraphSimulator.Store;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>Answers one request: finds the operation, holds it to the limits, lets planned faults happen, runs it in a turn.</summary>
internal sealed class Dispatcher(World world, IReadOnlyList<Operation> operations)
{
    private readonly Router router = new(operations);
    private readonly Throttle throttle = new();
    private readonly FaultPlan faults = new(world);

    /// <summary>What callers ask, counted.</summary>
    public Pressure Pressure { get; } = new();

    /// <summary>The operations covered.</summary>
    public IReadOnlyList<Operation> Operations => operations;

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancelled when the caller has gone.</param>
    /// <returns>The answer, or null when the connection is to break off without one.</returns>
    public async Task<GraphResponse?> DispatchAsync(GraphRequest request, CancellationToken cancellationToken)
    {
        string? mailbox = null;
        var answer = await AnswerAsync(request, m => mailbox = m, cancellationToken);
        if (answer is { Status: 429 or 503 })
            Pressure.TurnedAway(mailbox, world.Now, RetryAt(answer));
        return answer;
    }

    private async Task<GraphResponse?> AnswerAsync(GraphRequest request, Action<string?> concerns, CancellationToken cancellationToken)
    {
        try
        {
            var (operation, values) = Route(request);
            var call = new Call(request, values, world);
            var (mailbox, throttling) = await world.InTurnAsync(
                () => (values.TryGetValue("user-id", out var user) ? world.FindPerson(user)?.Address ?? user : null, world.Settings.Throttling), cancellationToken);
            concerns(mailbox);
            Pressure.Came(operation.Name, mailbox, world.Now);
            using var entered = throttling ? throttle.Enter(mailbox, operation.Name is "users.sendMail" or "users.messages.send", world.Now) : null;
            if (operation.Before is not null)
                await operation.Before(call, cancellationToken);
            return await world.InTurnAsync(() => Run(operation, call, mailbox), cancellationToken);
        }
        catch (GraphRefusal refusal)
        {
            return Envelope(refusal.Status, refusal.Code, refusal.Message, request.Ids, refusal.Details, refusal.Headers);
        }
    }

    /// <summary>The error envelope.</summary>
    public GraphResponse Envelope(int status, string code, string message, RequestIds ids, JsonObject? details = null, IReadOnlyDictionary<string, string>? headers = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        foreach (var (name, node) in details ?? [])
            error[name] = node?.DeepClone();
        error["innerError"] = new JsonObject
        {
            ["date"] = world.Now.ToString("uuuu-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            ["request-id"] = ids.Request,
            ["client-request-id"] = ids.Client,
        };
        return new GraphResponse(status, new JsonObject { ["error"] = error }) { Headers = headers ?? new Dictionary<string, string>() };
    }

    private Instant? RetryAt(GraphResponse answer)
    {
        if (!answer.Headers.TryGetValue("Retry-After", out var header))
            return null;
        return double.TryParse(header, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? world.Now + Duration.FromSeconds(seconds)
            : Instant.FromDateTimeOffset(DateTimeOffset.ParseExact(header, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    private (Operation Operation, IReadOnlyDictionary<string, string> Values) Route(GraphRequest request)
    {
        if (router.Find(request.Method, request.Path) is { } found)
            return found;
        if (request.Path is ["me", ..])
            throw GraphRefusal.BadRequest("/me request is only valid with delegated authentication flow.");
        throw router.Knows(request.Path)
            ? new GraphRefusal(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
            : GraphRefusal.NotSimulated($"{request.Method} /{string.Join('/', request.Path)}");
    }

    private GraphResponse? Run(Operation operation, Call call, string? mailbox)
    {
        // A refusal is an answer too: what a fault counted down or removed before it has to be kept.
        try
        {
            Refuse(operation, mailbox);
            var fault = faults.Take(operation.Name, mailbox, FaultKind.Status, FaultKind.Timeout);
            if (fault is null)
                return operation.Handle(call);
            if (fault.AfterEffect)
                operation.Handle(call);
            if (fault.Kind == FaultKind.Timeout)
                return null;
            return Fail(fault, call);
        }
        catch (GraphRefusal refusal)
        {
            return Envelope(refusal.Status, refusal.Code, refusal.Message, call.Request.Ids, refusal.Details, refusal.Headers);
        }
    }

    private void Refuse(Operation operation, string? mailbox)
    {
        if (faults.Take(operation.Name, mailbox, FaultKind.TokenExpired) is not null)
            throw new GraphRefusal(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.");
        if (faults.Take(operation.Name, mailbox, FaultKind.AccessRevoked) is not null)
            throw mailbox is null
                ? GraphRefusal.Denied("Insufficient privileges to complete the operation.", "Authorization_RequestDenied")
                : GraphRefusal.Denied("Access to OData is disabled.");
        if (mailbox is null)
            return;
        // Free/busy asks for other people's mailboxes and answers for each of them.
        var readsMailbox = operation.Name.StartsWith("users.", StringComparison.Ordinal)
            && operation.Name is not ("users.get" or "users.list" or "users.manager.get" or "users.memberOf.list" or "users.calendar.getSchedule");
        if (readsMailbox && faults.Take(operation.Name, mailbox, FaultKind.MailboxUnreadable, FaultKind.AccountDisabled) is not null)
            throw new GraphRefusal(404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
    }

    private GraphResponse Fail(Fault fault, Call call)
    {
        var headers = new Dictionary<string, string>();
        if (fault.RetryAfter is { } retryAfter)
        {
            headers["Retry-After"] = retryAfter.StartsWith("date:", StringComparison.Ordinal)
                ? (world.Now + Duration.FromSeconds(int.Parse(retryAfter[5..], CultureInfo.InvariantCulture))).ToDateTimeOffset().ToString("r", CultureInfo.InvariantCulture)
                : retryAfter;
        }

        var (code, message) = fault.Status switch
        {
            429 => ("TooManyRequests", "Please retry again later."),
            503 => ("serviceNotAvailable", "Service unavailable."),
            504 => ("gatewayTimeout", "The server, while acting as a proxy, did not receive a timely response from the upstream server."),
            _ => ("generalException", "An error occurred."),
        };
        return Envelope(fault.Status, code, message, call.Request.Ids, null, headers);
    }
}

/// <summary>The ids of a request.</summary>
/// <param name="Request">Ours.</param>
/// <param name="Client">The caller's, or ours where the caller sent none.</param>
internal sealed record RequestIds(string Request, string Client);
