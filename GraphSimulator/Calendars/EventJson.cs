using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Calendars;

/// <summary>Writes events as Graph does.</summary>
internal static class EventJson
{
    /// <summary>The id that a caller sees.</summary>
    public static string IdFor(CalendarEvent item, bool immutable) => immutable ? item.Id : item.RestId;

    /// <summary>The change key of its present state.</summary>
    public static string ChangeKey(Dice dice, CalendarEvent item) => "CQAAABYAAA" + dice.Token(12, "change", item.Id, item.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The whole event; extended properties only where <paramref name="expand"/> asks.</summary>
    public static JsonObject Write(CalendarEvent item, Call call, string? expand = null)
    {
        var changeKey = ChangeKey(call.World.Dice, item);
        var online = item.OnlineMeetingProvider is not null;
        var json = new JsonObject
        {
            ["@odata.etag"] = $"W/\"{changeKey}\"",
            ["id"] = IdFor(item, call.Request.Preferences.ImmutableIds),
            ["createdDateTime"] = Zones.Text(item.Created),
            ["lastModifiedDateTime"] = Zones.Text(item.Modified),
            ["changeKey"] = changeKey,
            ["categories"] = new JsonArray([.. item.Categories.Select(c => JsonValue.Create(c))]),
            ["transactionId"] = item.TransactionId,
            ["originalStartTimeZone"] = item.StartZone,
            ["originalEndTimeZone"] = item.EndZone,
            ["iCalUId"] = item.ICalUId,
            ["reminderMinutesBeforeStart"] = item.ReminderMinutes,
            ["isReminderOn"] = item.IsReminderOn,
            ["hasAttachments"] = false,
            ["subject"] = item.Subject,
            ["bodyPreview"] = Html.Preview(item.Body, item.BodyType),
            ["importance"] = item.Importance,
            ["sensitivity"] = item.Sensitivity,
            ["isAllDay"] = item.IsAllDay,
            ["isCancelled"] = item.IsCancelled,
            ["isOrganizer"] = item.IsOrganizer,
            ["responseRequested"] = item.ResponseRequested,
            ["seriesMasterId"] = null,
            ["showAs"] = item.ShowAs,
            ["type"] = "singleInstance",
            ["webLink"] = $"https://outlook.office365.com/owa/?itemid={Uri.EscapeDataString(item.RestId)}&exvsurl=1&path=/calendar/item",
            ["onlineMeetingUrl"] = null,
            ["isOnlineMeeting"] = online,
            ["onlineMeetingProvider"] = item.OnlineMeetingProvider ?? "unknown",
            ["allowNewTimeProposals"] = item.AllowNewTimeProposals,
            ["isDraft"] = false,
            ["hideAttendees"] = item.HideAttendees,
            ["recurrence"] = null,
            ["onlineMeeting"] = online ? new JsonObject { ["joinUrl"] = item.JoinUrl } : null,
            ["responseStatus"] = new JsonObject
            {
                ["response"] = item.IsOrganizer ? (item.Attendees.Count > 0 ? "organizer" : "none") : item.Response,
                ["time"] = item.RespondedAt is { } at ? Zones.Text(at) : "0001-01-01T00:00:00Z",
            },
            ["body"] = Html.Body(item.Body, item.BodyType, call.Request.Preferences.TextBody),
            ["start"] = Time(item.Start, call),
            ["end"] = Time(item.End, call),
            ["location"] = Location(item.Place),
            ["locations"] = item.Place is null ? new JsonArray() : new JsonArray(Location(item.Place)),
            ["attendees"] = new JsonArray([.. item.Attendees.Select(a => Write(a, item, call))]),
            ["organizer"] = MessageJson.Recipient(item.Organizer),
        };
        if (item.TransactionId is null)
            json.Remove("transactionId");
        if (ExtendedProperties.Expand(expand, item.Properties) is { Count: > 0 } properties)
            json[ExtendedProperties.Member] = properties;
        return json;

        JsonObject Time(Instant at, Call c) => item.IsAllDay
            ? Zones.Write(at.InZone(Zones.Find(item.StartZone) ?? Zones.London).Date.AtMidnight(), c.ZoneName)
            : Zones.Write(at, c.Zone, c.ZoneName);
    }

    /// <summary>The whole event with all its extended properties: what a $filter looks at.</summary>
    public static JsonObject ForFilter(CalendarEvent item, Call call)
    {
        var json = Write(item, call);
        json[ExtendedProperties.Member] = ExtendedProperties.Write(item.Properties);
        json["start"] = Zones.Write(item.Start, DateTimeZone.Utc, "UTC");
        json["end"] = Zones.Write(item.End, DateTimeZone.Utc, "UTC");
        return json;
    }

    private static JsonObject Write(Attendee attendee, CalendarEvent item, Call call)
    {
        var json = new JsonObject
        {
            ["type"] = attendee.Type,
            ["status"] = new JsonObject
            {
                ["response"] = attendee.Response,
                ["time"] = attendee.RespondedAt is { } at ? Zones.Text(at) : "0001-01-01T00:00:00Z",
            },
            ["emailAddress"] = MessageJson.Address(attendee.Who),
        };
        if (item.IsOrganizer && attendee is { ProposedStart: { } start, ProposedEnd: { } end })
        {
            json["proposedNewTime"] = new JsonObject
            {
                ["start"] = Zones.Write(start, call.Zone, call.ZoneName),
                ["end"] = Zones.Write(end, call.Zone, call.ZoneName),
            };
        }

        return json;
    }

    private static JsonObject Location(string? place) => new()
    {
        ["displayName"] = place ?? "",
        ["locationType"] = "default",
        ["uniqueIdType"] = place is null ? "unknown" : "private",
    };
}
