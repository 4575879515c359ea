using System.Net;
using System.Text.Json.Nodes;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

/// <summary>The adapter reads what Microsoft's documentation shows as answers, and understands every error that has been observed. The data stands beside the project.</summary>
public sealed class GoldenTests
{
    [Fact]
    public async Task GetSchedule_DocumentedAnswer_IsRead()
    {
        var graph = new StubGraph().Answer(Golden("users.calendar.getSchedule.pascalCase"));
        var alex = new EmailAddress("AlexW@contoso.OnMicrosoft.com");

        var result = await graph.Calendar.GetFreeBusyAsync(
            StubGraph.Lead, [alex], new Interval(Instant.FromUtc(2018, 8, 6, 16, 0), Instant.FromUtc(2018, 8, 7, 1, 0)), default);

        var known = (FreeBusy.Known)result.ShouldBeOfType<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered>().Value[alex];
        known.Times.ShouldBe([
            new(Instant.FromUtc(2018, 8, 6, 16, 0), Instant.FromUtc(2018, 8, 6, 17, 30), BusyStatus.Tentative),
            new(Instant.FromUtc(2018, 8, 6, 18, 0), Instant.FromUtc(2018, 8, 6, 20, 0), BusyStatus.Busy),
        ]);
        DateTimeZoneProviders.Tzdb[known.Hours!.Zone].GetUtcOffset(Instant.FromUtc(2018, 8, 6, 0, 0)).ShouldBe(Offset.FromHours(-7));
    }

    [Fact]
    public async Task GetEvent_DocumentedAnswersOfAttendees_AreRead()
    {
        var graph = new StubGraph().Answer(Golden("users.events.get.attendeeResponses"));

        var found = (await graph.Calendar.GetAsync(new("AlexW@contoso.OnMicrosoft.com"), "AAMkADAwJXJGu0AAACEhWOAAA=", default)).ShouldBeOfType<PortResult<CalendarEvent?>.Answered>().Value!;

        found.Start.ShouldBe(Instant.FromUtc(2019, 8, 15, 19, 0));
        found.Duration.ShouldBe(Duration.FromHours(2));
        found.Attendees.ShouldHaveSingleItem().ShouldBe(new AttendeeAnswer(
            new("adelev@contoso.onmicrosoft.com"),
            AnswerKind.Tentative,
            Instant.FromUtc(2019, 8, 1, 7, 6, 24) + Duration.FromTicks(5046431),
            Instant.FromUtc(2019, 8, 16, 19, 0)));
    }

    [Fact]
    public async Task CreateDraft_DocumentedAnswer_IsRead()
    {
        var graph = new StubGraph().Answer("""{"value":[]}""").Answer(HttpStatusCode.Created, Golden("users.messages.create.draft"));

        var draft = await graph.Mailer.CreateDraftAsync(new OutgoingMail(StubGraph.Lead, "k", [], "s", "", []), default);

        draft.ShouldBe(new PortResult<MailDraft>.Answered(new MailDraft("AAMkADNlNYjSAAA=", "AAQkADNlNFdXGBnqtY=")));
    }

    [Theory]
    [InlineData("getSchedule", "any mailbox op", "directory", "Outlook", "any", "delta")]
    public async Task Call_EveryObservedError_IsAResultOrAnExceptionWithoutItsWords(params string[] operations)
    {
        var errors = JsonNode.Parse(await File.ReadAllTextAsync(Shared("graph", "errors-observed.json")))!.AsArray();
        var tried = 0;
        foreach (var error in errors.Where(e => e!["status"]!.GetValue<int>() >= 400 && operations.Contains(e["op"]!.GetValue<string>())))
        {
            var status = (HttpStatusCode)error!["status"]!.GetValue<int>();
            var message = error["message"]!.GetValue<string>();
            var graph = new StubGraph().Answer(
                status,
                new JsonObject { ["error"] = new JsonObject { ["code"] = error["code"]!.GetValue<string>(), ["message"] = message } }.ToJsonString(),
                error["headers"]?["Retry-After"]?.GetValue<string>());
            string said;
            try
            {
                said = (await graph.Calendar.GetAsync(StubGraph.Lead, "e1", default)).ToString()!;
            }
            catch (Exception exception) when (exception is Infrastructure.Graph.GraphAnswerException or Infrastructure.Graph.GraphOutageException)
            {
                said = exception.ToString();
            }

            said.ShouldNotContain(message);
            tried++;
        }

        tried.ShouldBeGreaterThan(7);
    }

    private static string Golden(string operation) =>
        JsonNode.Parse(File.ReadAllText(Shared("graph", "golden", operation, "response.json")))!["body"]!.ToJsonString();

    private static string Shared(params string[] path)
    {
        var shared = Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SHARED");
        if (string.IsNullOrEmpty(shared) || !Directory.Exists(shared))
            Assert.Skip("CLINICAL_ENGAGEMENT_SHARED names no folder with the contract data of Microsoft Graph.");
        return Path.Combine([shared, .. path]);
    }
}
