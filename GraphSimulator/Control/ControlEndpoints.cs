using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Faults;
using ClinicalEngagement.GraphSimulator.Reactions;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Trust;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.GraphSimulator.Control;

/// <summary>The simulator's own endpoints below /control: for hosts, tests and whoever rehearses.</summary>
internal sealed class ControlEndpoints(Simulation simulation)
{
    private World World => simulation.World;

    /// <summary>Adds the endpoints.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        Get("/control/idle", Idle);
        Get("/control/next-due", () => new JsonObject { ["nextDue"] = NextDue() });
        Get("/control/reactions", () => Json(World.Reactions.All.OrderBy(r => r.Due).ThenBy(r => r.Id, StringComparer.Ordinal)));
        Get("/control/people", () => Json(World.People.All.OrderBy(p => p.Address, StringComparer.Ordinal)));
        Get("/control/settings", () => Json(World.Settings));
        Get("/control/faults", () => Json(World.Faults.All.OrderBy(f => f.Id, StringComparer.Ordinal)));
        Get("/control/operations", () => Json(simulation.Dispatcher.Operations.Select(o => new { o.Name, o.Method, o.Template })));
        Get("/control/pressure", () => Json(simulation.Dispatcher.Pressure.Report()));
        routes.MapGet("/control/journal", (HttpContext context) => HandleAsync(context, _ => ReadJournal(context.Request.Query["after"])));
        routes.MapPost("/control/run-due", RunDueAsync);
        routes.MapPost("/control/people", (HttpContext context) => HandleAsync(context, PutPerson));
        routes.MapPost("/control/settings", (HttpContext context) => HandleAsync(context, PutSettings));
        routes.MapPost("/control/faults", (HttpContext context) => HandleAsync(context, AddFaults));
        routes.MapPost("/control/fault-plan", (HttpContext context) => HandleAsync(context, PlanFaults));
        routes.MapDelete("/control/faults", (HttpContext context) => HandleAsync(context, ClearFaults));
        routes.MapPost("/control/react", (HttpContext context) => HandleAsync(context, React));
        routes.MapPost("/control/lifecycle", (HttpContext context) => HandleAsync(context, Lifecycle));

        void Get(string path, Func<JsonNode> read) => routes.MapGet(path, (HttpContext context) => HandleAsync(context, _ => read()));
    }

    private static JsonNode Json<T>(T value) => JsonSerializer.SerializeToNode(value, SimulatorJson.Options)!;

    private static async Task WriteAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private JsonObject Idle() => simulation.Failure is null
        ? new JsonObject { ["idle"] = simulation.IsIdle }
        : throw new InvalidOperationException("Something failed where nobody waited for it.", simulation.Failure);

    private JsonNode? NextDue() => simulation.NextDue is { } due ? InstantPattern.ExtendedIso.Format(due) : null;

    private async Task RunDueAsync(HttpContext context)
    {
        var count = await simulation.RunDueAsync(context.RequestAborted);
        await HandleAsync(context, _ => new JsonObject { ["reactions"] = count, ["nextDue"] = NextDue() });
    }

    private JsonObject ReadJournal(string? afterText)
    {
        var after = long.TryParse(afterText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var entries = World.Journal.All.Where(j => j.Number > after).OrderBy(j => j.Number).ToArray();
        return new JsonObject { ["entries"] = Json(entries), ["last"] = entries.Length > 0 ? entries[^1].Number : after };
    }

    /// <summary>Reads the body, acts inside a turn, and answers; what is wrong with the body is a 400 that says so.</summary>
    private async Task HandleAsync(HttpContext context, Func<JsonNode?, JsonNode> act)
    {
        try
        {
            // Read before it is looked at: a body that comes in chunks has no length.
            using var sent = new MemoryStream();
            await context.Request.Body.CopyToAsync(sent, context.RequestAborted);
            var body = sent.Length == 0 ? null : JsonNode.Parse(sent.ToArray());
            var answer = await World.InTurnAsync(() => act(body), context.RequestAborted);
            if (!HttpMethods.IsGet(context.Request.Method))
                simulation.Notifier.Kick();
            await WriteAsync(context, 200, answer);
        }
        catch (Exception e) when (e is JsonException or GraphRefusal or FormatException)
        {
            await WriteAsync(context, 400, new JsonObject { ["error"] = e.Message });
        }
    }

    private JsonNode PutPerson(JsonNode? body)
    {
        var changes = body as JsonObject ?? throw new JsonException("The body is to be a person: at least {\"address\": ...}.");
        var address = changes.Text("address")?.ToLowerInvariant() ?? throw new JsonException("A person needs an address.");
        // What is not mentioned stays as it is.
        var merged = World.People.Find(address) is { } known ? Json(known).AsObject() : new JsonObject { ["name"] = address };
        foreach (var (name, node) in changes)
            merged[name] = node?.DeepClone();
        merged["address"] = address;
        var person = merged.Deserialize<Person>(SimulatorJson.Options) ?? throw new JsonException("The body is to be a person.");
        World.People.Put(person);
        return Json(person);
    }

    private JsonNode PutSettings(JsonNode? body)
    {
        var merged = Json(World.Settings).AsObject();
        foreach (var (name, node) in body as JsonObject ?? [])
            merged[name] = node?.DeepClone();
        World.Settings = merged.Deserialize<SimulatorSettings>(SimulatorJson.Options) ?? new SimulatorSettings();
        return Json(World.Settings);
    }

    private JsonArray AddFaults(JsonNode? body)
    {
        var added = new JsonArray();
        foreach (var node in body is JsonArray many ? [.. many] : new[] { body })
        {
            var fault = node.Deserialize<Fault>(SimulatorJson.Options) ?? throw new JsonException("The body is to be a fault or an array of them.");
            fault = fault with { Id = World.NextKey("faults") };
            World.Faults.Put(fault);
            added.Add(Json(fault));
        }

        return added;
    }

    private JsonArray PlanFaults(JsonNode? body)
    {
        var order = body as JsonObject ?? throw new JsonException("The body is to be an object with plan.");
        var name = order.Text("plan") ?? throw new JsonException($"A plan is needed: {string.Join(", ", FaultWeather.Names)}.");
        var mailboxes = order.Texts("mailboxes");
        var faults = FaultWeather.Of(
            name,
            order.Number("seed") ?? World.Dice.Seed,
            ReadTime(order, "from") ?? World.Now,
            Duration.FromMinutes(order.Number("minutes") ?? 60),
            order.Number("percent") ?? 90,
            mailboxes.Count > 0 ? mailboxes : [.. World.People.All.Select(p => p.Address).Order(StringComparer.Ordinal)])
            ?? throw new JsonException($"There is no plan {name}; there are: {string.Join(", ", FaultWeather.Names)}.");
        return AddFaults(Json(faults));
    }

    private JsonObject ClearFaults(JsonNode? body)
    {
        var ids = World.Faults.All.Select(f => f.Id).ToArray();
        foreach (var id in ids)
            World.Faults.Remove(id);
        return new JsonObject { ["removed"] = ids.Length };
    }

    private JsonObject React(JsonNode? body)
    {
        var order = body as JsonObject ?? throw new JsonException("The body is to be an object with person and kind.");
        var person = World.FindPerson(order.Text("person") ?? "") ?? throw new JsonException("There is no such person.");
        var kind = order.Text("kind") ?? throw new JsonException($"A kind is needed: {HandPlay.Kinds}.");
        new HandPlay(simulation).Play(person, kind, new HandPlayOrder(
            order.Text("iCalUId"), order.Text("messageId"), order.Text("words"), ReadTime(order, "start"), ReadTime(order, "end"), order.Flag("bySecretary") ?? false));
        return new JsonObject { ["done"] = true };
    }

    private JsonObject Lifecycle(JsonNode? body)
    {
        var order = body as JsonObject ?? throw new JsonException("The body is to be an object with subscription and event.");
        var subscription = World.Subscriptions.Find(order.Text("subscription") ?? "") ?? throw new JsonException("There is no such subscription.");
        var lifecycleEvent = order.Text("event") ?? "missed";
        simulation.Feed.Lifecycle(subscription, lifecycleEvent);
        if (lifecycleEvent == "subscriptionRemoved")
            World.Subscriptions.Remove(subscription.Id);
        return new JsonObject { ["done"] = true };
    }

    private static Instant? ReadTime(JsonObject order, string name) => order.Text(name) is { } text ? Zones.ReadQuery(text, name) : null;
}
