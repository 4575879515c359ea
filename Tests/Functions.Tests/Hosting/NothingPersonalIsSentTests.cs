using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Functions.Hosting;
using ClinicalEngagement.GraphSimulator;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>
/// The app with the exporter of production, sending to a stand-in of Application Insights: what went over the wire is read, of things that
/// go well and of things that fail with somebody's name in their words.
/// </summary>
[Collection(TelemetryHeard.OfTheProcess)]
public sealed class NothingPersonalIsSentTests
{
    // Stands in the project's name (and so in every subject), in names, addresses and words, and in what fails.
    private const string Marked = "quillfeather";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failures_OfPagesQueuesFunctionsAndMicrosoft365_AreSentWithoutAnybodyInThem()
    {
        await using var insights = new Ingestion();
        var clock = new FakeTimeProvider(new(2032, 2, 2, 9, 0, 0, TimeSpan.Zero));
        await using var simulator = await GraphSimulatorServer.StartAsync(
            new GraphSimulatorOptions { DataFile = ":memory:", Seed = 7, Time = clock, AutoRun = false, Durable = false }, Token);
        var queue = Substitute.For<IMessageQueue>();
        queue.SendAsync("", Token).ReturnsForAnyArgs(Task.FromException(new IOException(
            $"could not send for {Marked}@harbour.example", new InvalidOperationException($"“Theatre list of Zebedee {Marked}”"))));
        string project;
        await using (var app = await AppUnderTest.StartAsync(
            (settings, services) =>
            {
                settings.AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["Graph:BaseAddress"] = simulator.GraphBaseAddress.ToString(),
                    ["Graph:Credential"] = "FixedToken",
                    ["Graph:Token"] = "simulation",
                });
                services.AddKeyedSingleton(QueueNames.EngagementRequests, queue);
            },
            new Dictionary<string, string?> { ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = insights.ConnectionString }))
        {
            project = await AskAsync(app);
            await RefusedByMicrosoft365Async(app, simulator.Address);
            FailedInAFunction();
            Send(app.Services);
        }

        var sent = insights.Sent;
        sent.ShouldNotBeEmpty();
        sent.ShouldNotContain(Marked, Case.Insensitive);
        // And what an operator goes by is there.
        sent.ShouldContain("{Method} {Endpoint} failed");
        sent.ShouldContain("System.IO.IOException");
        sent.ShouldContain("IntakeService.ReceiveAsync", customMessage: "where it happened");
        sent.ShouldContain("Graph refused {Operation} ({Failure})");
        sent.ShouldContain("find event");
        sent.ShouldContain("403 ");
        sent.ShouldContain(GraphMetrics.RefusedName);
        sent.ShouldContain(project, customMessage: "the project's id, from which the trace's is derived");
        sent.ShouldContain("function BookMeeting");
    }

    [Fact]
    public async Task Failure_HandedToTheHost_HasTypesAndStackButNoWords_AndOursStaysAsItIs()
    {
        var middleware = new NamelessFailures();

        var failed = await Should.ThrowAsync<FunctionFailedException>(() => middleware.Invoke(
            null!, _ => Task.FromException(new IOException($"550 <{Marked}@harbour.example>", new TimeoutException(Marked)))));
        failed.ToString().ShouldSatisfyAllConditions(
            t => t.ShouldNotContain(Marked), t => t.ShouldContain("System.IO.IOException"), t => t.ShouldContain("System.TimeoutException"));
        await Should.ThrowAsync<GraphOutageException>(() => middleware.Invoke(null!, _ => Task.FromException(new GraphOutageException("mail.send", "504"))));
        var final = await Should.ThrowAsync<NonRetriableException>(() => middleware.Invoke(
            null!, _ => Task.FromException(new NonRetriableException("The effect is unknown.", new IOException(Marked)))));
        final.ToString().ShouldSatisfyAllConditions(t => t.ShouldNotContain(Marked), t => t.ShouldContain("The effect is unknown."));
        await Should.ThrowAsync<OperationCanceledException>(() => middleware.Invoke(null!, _ => Task.FromException(new OperationCanceledException())));
    }

    [Fact]
    public async Task Failure_OfAnActivity_ReachesTheHostByItsTypeAndWithoutWords()
    {
        var said = await SaidOfAsync(new IOException($"550 <{Marked}@harbour.example>", new TimeoutException(Marked)));
        said.ShouldSatisfyAllConditions(
            t => t.ShouldNotContain(Marked), t => t.ShouldContain(typeof(FunctionFailedException).FullName!), t => t.ShouldContain("System.IO.IOException"));
        (await SaidOfAsync(new NonRetriableException("The effect is unknown.", new IOException(Marked)))).ShouldSatisfyAllConditions(
            t => t.ShouldNotContain(Marked), t => t.ShouldContain(typeof(NonRetriableException).FullName!), t => t.ShouldContain("The effect is unknown."));
        (await SaidOfAsync(new GraphOutageException("mail.send", "504"))).ShouldContain(typeof(GraphOutageException).FullName!);

        // The wrapper is the extension's own: a version that does otherwise fails here.
        static async Task<string> SaidOfAsync(Exception failure)
        {
            var wrapper = typeof(DurableClientAttribute).Assembly.GetType(WrappedFailure.Name, throwOnError: true)!;
            var wrapped = WrappedFailure.Around(wrapper, failure);
            var thrown = await Should.ThrowAsync<Exception>(() => new NamelessFailures().Invoke(null!, _ => Task.FromException(wrapped)));
            thrown.GetType().ShouldBe(wrapper);
            return thrown.Message;
        }
    }

    /// <summary>A form that is stored and then meets a queue that fails: the API answers 500, and the span of the request is sent.</summary>
    private static async Task<string> AskAsync(AppUnderTest app)
    {
        var answer = await app.Browser.PostAsJsonAsync(
            "/api/engagements",
            new JsonObject
            {
                ["name"] = $"Frailty after {Marked}",
                ["patientBenefit"] = $"Home the same day, as {Marked} says.",
                ["lead"] = new JsonObject { ["name"] = $"Zebedee {Marked}", ["email"] = $"zebedee.{Marked}@harbour.example" },
                ["clinicians"] = new JsonArray(new JsonObject { ["name"] = $"Dr {Marked}", ["email"] = $"{Marked}@harbour.example" }),
            },
            Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var store = app.Services.GetRequiredService<Orchestrations.Store.IEngagementStore>();
        var stored = await store.ReadAsync((r, t) => r.ListAsync<Orchestrations.Store.StoredRequest>(x => x.Version >= 0, t), Token);
        return stored.ShouldHaveSingleItem().ProjectId.ToString();
    }

    private static async Task RefusedByMicrosoft365Async(AppUnderTest app, Uri simulator)
    {
        using var control = new HttpClient { BaseAddress = simulator };
        (await control.PostAsJsonAsync("control/faults", new { kind = "accessRevoked" }, Token)).EnsureSuccessStatusCode();
        var calendar = app.Services.GetRequiredService<ICalendar>();
        (await calendar.FindByKeyAsync(new EmailAddress($"zebedee.{Marked}@harbour.example"), "k1", Token)).ShouldBeOfType<PortResult<CalendarEvent?>.Refused>();
    }

    /// <summary>Everything goes out now; when the app ends, what takes too long would be given up.</summary>
    private static void Send(IServiceProvider services)
    {
        const int patience = 60_000;
        services.GetRequiredService<LoggerProvider>().ForceFlush(patience).ShouldBeTrue();
        services.GetRequiredService<TracerProvider>().ForceFlush(patience).ShouldBeTrue();
        services.GetRequiredService<MeterProvider>().ForceFlush(patience).ShouldBeTrue();
    }

    /// <summary>As the worker traces a function that fails.</summary>
    private static void FailedInAFunction()
    {
        using var worker = new ActivitySource("Microsoft.Azure.Functions.Worker");
        using var span = worker.StartActivity("function BookMeeting").ShouldNotBeNull();
        span.SetTag("url.full", $"https://graph.microsoft.com/v1.0/users/{Marked}@harbour.example");
        span.AddException(new IOException($"550 <{Marked}@harbour.example>"));
        span.SetStatus(ActivityStatusCode.Error, $"550 <{Marked}@harbour.example>");
    }
}
