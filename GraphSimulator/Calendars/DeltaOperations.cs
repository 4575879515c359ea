using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Faults;
using ClinicalEngagement.GraphSimulator.Trust;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Calendars;

/// <summary>calendarView/delta: one window a token, first everything in it, then what changed.</summary>
internal sealed class DeltaOperations
{
    /// <summary>The operations.</summary>
    public IEnumerable<Operation> Operations =>
    [
        new("users.calendarView.delta", "GET", "/users/{user-id}/calendarView/delta()", Delta),
        new("users.calendarView.delta", "GET", "/users/{user-id}/calendar/calendarView/delta()", Delta),
    ];

    private static GraphResponse Delta(Call call)
    {
        var query = call.Request.Query;
        var mailbox = call.Mailbox;
        if (query.Names.FirstOrDefault(n => n is "select" or "filter" or "expand" or "orderby" or "search" or "top") is { } unsupported)
            throw new GraphRefusal(501, "NotSupported", $"The query option ${unsupported} is not supported on a delta of calendarView.");
        var token = query["skiptoken"] ?? query["deltatoken"];
        var position = token is null ? Begin(call) : Read(call, mailbox, token);
        if (token is not null && new FaultPlan(call.World).Take(mailbox.Address, FaultKind.DeltaExpired) is not null)
            throw Expired(call, position);
        return position.Since is null ? Everything(call, mailbox, position) : Changes(call, mailbox, position);
    }

    /// <summary>The first round: every event in the window, page by page.</summary>
    private static GraphResponse Everything(Call call, Person mailbox, Position position)
    {
        var size = call.Request.Preferences.MaxPageSize ?? 10;
        var events = call.World.CalendarOf(mailbox, position.Start, position.End);
        var items = events.Skip(position.Offset).Take(size).Select(e => Item(call, e));
        var next = position.Offset + size < events.Count ? position with { Offset = position.Offset + size } : null;
        return Answer(call, items, next, position with { Since = position.Now, Offset = 0 });
    }

    /// <summary>Later rounds: each event that changed once, as it is now, or as removed.</summary>
    private static GraphResponse Changes(Call call, Person mailbox, Position position)
    {
        var size = call.Request.Preferences.MaxPageSize ?? 10;
        var last = call.World.Last("changes");
        var changed = call.World.Changes.In(mailbox.Address)
            .Where(c => c.Number > position.Since && c.Number <= (position.Offset > 0 ? position.Now : last))
            .GroupBy(c => c.EventId)
            .Select(g => g.MaxBy(c => c.Number)!)
            .OrderBy(c => c.Number)
            .ToArray();
        var items = changed.Skip(position.Offset).Take(size).Select(c =>
        {
            var item = call.World.FindEvent(mailbox, c.EventId);
            return item is not null && item.Start < position.End && position.Start < item.End
                ? Item(call, item)
                : new JsonObject
                {
                    ["@odata.type"] = "#microsoft.graph.event",
                    ["id"] = call.Request.Preferences.ImmutableIds ? c.EventId : c.RestId,
                    ["@removed"] = new JsonObject { ["reason"] = "deleted" },
                };
        });
        var until = position.Offset > 0 ? position.Now : last;
        var next = position.Offset + size < changed.Length ? position with { Offset = position.Offset + size, Now = until } : null;
        return Answer(call, items, next, position with { Since = until, Now = until, Offset = 0 });
    }

    private static JsonObject Item(Call call, CalendarEvent item)
    {
        var json = new JsonObject { ["@odata.type"] = "#microsoft.graph.event" };
        foreach (var (name, node) in EventJson.Write(item, call))
            json[name] = node?.DeepClone();
        return json;
    }

    private static GraphResponse Answer(Call call, IEnumerable<JsonObject> items, Position? next, Position after)
    {
        var here = $"{call.Request.Root}/users/{Uri.EscapeDataString(call.Values["user-id"])}/calendarView/delta";
        var body = new JsonObject { ["@odata.context"] = call.Context("Collection(event)") };
        if (next is not null)
            body["@odata.nextLink"] = $"{here}?$skiptoken={Write(call, next)}";
        else
            body["@odata.deltaLink"] = $"{here}?$deltatoken={Write(call, after)}";
        body["value"] = new JsonArray([.. items]);
        return GraphResponse.Ok(body);
    }

    private static Position Begin(Call call)
    {
        var start = Zones.ReadQuery(call.Request.Query["startDateTime"], "startDateTime");
        var end = Zones.ReadQuery(call.Request.Query["endDateTime"], "endDateTime");
        return new Position(start, end, null, call.World.Last("changes"), 0);
    }

    private static string Write(Call call, Position position) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{call.Mailbox.Address}|{position.Start.ToUnixTimeSeconds()}|{position.End.ToUnixTimeSeconds()}|{position.Since}|{position.Now}|{position.Offset}")));

    private static Position Read(Call call, Person mailbox, string token)
    {
        if (Base64Url.IsValid(token) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split('|') is [var address, var start, var end, var since, var now, var offset]
            && address == mailbox.Address)
        {
            return new Position(
                Instant.FromUnixTimeSeconds(long.Parse(start, CultureInfo.InvariantCulture)),
                Instant.FromUnixTimeSeconds(long.Parse(end, CultureInfo.InvariantCulture)),
                since.Length == 0 ? null : long.Parse(since, CultureInfo.InvariantCulture),
                long.Parse(now, CultureInfo.InvariantCulture),
                int.Parse(offset, CultureInfo.InvariantCulture));
        }

        throw GraphRefusal.BadRequest("The sync state is invalid: badly formed token.", "SyncStateInvalid");
    }

    private static GraphRefusal Expired(Call call, Position position) => new(410, "syncStateNotFound", "The sync state generation is not found; start again from the beginning.")
    {
        Headers = new Dictionary<string, string>
        {
            ["Location"] = $"{call.Request.Root}/users/{Uri.EscapeDataString(call.Values["user-id"])}/calendarView/delta?startDateTime={Uri.EscapeDataString(Zones.Text(position.Start))}&endDateTime={Uri.EscapeDataString(Zones.Text(position.End))}",
        },
    };

    /// <summary>Where a round of delta stands.</summary>
    /// <param name="Start">The window's start.</param>
    /// <param name="End">The window's end.</param>
    /// <param name="Since">Changes after this number are told; null in the first round.</param>
    /// <param name="Now">The last change when this round began.</param>
    /// <param name="Offset">How many items earlier pages told.</param>
    private sealed record Position(Instant Start, Instant End, long? Since, long Now, int Offset);
}
