using System.Text.Json.Nodes;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class FreeBusyReaderTests
{
    private const string Canary = "Canary: disciplinary hearing";
    private static readonly EmailAddress Clinician = new("clinician@trust.example");
    private static readonly Interval Week = new(StubGraph.Now, StubGraph.Now + Duration.FromDays(7));

    [Fact]
    public async Task GetFreeBusy_Items_AreReadByStatusWithoutTheirSubjects()
    {
        var graph = new StubGraph().Answer(Schedule($$"""
            "scheduleItems": [
              { "status": "busy", "subject": "{{Canary}}", "location": "{{Canary}}", "isPrivate": false, {{Span("2026-11-24T11:00:00.0000000", "2026-11-24T13:00:00.0000000")}} },
              { "status": "Tentative", "subject": "{{Canary}}", {{Span("2026-11-24T09:00:00.0000000", "2026-11-24T10:30:00.0000000", "Pacific Standard Time")}} },
              { "status": "free", {{Span("2026-11-24T14:00:00", "2026-11-24T15:00:00")}} },
              { "status": "oof", {{Span("2026-11-25T00:00:00", "2026-11-26T00:00:00")}} },
              { "status": "workingElsewhere", {{Span("2026-11-26T09:00:00", "2026-11-26T10:00:00", "GMT Standard Time")}} },
              { "status": "somethingNew", {{Span("2026-11-27T09:00:00", "2026-11-27T10:00:00", "Europe/London")}} }
            ]
            """));

        var known = await OneAsync(graph) as FreeBusy.Known;

        known.ShouldNotBeNull();
        known.Times.ShouldBe([
            new(Instant.FromUtc(2026, 11, 24, 11, 0), Instant.FromUtc(2026, 11, 24, 13, 0), BusyStatus.Busy),
            new(Instant.FromUtc(2026, 11, 24, 17, 0), Instant.FromUtc(2026, 11, 24, 18, 30), BusyStatus.Tentative),
            new(Instant.FromUtc(2026, 11, 25, 0, 0), Instant.FromUtc(2026, 11, 26, 0, 0), BusyStatus.OutOfOffice),
            new(Instant.FromUtc(2026, 11, 26, 9, 0), Instant.FromUtc(2026, 11, 26, 10, 0), BusyStatus.WorkingElsewhere),
            new(Instant.FromUtc(2026, 11, 27, 9, 0), Instant.FromUtc(2026, 11, 27, 10, 0), BusyStatus.Busy),
        ]);
        known.ToString().ShouldNotContain("Canary");
    }

    [Theory]
    [InlineData("ErrorMailRecipientNotFound", "ErrorMailRecipientNotFound")]
    [InlineData("5006", "too many entries (5006)")]
    [InlineData("somebody@trust.example is gone", "unreadable")]
    public async Task GetFreeBusy_MailboxWithError_IsUnknown(string code, string reason)
    {
        var graph = new StubGraph().Answer(Schedule($$"""
            "availabilityView": "000", "scheduleItems": [], "error": { "message": "Unable to resolve clinician@trust.example", "responseCode": "{{code}}" }
            """));

        (await OneAsync(graph)).ShouldBe(new FreeBusy.Unknown(reason));
    }

    [Fact]
    public async Task GetFreeBusy_MailboxMissingFromTheAnswer_IsUnknown()
    {
        var graph = new StubGraph().Answer("""{"value":[]}""");

        (await OneAsync(graph)).ShouldBeOfType<FreeBusy.Unknown>();
    }

    [Fact]
    public async Task GetFreeBusy_TimesInAZoneNobodyKnows_IsUnknown()
    {
        var graph = new StubGraph().Answer(Schedule($$"""
            "scheduleItems": [ { "status": "busy", {{Span("2026-11-24T11:00:00", "2026-11-24T13:00:00", "Narnia Standard Time")}} } ]
            """));

        (await OneAsync(graph)).ShouldBeOfType<FreeBusy.Unknown>();
    }

    [Fact]
    public async Task GetFreeBusy_DigitsOnly_AreReadFromTheDigits()
    {
        var graph = new StubGraph().Answer(Schedule("\"availabilityView\": \"0120\""));

        var known = await OneAsync(graph) as FreeBusy.Known;

        known!.Times.ShouldBe([
            new(Instant.FromUtc(2026, 11, 23, 9, 5), Instant.FromUtc(2026, 11, 23, 9, 10), BusyStatus.Tentative),
            new(Instant.FromUtc(2026, 11, 23, 9, 10), Instant.FromUtc(2026, 11, 23, 9, 15), BusyStatus.Busy),
        ]);
    }

    [Theory]
    [InlineData("\"name\": \"GMT Standard Time\"", "Europe/London")]
    [InlineData("\"name\": \"Europe/Jersey\"", "Europe/Jersey")]
    [InlineData("\"@odata.type\": \"#microsoft.graph.customTimeZone\", \"bias\": 0, \"name\": \"Customized Time Zone\", " +
        "\"standardOffset\": {\"time\":\"02:00:00.0000000\",\"dayOccurrence\":5,\"dayOfWeek\":\"sunday\",\"month\":10,\"year\":0}, " +
        "\"daylightOffset\": {\"daylightBias\":-60,\"time\":\"01:00:00.0000000\",\"dayOccurrence\":5,\"dayOfWeek\":\"sunday\",\"month\":3,\"year\":0}", "Europe/London")]
    public async Task GetFreeBusy_WorkingHours_AreInAnIanaZone(string zone, string expected)
    {
        var graph = new StubGraph().Answer(Schedule($$"""
            "scheduleItems": [], "workingHours": { "daysOfWeek": ["friday","sunday","monday"], "startTime": "08:30:00.0000000", "endTime": "17:00:00.0000000", "timeZone": { {{zone}} } }
            """));

        var known = await OneAsync(graph) as FreeBusy.Known;

        known!.Times.ShouldBeEmpty();
        known.Hours.ShouldNotBeNull();
        known.Hours.Days.ShouldBe([IsoDayOfWeek.Monday, IsoDayOfWeek.Friday, IsoDayOfWeek.Sunday]);
        known.Hours.Start.ShouldBe(new LocalTime(8, 30));
        known.Hours.End.ShouldBe(new LocalTime(17, 0));
        known.Hours.Zone.ShouldBe(expected);
    }

    [Theory]
    [InlineData("\"scheduleItems\": []")]
    [InlineData("\"scheduleItems\": [], \"workingHours\": null")]
    [InlineData("\"scheduleItems\": [], \"workingHours\": { \"daysOfWeek\": [\"monday\"], \"startTime\": \"08:00:00\", \"endTime\": \"17:00:00\", \"timeZone\": { \"name\": \"Customized Time Zone\" } }")]
    public async Task GetFreeBusy_NoUsableWorkingHours_HasNone(string members)
    {
        var known = await OneAsync(new StubGraph().Answer(Schedule(members))) as FreeBusy.Known;

        known!.Hours.ShouldBeNull();
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(20, 61, 1)]
    [InlineData(21, 61, 2)]
    [InlineData(45, 62, 6)]
    [InlineData(40, 183, 6)]
    public async Task GetFreeBusy_ManyPeopleLongWindow_TwentyACallUnder62Days(int people, int days, int calls)
    {
        var graph = new StubGraph();
        for (var i = 0; i < calls; i++)
            graph.Answer(request => EchoAsync(request));
        var asked = Enumerable.Range(0, people).Select(i => new EmailAddress($"clinician{i}@trust.example")).ToArray();

        var result = await graph.Calendar.GetFreeBusyAsync(StubGraph.Lead, asked, new Interval(StubGraph.Now, StubGraph.Now + Duration.FromDays(days)), default);

        var answered = result.ShouldBeOfType<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered>().Value;
        answered.Keys.ShouldBe(asked, ignoreOrder: true);
        answered.Values.ShouldAllBe(f => f is FreeBusy.Known);
        graph.Sent.Count.ShouldBe(calls);
        foreach (var body in graph.Sent.Select(s => s.Body!))
        {
            body["Schedules"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(20);
            (Time(body["EndTime"]!) - Time(body["StartTime"]!)).ShouldBeLessThan(TimeSpan.FromDays(62));
        }

        // What crosses the border of two parts is told by both and counted once.
        if (days == 183)
            ((FreeBusy.Known)answered[asked[0]]).Times.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetFreeBusy_OneCallThrottled_IsThrottled()
    {
        var graph = new StubGraph().Answer(request => EchoAsync(request)).Answer(System.Net.HttpStatusCode.TooManyRequests, null, "9");
        var asked = Enumerable.Range(0, 40).Select(i => new EmailAddress($"clinician{i}@trust.example")).ToArray();

        var result = await graph.Calendar.GetFreeBusyAsync(StubGraph.Lead, asked, Week, default);

        result.ShouldBe(new PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Throttled(StubGraph.Now + Duration.FromSeconds(9)));
    }

    [Fact]
    public async Task GetFreeBusy_WhatIsNoAddress_IsUnknownAndNotAsked()
    {
        var graph = new StubGraph().Answer(request => EchoAsync(request));

        var result = await graph.Calendar.GetFreeBusyAsync(StubGraph.Lead, [Clinician, new EmailAddress("dr who")], Week, default);

        var answered = result.ShouldBeOfType<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered>().Value;
        answered[new EmailAddress("dr who")].ShouldBeOfType<FreeBusy.Unknown>();
        answered[Clinician].ShouldBeOfType<FreeBusy.Known>();
        graph.Sent.ShouldHaveSingleItem().Body!["Schedules"]!.AsArray().Count.ShouldBe(1);
    }

    private static async Task<FreeBusy> OneAsync(StubGraph graph)
    {
        var result = await graph.Calendar.GetFreeBusyAsync(StubGraph.Lead, [Clinician], Week, default);
        graph.Sent[0].Path.ShouldBe("/v1.0/users/lead@trust.example/calendar/getSchedule");
        return result.ShouldBeOfType<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered>().Value[Clinician];
    }

    private static string Schedule(string members) => $$"""{ "value": [ { "scheduleId": "Clinician@Trust.example", {{members}} } ] }""";

    private static string Span(string start, string end, string zone = "UTC") =>
        $$"""  "start": { "dateTime": "{{start}}", "timeZone": "{{zone}}" }, "end": { "dateTime": "{{end}}", "timeZone": "{{zone}}" } """;

    private static DateTime Time(JsonNode time) => DateTime.Parse(time["dateTime"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<HttpResponseMessage> EchoAsync(HttpRequestMessage request)
    {
        var asked = JsonNode.Parse(await request.Content!.ReadAsStringAsync())!["Schedules"]!.AsArray();
        var value = asked.Select(a => (JsonNode)new JsonObject
        {
            ["scheduleId"] = a!.GetValue<string>(),
            ["scheduleItems"] = new JsonArray(JsonNode.Parse($$"""{ "status": "busy", {{Span("2027-01-23T08:00:00", "2027-01-23T10:00:00")}} }""")),
        });
        return new HttpResponseMessage { Content = new StringContent(new JsonObject { ["value"] = new JsonArray([.. value]) }.ToJsonString(), System.Text.Encoding.UTF8, "application/json") };
    }
}
