using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Control;
using ClinicalEngagement.GraphSimulator.Faults;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Calendars;

/// <summary>Events of a mailbox: read, made, changed, cancelled, answered.</summary>
internal sealed class EventOperations(Meetings meetings)
{
    // How far around now a list without a window looks for what job plans make; Graph lists a whole mailbox.
    private static readonly Duration Horizon = Duration.FromDays(70);

    /// <summary>The operations.</summary>
    public IEnumerable<Operation> Operations =>
    [
        new("users.events.list", "GET", "/users/{user-id}/events", List),
        new("users.events.list", "GET", "/users/{user-id}/calendar/events", List),
        new("users.events.create", "POST", "/users/{user-id}/events", Create),
        new("users.events.create", "POST", "/users/{user-id}/calendar/events", Create),
        new("users.events.get", "GET", "/users/{user-id}/events/{event-id}", Get),
        new("users.events.patch", "PATCH", "/users/{user-id}/events/{event-id}", Patch),
        new("users.events.delete", "DELETE", "/users/{user-id}/events/{event-id}", Delete),
        new("users.events.cancel", "POST", "/users/{user-id}/events/{event-id}/cancel", Cancel),
        new("users.events.accept", "POST", "/users/{user-id}/events/{event-id}/accept", call => Answer(call, "accepted")),
        new("users.events.decline", "POST", "/users/{user-id}/events/{event-id}/decline", call => Answer(call, "declined")),
        new("users.events.tentativelyAccept", "POST", "/users/{user-id}/events/{event-id}/tentativelyAccept", call => Answer(call, "tentativelyAccepted")),
        new("users.calendarView.list", "GET", "/users/{user-id}/calendarView", View),
        new("users.calendarView.list", "GET", "/users/{user-id}/calendar/calendarView", View),
    ];

    private static GraphResponse List(Call call) =>
        Collection(call, call.World.CalendarOf(call.Mailbox, call.World.Now - Horizon, call.World.Now + Horizon)
            .UnionBy(call.World.Events.In(call.Mailbox.Address), e => e.Id)
            .OrderBy(e => e.Start).ThenBy(e => e.Id, StringComparer.Ordinal), "events");

    private static GraphResponse View(Call call)
    {
        var start = Zones.ReadQuery(call.Request.Query["startDateTime"], "startDateTime");
        var end = Zones.ReadQuery(call.Request.Query["endDateTime"], "endDateTime");
        if (end <= start)
            throw GraphRefusal.BadRequest("The end of the time window must be after its start.", "ErrorInvalidParameter");
        return Collection(call, call.World.CalendarOf(call.Mailbox, start, end), "calendarView");
    }

    private static GraphResponse Collection(Call call, IEnumerable<CalendarEvent> events, string context)
    {
        var query = call.Request.Query;
        var filter = query.Filter is null ? null : Filter.Parse(query.Filter);
        var stale = new FaultPlan(call.World).Take(call.Mailbox.Address, FaultKind.StaleReads);
        var newest = call.World.Now - Duration.FromSeconds(stale?.Seconds ?? 0);
        var found = events
            .Where(e => stale is null || e.Created <= newest)
            .Where(e => filter is null || filter.Matches(EventJson.ForFilter(e, call)));
        var sorted = Shaping.Order(found, query.OrderBy, e => EventJson.ForFilter(e, call)).ToArray();
        return Shaping.Page(
            call, sorted, e => Shaping.Select(EventJson.Write(e, call, query.Expand), query.Select, ExtendedProperties.Member), 10, call.UserContext(context));
    }

    private static GraphResponse Get(Call call) => GraphResponse.Ok(Entity(call, Find(call)));

    private GraphResponse Create(Call call)
    {
        var organizer = call.Mailbox;
        var body = call.Body;
        var transactionId = body.Text("transactionId");
        if (transactionId is not null && call.World.Events.In(organizer.Address).FirstOrDefault(e => e.TransactionId == transactionId) is { } existing)
            return Duplicate(call, existing);
        if (!body.Has("start") || !body.Has("end"))
            throw GraphRefusal.BadRequest("The properties 'start' and 'end' are required.", "ErrorInvalidRequest");
        var id = call.World.NewItemId("events");
        var blank = new CalendarEvent
        {
            Id = id,
            RestId = call.World.RestIdOf(id, "calendar"),
            Mailbox = organizer.Address,
            ICalUId = call.World.NewICalUId(id),
            Start = default,
            End = default,
            StartZone = "UTC",
            EndZone = "UTC",
            Organizer = new Party(organizer.Name, organizer.Address),
            IsOrganizer = true,
            TransactionId = transactionId,
            Created = call.World.Now,
            Modified = call.World.Now,
        };
        var item = EventBody.Apply(body, blank, call.World);
        return GraphResponse.Created(Entity(call, meetings.Create(organizer, item, JournalEntry.App)));
    }

    private static GraphResponse Duplicate(Call call, CalendarEvent existing)
    {
        const string code = "ErrorDuplicateTransactionId";
        const string message = "Your request can't be completed. The TransactionId specified in the request has already been used to create a different event.";
        return call.World.Settings.DuplicateTransactionId switch
        {
            DuplicateAnswer.Echo => GraphResponse.Created(Entity(call, existing)),
            DuplicateAnswer.Conflict => throw new GraphRefusal(409, code, message),
            _ => throw new GraphRefusal(400, code, message)
            {
                Details = new JsonObject { ["@event.existingEventId"] = EventJson.IdFor(existing, call.Request.Preferences.ImmutableIds) },
            },
        };
    }

    private GraphResponse Patch(Call call)
    {
        var item = Find(call);
        var body = call.Body;
        if (body.Has("transactionId") && body.Text("transactionId") != item.TransactionId)
            throw GraphRefusal.BadRequest("The property 'transactionId' can only be set when the event is created.", "ErrorInvalidPropertySet");
        if (!item.IsOrganizer && (body.Has("start") || body.Has("end") || body.Has("attendees") || body.Has("subject")))
            throw GraphRefusal.BadRequest("Your request can't be completed. You need to be an organizer to change a meeting.", "ErrorInvalidRequest");
        if (call.Request.Headers.GetValueOrDefault("If-Match") is { } match && match != "*" && !match.Contains(EventJson.ChangeKey(call.World.Dice, item), StringComparison.Ordinal))
            throw new GraphRefusal(412, "ErrorIrresolvableConflict", "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.");
        return GraphResponse.Ok(Entity(call, meetings.Update(call.Mailbox, item, EventBody.Apply(body, item, call.World), JournalEntry.App)));
    }

    private GraphResponse Delete(Call call)
    {
        meetings.Delete(call.Mailbox, Find(call), JournalEntry.App);
        return GraphResponse.NoContent;
    }

    private GraphResponse Cancel(Call call)
    {
        var item = Find(call);
        if (!item.IsOrganizer || item.Planned)
            throw GraphRefusal.BadRequest("Your request can't be completed. You need to be an organizer to cancel a meeting.", "ErrorInvalidRequest");
        meetings.Cancel(call.Mailbox, item, call.BodyOrEmpty.Text("comment"), JournalEntry.App);
        return GraphResponse.Accepted;
    }

    private GraphResponse Answer(Call call, string response)
    {
        var item = Find(call);
        if (item.IsOrganizer)
            throw GraphRefusal.BadRequest("Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.", "ErrorInvalidRequest");
        var body = call.BodyOrEmpty;
        Instant? start = null, end = null;
        if (body.Object("proposedNewTime") is { } proposed)
        {
            if (response == "accepted" || !item.AllowNewTimeProposals || body.Flag("sendResponse") == false)
                throw GraphRefusal.BadRequest("The request has a proposed new time, but the event does not allow it.", "ErrorInvalidRequest");
            start = Zones.Read(proposed.Get("start"), "start").Instant;
            end = Zones.Read(proposed.Get("end"), "end").Instant;
        }

        meetings.Answer(call.Mailbox, item, new MeetingAnswer(response, body.Text("comment"), body.Flag("sendResponse") ?? true, start, end), JournalEntry.App);
        return GraphResponse.Accepted;
    }

    private static CalendarEvent Find(Call call) => call.World.FindEvent(call.Mailbox, call.Values["event-id"]) ?? throw GraphRefusal.ItemNotFound();

    private static JsonObject Entity(Call call, CalendarEvent item)
    {
        var query = call.Request.Query;
        var json = new JsonObject { ["@odata.context"] = call.Context(call.UserContext("events/$entity")) };
        foreach (var (name, node) in Shaping.Select(EventJson.Write(item, call, query.Expand), query.Select, ExtendedProperties.Member))
            json[name] = node?.DeepClone();
        return json;
    }
}
