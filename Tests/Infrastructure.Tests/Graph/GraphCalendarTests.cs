using System.Net;
using System.Text.Json.Nodes;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class GraphCalendarTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 12, 1, 10, 0);
    private static readonly EmailAddress Clinician = new("clinician@trust.example");

    private static readonly NewCalendarEvent Meeting = new(
        "effect-1", "Falls: 30 minutes", "About falls.\nWe would like your view.", Start, Duration.FromMinutes(30), [new Person("Dr Example", Clinician)], Tentative: true, new EventPlace("Microsoft Teams", Online: true));

    [Fact]
    public async Task Create_NewMeeting_CarriesKeyTwiceAndAsksForAnAnswer()
    {
        var graph = new StubGraph().Answer(HttpStatusCode.Created, Event());

        var created = await CreateAsync(graph);

        created.ShouldBe("e1", Start, Duration.FromMinutes(30), cancelled: false);
        var request = graph.Sent.ShouldHaveSingleItem();
        (request.Method, request.Path).ShouldBe(("POST", "/v1.0/users/lead@trust.example/events"));
        var body = request.Body!;
        body["transactionId"]!.GetValue<string>().ShouldBe("effect-1");
        body["singleValueExtendedProperties"]![0]!["id"]!.GetValue<string>().ShouldBe(KeyProperty.Id);
        body["singleValueExtendedProperties"]![0]!["value"]!.GetValue<string>().ShouldBe("effect-1");
        body["showAs"]!.GetValue<string>().ShouldBe("tentative");
        body["allowNewTimeProposals"]!.GetValue<bool>().ShouldBeTrue();
        body["responseRequested"]!.GetValue<bool>().ShouldBeTrue();
        body["isOnlineMeeting"]!.GetValue<bool>().ShouldBeTrue();
        body["onlineMeetingProvider"]!.GetValue<string>().ShouldBe("teamsForBusiness");
        body["start"]!.ToJsonString().ShouldBe("""{"dateTime":"2026-12-01T10:00:00.0000000","timeZone":"UTC"}""");
        body["end"]!["dateTime"]!.GetValue<string>().ShouldBe("2026-12-01T10:30:00.0000000");
        body["attendees"]!.AsArray().ShouldHaveSingleItem()!["emailAddress"]!["address"]!.GetValue<string>().ShouldBe("clinician@trust.example");
        body["body"]!["contentType"]!.GetValue<string>().ShouldBe("text");
    }

    [Fact]
    public async Task Create_NotOnlineNotTentative_SaysNothingOfTeams()
    {
        var graph = new StubGraph().Answer(HttpStatusCode.Created, Event());

        await graph.Calendar.CreateAsync(StubGraph.Lead, Meeting with { Place = null, Tentative = false }, default);

        graph.Sent[0].Body!.ContainsKey("isOnlineMeeting").ShouldBeFalse();
        graph.Sent[0].Body!.ContainsKey("location").ShouldBeFalse();
        graph.Sent[0].Body!["showAs"]!.GetValue<string>().ShouldBe("busy");
    }

    [Fact]
    public async Task Create_DuplicateWithExistingId_IsTheExistingEvent()
    {
        var graph = new StubGraph()
            .Error(HttpStatusCode.BadRequest, "ErrorDuplicateTransactionId", further: ",\"@event.existingEventId\":\"e7\"")
            .Answer(Event("e7", start: "2026-12-02T10:00:00.0000000"));

        var created = await CreateAsync(graph);

        created.ShouldBe("e7", Start + Duration.FromDays(1), Duration.FromMinutes(-24 * 60 + 30), cancelled: false);
        graph.Sent[1].Path.ShouldBe("/v1.0/users/lead@trust.example/events/e7");
    }

    [Theory]
    [InlineData(HttpStatusCode.Conflict, "ErrorDuplicateTransactionId")]
    [InlineData(HttpStatusCode.Conflict, "")]
    [InlineData(HttpStatusCode.BadRequest, "ErrorDuplicateTransactionId")]
    public async Task Create_DuplicateWithoutExistingId_IsFoundByKey(HttpStatusCode status, string code)
    {
        var graph = new StubGraph().Error(status, code).Answer($$"""{"value":[{{Event("e8")}}]}""");

        (await CreateAsync(graph)).ShouldBe("e8", Start, Duration.FromMinutes(30), cancelled: false);
        graph.Sent[1].Query.ShouldContain($"$filter=singleValueExtendedProperties/Any(ep: ep/id eq '{KeyProperty.Id}' and ep/value eq 'effect-1')");
    }

    [Fact]
    public async Task Create_Echo_IsTheExistingEvent() =>
        (await CreateAsync(new StubGraph().Answer(HttpStatusCode.OK, Event("e9")))).ShouldBe("e9", Start, Duration.FromMinutes(30), cancelled: false);

    [Fact]
    public async Task Create_DuplicateOfAnEventThatIsGone_IsCancelled()
    {
        var graph = new StubGraph()
            .Error(HttpStatusCode.BadRequest, "ErrorDuplicateTransactionId", further: ",\"@event.existingEventId\":\"e7\"")
            .Error(HttpStatusCode.NotFound, "ErrorItemNotFound");

        (await CreateAsync(graph)).ShouldBe("e7", Start, Duration.FromMinutes(30), cancelled: true);
    }

    [Fact]
    public async Task Create_DuplicateThatCannotBeFoundYet_IsAnOutage()
    {
        var graph = new StubGraph().Error(HttpStatusCode.Conflict, "ErrorDuplicateTransactionId").Answer("""{"value":[]}""");

        await Should.ThrowAsync<GraphOutageException>(() => CreateAsync(graph));
    }

    [Fact]
    public async Task Create_BadRequest_IsNoDuplicate()
    {
        var graph = new StubGraph().Error(HttpStatusCode.BadRequest, "ErrorInvalidRequest");

        await Should.ThrowAsync<GraphAnswerException>(() => CreateAsync(graph));
    }

    [Fact]
    public async Task Create_WithSharedMailbox_OrganisesThereAndInvitesTheLead()
    {
        var graph = new StubGraph(o => o.SharedMailbox = "qi@trust.example").Answer(HttpStatusCode.Created, Event(attendees: """
            {"emailAddress":{"address":"Lead@trust.example"},"status":{"response":"none"}},
            {"emailAddress":{"address":"clinician@trust.example"},"status":{"response":"none"}}
            """));

        var created = await CreateAsync(graph);

        graph.Sent[0].Path.ShouldBe("/v1.0/users/qi@trust.example/events");
        graph.Sent[0].Body!["attendees"]!.AsArray().Select(a => a!["emailAddress"]!["address"]!.GetValue<string>()).ShouldBe(["clinician@trust.example", "lead@trust.example"]);
        created.Attendees.ShouldHaveSingleItem().Email.ShouldBe(Clinician);
    }

    [Fact]
    public async Task Create_AttendeeWithoutAddress_IsRefusedWithoutACall()
    {
        var graph = new StubGraph();

        var result = await graph.Calendar.CreateAsync(
            StubGraph.Lead, Meeting with { Attendees = [new Person("X", new EmailAddress("a@b.example,evil@c.example"))] }, default);

        result.ShouldBeOfType<PortResult<CalendarEvent>.Refused>();
        graph.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_Answers_AreReadWithTheirTimesAndProposals()
    {
        var graph = new StubGraph().Answer(Event(attendees: """
            {"type":"required","emailAddress":{"name":"Dr A","address":"A@trust.example"},"status":{"response":"tentativelyAccepted","time":"2026-11-20T07:06:24.5046431Z"},
             "proposedNewTime":{"start":{"dateTime":"2026-12-03T12:00:00.0000000","timeZone":"GMT Standard Time"},"end":{"dateTime":"2026-12-03T12:30:00.0000000","timeZone":"GMT Standard Time"}}},
            {"emailAddress":{"address":"b@trust.example"},"status":{"response":"accepted","time":"2026-11-20T08:00:00Z"}},
            {"emailAddress":{"address":"c@trust.example"},"status":{"response":"declined","time":"2026-11-20T08:00:00Z"}},
            {"emailAddress":{"address":"d@trust.example"},"status":{"response":"notResponded","time":"0001-01-01T00:00:00Z"}},
            {"emailAddress":{"address":"e@trust.example"}},
            {"emailAddress":{"address":"lead@trust.example"},"status":{"response":"organizer"}}
            """));

        var found = await graph.Calendar.GetAsync(StubGraph.Lead, "e1", default);

        found.ShouldBeOfType<PortResult<CalendarEvent?>.Answered>().Value!.Attendees.ShouldBe([
            new(new("a@trust.example"), AnswerKind.Tentative, Instant.FromUtc(2026, 11, 20, 7, 6, 24) + Duration.FromTicks(5046431), Instant.FromUtc(2026, 12, 3, 12, 0)),
            new(new("b@trust.example"), AnswerKind.Accepted, Instant.FromUtc(2026, 11, 20, 8, 0), null),
            new(new("c@trust.example"), AnswerKind.Declined, Instant.FromUtc(2026, 11, 20, 8, 0), null),
            new(new("d@trust.example"), AnswerKind.None, null, null),
            new(new("e@trust.example"), AnswerKind.None, null, null),
        ]);
    }

    [Fact]
    public async Task Get_Gone_IsNull()
    {
        var graph = new StubGraph().Error(HttpStatusCode.NotFound, "ErrorItemNotFound");

        (await graph.Calendar.GetAsync(StubGraph.Lead, "e1", default)).ShouldBe(new PortResult<CalendarEvent?>.Answered(null));
    }

    [Fact]
    public async Task FindByKey_Copies_AreTheFirstThatStands()
    {
        var graph = new StubGraph().Answer($$"""
            {"value":[{{Event("copy", created: "2026-11-22T09:00:00Z")}},{{Event("ours", created: "2026-11-21T09:00:00Z")}},{{Event("old", created: "2026-11-20T09:00:00Z", cancelled: true)}}]}
            """);

        var found = await graph.Calendar.FindByKeyAsync(StubGraph.Lead, "it's", default);

        found.ShouldBeOfType<PortResult<CalendarEvent?>.Answered>().Value!.Id.ShouldBe("ours");
        graph.Sent[0].Query.ShouldContain("ep/value eq 'it''s')");
    }

    [Fact]
    public async Task Move_Event_ChangesItsTimesAndNothingElse()
    {
        var graph = new StubGraph().Answer(Event(start: "2026-12-01T10:00:00.0000000"));

        var moved = await graph.Calendar.MoveAsync(StubGraph.Lead, "e1", Start, Duration.FromMinutes(30), null, null, default);

        moved.ShouldBeOfType<PortResult<CalendarEvent>.Answered>();
        graph.Sent[0].Method.ShouldBe("PATCH");
        graph.Sent[0].Body!.Select(p => p.Key).Where(k => !k.StartsWith('@')).ShouldBe(["end", "start"], ignoreOrder: true);
    }

    [Fact]
    public async Task Move_ToTheTelephone_SaysSoAndTakesTheTeamsLinkAway()
    {
        var graph = new StubGraph().Answer(Event(start: "2026-12-01T10:00:00.0000000"));

        await graph.Calendar.MoveAsync(StubGraph.Lead, "e1", Start, Duration.FromMinutes(30), new EventPlace("By telephone", Online: false), null, default);

        graph.Sent[0].Body!["location"]!["displayName"]!.GetValue<string>().ShouldBe("By telephone");
        graph.Sent[0].Body!["isOnlineMeeting"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Move_EventThatIsGone_IsRefused()
    {
        var graph = new StubGraph().Error(HttpStatusCode.NotFound, "ErrorItemNotFound");

        (await graph.Calendar.MoveAsync(StubGraph.Lead, "e1", Start, Duration.FromMinutes(30), null, null, default)).ShouldBeOfType<PortResult<CalendarEvent>.Refused>();
    }

    [Fact]
    public async Task Cancel_Event_SaysTheWords()
    {
        var graph = new StubGraph().Answer(HttpStatusCode.Accepted);

        (await graph.Calendar.CancelAsync(StubGraph.Lead, "e1", "The project\nhas closed.", default)).ShouldBe(new PortResult<bool>.Answered(true));
        graph.Sent[0].Path.ShouldBe("/v1.0/users/lead@trust.example/events/e1/cancel");
        graph.Sent[0].Body!["Comment"]!.GetValue<string>().ShouldBe("The project\nhas closed.");
    }

    [Fact]
    public async Task Cancel_Gone_IsASuccess()
    {
        var graph = new StubGraph().Error(HttpStatusCode.NotFound, "ErrorItemNotFound");

        (await graph.Calendar.CancelAsync(StubGraph.Lead, "e1", "", default)).ShouldBe(new PortResult<bool>.Answered(false));
    }

    [Fact]
    public async Task Cancel_CancelledAlready_IsASuccess()
    {
        var graph = new StubGraph().Error(HttpStatusCode.BadRequest, "ErrorInvalidRequest").Answer(Event(cancelled: true));

        (await graph.Calendar.CancelAsync(StubGraph.Lead, "e1", "", default)).ShouldBe(new PortResult<bool>.Answered(false));
    }

    [Fact]
    public async Task Cancel_RefusedThoughItStands_IsAnError()
    {
        var graph = new StubGraph().Error(HttpStatusCode.BadRequest, "ErrorInvalidRequest").Answer(Event());

        await Should.ThrowAsync<GraphAnswerException>(() => graph.Calendar.CancelAsync(StubGraph.Lead, "e1", "", default));
    }

    internal static string Event(
        string id = "e1", string start = "2026-12-01T10:00:00.0000000", bool cancelled = false, string attendees = "", string created = "2026-11-22T09:00:00Z", string changeKey = "ck") =>
        new JsonObject
        {
            ["id"] = id,
            ["changeKey"] = changeKey,
            ["createdDateTime"] = created,
            ["subject"] = "Canary",
            ["bodyPreview"] = "Canary",
            ["location"] = new JsonObject { ["displayName"] = "Canary" },
            ["type"] = "singleInstance",
            ["isCancelled"] = cancelled,
            ["start"] = new JsonObject { ["dateTime"] = start, ["timeZone"] = "UTC" },
            ["end"] = new JsonObject { ["dateTime"] = "2026-12-01T10:30:00.0000000", ["timeZone"] = "UTC" },
            ["organizer"] = new JsonObject { ["emailAddress"] = new JsonObject { ["address"] = "lead@trust.example" } },
            ["attendees"] = JsonNode.Parse($"[{attendees}]"),
        }.ToJsonString();

    private static async Task<CalendarEvent> CreateAsync(StubGraph graph) =>
        (await graph.Calendar.CreateAsync(StubGraph.Lead, Meeting, default)).ShouldBeOfType<PortResult<CalendarEvent>.Answered>().Value;
}

internal static class CalendarEventAssertions
{
    public static void ShouldBe(this CalendarEvent found, string id, Instant start, Duration duration, bool cancelled)
    {
        (found.Id, found.Start, found.Duration, found.Cancelled).ShouldBe((id, start, duration, cancelled));
        found.ToString().ShouldNotContain("Canary");
    }
}
