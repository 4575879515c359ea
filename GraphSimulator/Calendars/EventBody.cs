using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Wire;

namespace ClinicalEngagement.GraphSimulator.Calendars;

/// <summary>Reads an event from a request's body.</summary>
internal static class EventBody
{
    private const int MostAttendees = 500;

    private static readonly HashSet<string> Members = new(StringComparer.OrdinalIgnoreCase)
    {
        "allowNewTimeProposals", "attendees", "body", "categories", "end", "extensions", "hideAttendees", "importance", "isAllDay",
        "isOnlineMeeting", "isReminderOn", "location", "locations", "onlineMeetingProvider", "recurrence", "reminderMinutesBeforeStart",
        "responseRequested", "sensitivity", "showAs", "singleValueExtendedProperties", "multiValueExtendedProperties", "start", "subject", "transactionId", "iCalUId", "type",
    };

    /// <summary>The event with what the body says; what it doesn't mention stays.</summary>
    /// <exception cref="GraphRefusal">Something in the body is wrong.</exception>
    public static CalendarEvent Apply(JsonObject body, CalendarEvent item, World world)
    {
        body.OnlyMembers("microsoft.graph.event", Members);
        if (body.Get("recurrence") is not null)
            throw GraphRefusal.NotSimulated("recurring events");
        if (body.Has("start"))
        {
            var (start, zone) = Zones.Read(body.Get("start"), "start");
            item = item with { Start = start, StartZone = zone };
        }

        if (body.Has("end"))
        {
            var (end, zone) = Zones.Read(body.Get("end"), "end");
            item = item with { End = end, EndZone = zone };
        }

        if (item.End < item.Start)
            throw GraphRefusal.BadRequest("The start time must be before the end time.", "ErrorPropertyValidationFailure");
        if (body.Object("body") is { } content)
            item = item with { Body = content.Text("content") ?? "", BodyType = (content.Text("contentType") ?? "text").ToLowerInvariant() };
        if (body.Has("location"))
            item = item with { Place = body.Object("location")?.Text("displayName") };
        else if (body.Objects("locations") is [var first, ..])
            item = item with { Place = first.Text("displayName") };
        if (body.Has("attendees"))
            item = item with { Attendees = ReadAttendees(body, item, world) };
        if (body.Flag("isOnlineMeeting") is { } online)
            item = item with { OnlineMeetingProvider = online ? body.Text("onlineMeetingProvider") ?? "teamsForBusiness" : null };
        if (item.OnlineMeetingProvider is not null && item.JoinUrl is null)
            item = item with { JoinUrl = $"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{world.Dice.Token(24, "teams", item.Id)}%40thread.v2/0" };
        return item with
        {
            Subject = body.Text("subject") ?? item.Subject,
            IsAllDay = body.Flag("isAllDay") ?? item.IsAllDay,
            ShowAs = Word(body, "showAs", ["unknown", "free", "tentative", "busy", "oof", "workingElsewhere"]) ?? item.ShowAs,
            Importance = Word(body, "importance", ["low", "normal", "high"]) ?? item.Importance,
            Sensitivity = Word(body, "sensitivity", ["normal", "personal", "private", "confidential"]) ?? item.Sensitivity,
            IsReminderOn = body.Flag("isReminderOn") ?? item.IsReminderOn,
            ReminderMinutes = body.Number("reminderMinutesBeforeStart") ?? item.ReminderMinutes,
            AllowNewTimeProposals = body.Flag("allowNewTimeProposals") ?? item.AllowNewTimeProposals,
            ResponseRequested = body.Flag("responseRequested") ?? item.ResponseRequested,
            HideAttendees = body.Flag("hideAttendees") ?? item.HideAttendees,
            Categories = body.Has("categories") ? body.Texts("categories") : item.Categories,
            Properties = ExtendedProperties.Read(body, item.Properties),
        };
    }

    private static Attendee[] ReadAttendees(JsonObject body, CalendarEvent item, World world)
    {
        var attendees = body.Objects("attendees").Select(a =>
        {
            var who = Recipients.Read(a, world);
            var type = (a.Text("type") ?? "required").ToLowerInvariant();
            return item.Attendees.FirstOrDefault(k => k.Who.Address == who.Address) is { } known ? known with { Type = type } : new Attendee(who, type);
        }).DistinctBy(a => a.Who.Address).ToArray();
        return attendees.Length <= MostAttendees
            ? attendees
            : throw GraphRefusal.BadRequest($"The number of attendees exceeds {MostAttendees}.", "ErrorExceededMaxRecipientLimit");
    }

    private static string? Word(JsonObject body, string name, string[] words)
    {
        if (body.Text(name) is not { } text)
            return null;
        return words.FirstOrDefault(w => w.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw GraphRefusal.BadRequest($"The value '{text}' of '{name}' is not one of {string.Join(", ", words)}.", "RequestBodyRead");
    }
}
