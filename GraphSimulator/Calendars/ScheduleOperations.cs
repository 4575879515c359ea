using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Faults;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Trust;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Calendars;

/// <summary>Free/busy and mailbox settings.</summary>
internal sealed class ScheduleOperations
{
    private const int MostMailboxes = 20;
    private const int MostEntries = 1000;

    /// <summary>The operations.</summary>
    public IEnumerable<Operation> Operations =>
    [
        new("users.calendar.getSchedule", "POST", "/users/{user-id}/calendar/getSchedule", GetSchedule),
        new("users.mailboxSettings.get", "GET", "/users/{user-id}/mailboxSettings", MailboxSettings),
        new("users.findMeetingTimes", "POST", "/users/{user-id}/findMeetingTimes", _ => throw GraphRefusal.Denied()),
        new("users.calendar.get", "GET", "/users/{user-id}/calendar", Calendar),
    ];

    private static GraphResponse GetSchedule(Call call)
    {
        _ = call.Mailbox;
        var addresses = call.Body.Texts("schedules");
        var interval = call.Body.Number("availabilityViewInterval") ?? 30;
        var (start, _) = Zones.Read(call.Body.Get("startTime"), "startTime");
        var (end, _) = Zones.Read(call.Body.Get("endTime"), "endTime");
        if (addresses.Count == 0)
            throw GraphRefusal.BadRequest("The Schedules collection must not be empty.", "ErrorInvalidParameter");
        if (addresses.Count > MostMailboxes)
            throw GraphRefusal.BadRequest($"There are too many target users in the EmailAddress array. The allowed size = {MostMailboxes}; the actual size = {addresses.Count}.", "ErrorMailboxDataArrayTooBig");
        if (interval is < 5 or > 1440)
            throw GraphRefusal.BadRequest("The merged free/busy interval value is invalid.", "ErrorInvalidMergedFreeBusyInterval");
        if (end <= start || end - start < Duration.FromMinutes(interval))
            throw GraphRefusal.BadRequest("The time duration specified for FreeBusyViewOptions.TimeWindow is invalid.", "ErrorInvalidTimeInterval");
        if (end - start >= Duration.FromDays(62))
            throw GraphRefusal.BadRequest($"The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. The allowed limit = 62 days; the actual limit = {(int)(end - start).TotalDays} days.", "ErrorTimeIntervalTooBig");
        var value = new JsonArray([.. addresses.Select(a => (JsonNode)Schedule(call, a, start, end, interval))]);
        return GraphResponse.Ok(new JsonObject
        {
            ["@odata.context"] = call.Context("Collection(microsoft.graph.scheduleInformation)"),
            ["value"] = value,
        });
    }

    private static JsonObject Schedule(Call call, string address, Instant start, Instant end, int interval)
    {
        var person = call.World.FindPerson(address);
        if (person is null || person.Guest || !person.AccountEnabled)
            return Unreadable(address, "ErrorMailRecipientNotFound", $"Unable to resolve e-mail address {address} to an Active Directory object.");
        if (new FaultPlan(call.World).Take("users.calendar.getSchedule", person.Address, FaultKind.MailboxUnreadable, FaultKind.AccountDisabled) is not null)
            return Unreadable(address, "ErrorMailboxLogonFailed", "Microsoft.Exchange.InfoWorker.Common.Availability.MailboxLogonFailedException: Logon to the mailbox failed.");
        var busy = call.World.BusyOf(person, start, end);
        if (busy.Count > MostEntries)
            return Unreadable(address, "5006", $"The result set contains too many calendar entries. The allowed size = {MostEntries}; the actual size = {busy.Count}.");
        var json = new JsonObject
        {
            ["scheduleId"] = address,
            ["availabilityView"] = View(busy, start, end, interval),
            ["scheduleItems"] = new JsonArray([.. busy.Select(b => (JsonNode)Item(call, person, b))]),
        };
        if (person.WorkingHours != WorkingHoursForm.Missing)
            json["workingHours"] = WorkingHours(person, person.WorkingHours);
        return json;
    }

    private static JsonObject Unreadable(string address, string code, string message) => new()
    {
        ["scheduleId"] = address,
        ["error"] = new JsonObject { ["message"] = message, ["responseCode"] = code },
    };

    private static JsonObject Item(Call call, Person person, BusyTime busy)
    {
        var item = new JsonObject
        {
            ["isPrivate"] = busy.Private,
            ["status"] = busy.ShowAs,
            ["start"] = Zones.Write(busy.Start, call.Zone, call.ZoneName),
            ["end"] = Zones.Write(busy.End, call.Zone, call.ZoneName),
        };
        if (person.SharesDetails && !busy.Private)
        {
            item["subject"] = busy.Subject;
            item["location"] = busy.Place ?? "";
        }

        return item;
    }

    private static string View(IReadOnlyList<BusyTime> busy, Instant start, Instant end, int interval)
    {
        var step = Duration.FromMinutes(interval).ToInt64Nanoseconds();
        var view = new char[(int)(((end - start).ToInt64Nanoseconds() + step - 1) / step)];
        Array.Fill(view, '0');
        foreach (var b in busy)
        {
            var first = Math.Max(0, (b.Start - start).ToInt64Nanoseconds() / step);
            var last = Math.Min(view.Length - 1, ((b.End - start).ToInt64Nanoseconds() - 1) / step);
            for (var n = first; n <= last; n++)
            {
                if (Weight(Digit(b.ShowAs)) > Weight(view[n]))
                    view[n] = Digit(b.ShowAs);
            }
        }

        return new string(view);
    }

    private static char Digit(string showAs) => showAs switch
    {
        "tentative" => '1',
        "busy" => '2',
        "oof" => '3',
        "workingElsewhere" => '4',
        _ => '0',
    };

    // Working elsewhere is the weakest of them all, though its digit is the highest.
    private static int Weight(char digit) => digit == '4' ? 0 : digit - '0' + (digit == '0' ? -1 : 0);

    private static GraphResponse MailboxSettings(Call call)
    {
        var person = call.Mailbox;
        var away = call.World.Planner.IsAway(person, call.World.Today);
        var words = Post.AutomaticReplyOf(person);
        // Leave of the seed is switched on by hand; an absence that was planned is scheduled, before it begins as well.
        var planned = person.Absences.Where(a => call.World.Today <= a.To).MinBy(a => a.From);
        var json = new JsonObject
        {
            ["@odata.context"] = call.Context(call.UserContext("mailboxSettings")),
            ["archiveFolder"] = MailFolders.IdOf(call.World.Dice, person.Address, "archive"),
            ["timeZone"] = Zones.LondonWindows,
            ["delegateMeetingMessageDeliveryOptions"] = "sendToDelegateOnly",
            ["dateFormat"] = "dd/MM/yyyy",
            ["timeFormat"] = "HH:mm",
            ["userPurpose"] = "user",
            ["automaticRepliesSetting"] = new JsonObject
            {
                ["status"] = planned is not null ? "scheduled" : away ? "alwaysEnabled" : "disabled",
                ["externalAudience"] = "all",
                ["scheduledStartDateTime"] = Zones.Write(planned is null ? call.World.Now : MidnightOf(planned.From), DateTimeZone.Utc, "UTC"),
                ["scheduledEndDateTime"] = Zones.Write(planned is null ? call.World.Now + Duration.FromDays(1) : MidnightOf(planned.To.PlusDays(1)), DateTimeZone.Utc, "UTC"),
                ["internalReplyMessage"] = away || planned is not null ? words : "",
                ["externalReplyMessage"] = away || planned is not null ? words : "",
            },
            ["language"] = new JsonObject { ["locale"] = "en-GB", ["displayName"] = "English (United Kingdom)" },
            ["workingHours"] = WorkingHours(person, WorkingHoursForm.Named),
        };
        return GraphResponse.Ok(Shaping.Select(json, call.Request.Query.Select));
    }

    private static Instant MidnightOf(LocalDate date) => date.AtStartOfDayInZone(Zones.London).ToInstant();

    private static JsonObject WorkingHours(Person person, WorkingHoursForm form) => new()
    {
        ["daysOfWeek"] = new JsonArray([.. person.WorkingDays.Select(d => (JsonNode)d.ToString().ToLowerInvariant())]),
        ["startTime"] = person.DayStart.ToString("HH:mm:ss.fffffff", System.Globalization.CultureInfo.InvariantCulture),
        ["endTime"] = person.DayEnd.ToString("HH:mm:ss.fffffff", System.Globalization.CultureInfo.InvariantCulture),
        ["timeZone"] = form == WorkingHoursForm.Named ? new JsonObject { ["name"] = Zones.LondonWindows } : CustomZone(),
    };

    private static JsonObject CustomZone() => new()
    {
        ["@odata.type"] = "#microsoft.graph.customTimeZone",
        ["bias"] = 0,
        ["name"] = "Customized Time Zone",
        ["standardOffset"] = new JsonObject { ["time"] = "02:00:00.0000000", ["dayOccurrence"] = 5, ["dayOfWeek"] = "sunday", ["month"] = 10, ["year"] = 0 },
        ["daylightOffset"] = new JsonObject { ["daylightBias"] = -60, ["time"] = "01:00:00.0000000", ["dayOccurrence"] = 5, ["dayOfWeek"] = "sunday", ["month"] = 3, ["year"] = 0 },
    };

    private static GraphResponse Calendar(Call call) => GraphResponse.Ok(Shaping.Select(
        new JsonObject
        {
            ["@odata.context"] = call.Context(call.UserContext("calendar/$entity")),
            ["id"] = "AAMkAD" + call.World.Dice.Token(24, "calendar", call.Mailbox.Address),
            ["name"] = "Calendar",
            ["color"] = "auto",
            ["isDefaultCalendar"] = true,
            ["changeKey"] = call.World.Dice.Token(12, "calendar-change", call.Mailbox.Address),
            ["canShare"] = true,
            ["canViewPrivateItems"] = true,
            ["canEdit"] = true,
            ["allowedOnlineMeetingProviders"] = new JsonArray("teamsForBusiness"),
            ["defaultOnlineMeetingProvider"] = "teamsForBusiness",
            ["isTallyingResponses"] = true,
            ["isRemovable"] = false,
            ["owner"] = MessageJson.Address(new Party(call.Mailbox.Name, call.Mailbox.Address)),
        },
        call.Request.Query.Select));
}
