using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.GraphSimulator;
using ClinicalEngagement.GraphSimulator.Tests;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Extensions;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

/// <summary>A simulator of its own for one test, with a clock that the test moves, and the ports talking to it over HTTP as a host wires them.</summary>
internal sealed class GraphTrial : IAsyncDisposable
{
    public static readonly EmailAddress Lead = new("marguerite.oyelaran@arlenmere.example");
    public static readonly EmailAddress Clinician = new("anneliese.thornquist@arlenmere.example");
    public static readonly EmailAddress Second = new("rafe.odunlami@arlenmere.example");

    private readonly GraphSimulatorServer server;
    private readonly HttpClient http;
    private readonly ServiceProvider services;
    private int calls;

    private GraphTrial(GraphSimulatorServer server, FakeTimeProvider time, Action<GraphOptions>? configure)
    {
        this.server = server;
        Time = time;
        http = new HttpClient { BaseAddress = server.Address };
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton(time.ToClock())
            .AddLogging(log => log.AddProvider(Log).SetMinimumLevel(LogLevel.Trace))
            // As the product makes it, with the official description looking on.
            .AddSingleton(provider =>
            {
                var graph = provider.GetRequiredService<IOptions<GraphOptions>>().Value;
                return new GraphConnection(
                    GraphClient.Create(graph, new ContractCheck(new Counting(this) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } })),
                    graph,
                    provider.GetRequiredService<IClock>(),
                    provider.GetRequiredService<ILogger<GraphConnection>>());
            })
            .AddGraph(o =>
            {
                o.BaseAddress = server.GraphBaseAddress;
                o.Credential = GraphCredential.FixedToken;
                o.Token = "token";
                configure?.Invoke(o);
            })
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public LogLines Log { get; } = new();

    /// <summary>How many times the adapter has gone to Graph; a batch is one.</summary>
    public int HttpCalls => calls;

    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    public ICalendar Calendar => services.GetRequiredService<ICalendar>();

    public IMailer Mailer => services.GetRequiredService<IMailer>();

    public IDirectory Directory => services.GetRequiredService<IDirectory>();

    public GraphSubscriptions Subscriptions => services.GetRequiredService<GraphSubscriptions>();

    public GraphCheck Check => services.GetRequiredService<GraphCheck>();

    /// <summary>Starts on Monday 2 February 2026, 09:00.</summary>
    public static async Task<GraphTrial> StartAsync(Action<GraphOptions>? configure = null, int people = 0)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 2, 2, 9, 0, 0, TimeSpan.Zero));
        var server = await GraphSimulatorServer.StartAsync(
            new GraphSimulatorOptions { DataFile = ":memory:", Seed = 7, Time = time, AutoRun = false, Durable = false, People = people }, TestContext.Current.CancellationToken);
        return new GraphTrial(server, time, configure);
    }

    /// <summary>The first half hour on a working day, so many days ahead, that both calendars have free.</summary>
    public async Task<Instant> FreeTimeAsync(EmailAddress clinician, int daysAhead)
    {
        var from = Instant.FromUtc(2026, 2, 2, 9, 0) + Duration.FromDays(daysAhead);
        var known = Answered(await Calendar.GetFreeBusyAsync(Lead, [Lead, clinician], new Interval(from, from + Duration.FromDays(21)), default))
            .Values.Cast<FreeBusy.Known>().SelectMany(k => k.Times).ToArray();
        for (var at = from; at < from + Duration.FromDays(21); at += Duration.FromMinutes(30))
            if (at.InUtc() is { Hour: >= 9 and < 16, DayOfWeek: not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) }
                && !known.Any(b => b.Start < at + Duration.FromMinutes(30) && at < b.End))
                return at;
        throw new InvalidOperationException("They are never both free.");
    }

    public async Task<NewCalendarEvent> MeetingAsync(string key, EmailAddress? with = null) => new(
        key, "Frailty: half an hour with you", "To hear what you think.", await FreeTimeAsync(with ?? Clinician, 7), Duration.FromMinutes(30),
        [new Person("Dr Example", with ?? Clinician)], Tentative: true);

    public static OutgoingMail MailOf(string key) => new(
        Lead, key, [new Person("Anneliese Thornquist", Clinician)], "Your view on frailty", "<p>Dear Anneliese</p>", []);

    public async Task<JsonNode?> ControlAsync(string path, object? body = null)
    {
        using var response = body is null ? await http.GetAsync(path) : await http.PostAsync(path, Json(JsonSerializer.Serialize(body)));
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text);
    }

    public T Service<T>()
        where T : notnull => services.GetRequiredService<T>();

    public Task FaultAsync(object fault) => ControlAsync("control/faults", fault);

    public async Task ClearFaultsAsync() => (await http.DeleteAsync("control/faults")).EnsureSuccessStatusCode();

    public Task ReactAsync(object order) => ControlAsync("control/react", order);

    public async Task<JsonObject[]> JournalAsync(string kind) =>
        [.. (await ControlAsync("control/journal"))!["entries"]!.AsArray().Select(e => e!.AsObject()).Where(e => e["kind"]!.GetValue<string>() == kind && e["by"]!.GetValue<string>() == "app")];

    /// <summary>What Graph itself answers, without the adapter between.</summary>
    public async Task<string> RawAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, $"v1.0/{path}") { Content = body is null ? null : Json(body.ToJsonString()) };
        request.Headers.Authorization = new("Bearer", "token");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return text;
    }

    public async Task DeleteAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"v1.0/{path}");
        request.Headers.Authorization = new("Bearer", "token");
        (await http.SendAsync(request)).EnsureSuccessStatusCode();
    }

    /// <summary>Waits until every notification that is under way has arrived.</summary>
    public async Task DeliverAsync() => (await http.PostAsync("control/run-due", null)).EnsureSuccessStatusCode();

    public static T Answered<T>(PortResult<T> result) => result.ShouldBeOfType<PortResult<T>.Answered>().Value;

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        http.Dispose();
        await server.DisposeAsync();
    }

    private sealed class Counting(GraphTrial trial) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref trial.calls);
            return base.SendAsync(request, cancellationToken);
        }
    }

    internal sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
