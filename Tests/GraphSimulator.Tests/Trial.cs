using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware;

namespace ClinicalEngagement.GraphSimulator.Tests;

/// <summary>A simulator of its own for one test, in memory, with a clock that the test moves, and the official SDK talking to it.</summary>
internal sealed class Trial : IAsyncDisposable
{
    public const string Lead = "marguerite.oyelaran@arlenmere.example";
    public const string Prompt = "anneliese.thornquist@arlenmere.example";
    public const string Declines = "rafe.odunlami@arlenmere.example";
    public const string Proposes = "sunniva.patelkar@arlenmere.example";
    public const string Never = "tobias.wrenfield@arlenmere.example";
    public const string Late = "ioan.prytherick@arlenmere.example";
    public const string Moves = "leocadia.marchetti-voss@arlenmere.example";
    public const string Delegates = "jahangir.holmcroft@arlenmere.example";
    public const string InWords = "felix.umarov-bell@arlenmere.example";
    public const string KeyProperty = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Key";

    private Trial(GraphSimulatorServer server, FakeTimeProvider clock)
    {
        Server = server;
        Clock = clock;
        Http = new HttpClient(new ContractCheck(new HttpClientHandler())) { BaseAddress = server.Address };
        Graph = Client("token");
    }

    public GraphSimulatorServer Server { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>Plain HTTP to the simulator's port, held to the contract where it is Graph.</summary>
    public HttpClient Http { get; }

    /// <summary>The official SDK, without retries of its own.</summary>
    public GraphServiceClient Graph { get; }

    /// <summary>Starts on Monday 2 February 2026, 09:00.</summary>
    public static async Task<Trial> StartAsync(string dataFile = ":memory:", int seed = 7, int people = 0, DateTimeOffset? now = null, bool autoRun = false)
    {
        var clock = new FakeTimeProvider(now ?? new DateTimeOffset(2026, 2, 2, 9, 0, 0, TimeSpan.Zero));
        var server = await GraphSimulatorServer.StartAsync(
            new GraphSimulatorOptions { DataFile = dataFile, Seed = seed, Time = clock, AutoRun = autoRun, Durable = dataFile != ":memory:", People = people },
            TestContext.Current.CancellationToken);
        return new Trial(server, clock);
    }

    public GraphServiceClient Client(string token)
    {
        var handlers = GraphClientFactory.CreateDefaultHandlers().Where(h => h is not RetryHandler).ToList();
        return new GraphServiceClient(
            GraphClientFactory.Create(handlers, finalHandler: new ContractCheck(new HttpClientHandler())),
            new BaseBearerTokenAuthenticationProvider(new FixedToken(token)),
            Server.GraphBaseAddress.ToString());
    }

    /// <summary>A meeting of half an hour as the product would book it.</summary>
    public static Event Meeting(string attendee, DateTime start, string? key = null)
    {
        var meeting = new Event
        {
            Subject = "Frailty: half an hour with you",
            Body = new ItemBody { ContentType = BodyType.Html, Content = "<p>To hear what you think.</p>" },
            Start = At(start),
            End = At(start.AddMinutes(30)),
            Attendees = [new Attendee { EmailAddress = new EmailAddress { Address = attendee }, Type = AttendeeType.Required }],
        };
        if (key is not null)
        {
            meeting.TransactionId = key;
            meeting.SingleValueExtendedProperties = [new SingleValueLegacyExtendedProperty { Id = KeyProperty, Value = key }];
        }

        return meeting;
    }

    public static DateTimeTimeZone At(DateTime time) => new() { DateTime = time.ToString("yyyy-MM-dd'T'HH:mm:ss"), TimeZone = "UTC" };

    public Task<Event?> BookAsync(Event meeting, string organizer = Lead) =>
        Graph.Users[organizer].Events.PostAsync(meeting, c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\""));

    public Task<Event?> ReadAsync(string id, string organizer = Lead) =>
        Graph.Users[organizer].Events[id].GetAsync(c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\""));

    /// <summary>A half hour on a weekday in which the simulator says the person is free, at least so many days ahead.</summary>
    public async Task<DateTime> FreeTimeAsync(string person, int daysAhead, string other = Lead)
    {
        var from = Clock.GetUtcNow().UtcDateTime.Date.AddDays(daysAhead);
        var schedules = await Graph.Users[other].Calendar.GetSchedule.PostAsGetSchedulePostResponseAsync(new()
        {
            Schedules = [person, other],
            StartTime = At(from),
            EndTime = At(from.AddDays(21)),
            AvailabilityViewInterval = 30,
        });
        var views = schedules!.Value!.Select(s => s.AvailabilityView!).ToArray();
        for (var n = 0; n < views[0].Length; n++)
        {
            var at = from.AddMinutes(30 * n);
            if (at.Hour is >= 9 and < 17 && at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && views.All(v => v[n] == '0'))
                return at;
        }

        throw new InvalidOperationException($"{person} is never free.");
    }

    public async Task<JsonObject> ControlAsync(string path, object? body = null)
    {
        using var response = body is null
            ? await Http.GetAsync(path, TestContext.Current.CancellationToken)
            : await Http.PostAsync(path, new StringContent(body as string ?? System.Text.Json.JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text) as JsonObject ?? new JsonObject { ["value"] = JsonNode.Parse(text) };
    }

    public async Task FaultAsync(object fault) => await ControlAsync("control/faults", fault);

    public async Task<DateTimeOffset?> NextDueAsync() => (await ControlAsync("control/next-due"))["nextDue"]?.GetValue<string>() is { } due
        ? DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    /// <summary>Moves the clock to the next thing that happens and lets it happen.</summary>
    /// <returns>False when nothing is due any more.</returns>
    public async Task<bool> StepAsync()
    {
        if (await NextDueAsync() is not { } due)
            return false;
        if (due > Clock.GetUtcNow())
            Clock.SetUtcNow(due);
        using var response = await Http.PostAsync("control/run-due", null, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return true;
    }

    public async Task<JsonObject[]> JournalAsync(string? kind = null)
    {
        var journal = await Http.GetFromJsonAsync<JsonObject>("control/journal", TestContext.Current.CancellationToken);
        return [.. journal!["entries"]!.AsArray().Select(e => e!.AsObject()).Where(e => kind is null || e["kind"]!.GetValue<string>() == kind)];
    }

    /// <summary>What lies in a folder, newest first.</summary>
    public async Task<List<Message>> MailAsync(string mailbox, string folder = "inbox") =>
        (await Graph.Users[mailbox].MailFolders[folder].Messages.GetAsync(c => c.QueryParameters.Top = 50))!.Value!;

    public async ValueTask DisposeAsync()
    {
        Graph.Dispose();
        Http.Dispose();
        await Server.DisposeAsync();
    }

    private sealed class FixedToken(string token) : IAccessTokenProvider
    {
        public AllowedHostsValidator AllowedHostsValidator { get; } = new();

        public Task<string> GetAuthorizationTokenAsync(Uri uri, Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(token);
    }
}
