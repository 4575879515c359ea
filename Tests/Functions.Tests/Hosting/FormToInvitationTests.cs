using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Functions.Queues;
using ClinicalEngagement.Functions.Tests.Histories;
using ClinicalEngagement.GraphSimulator;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Observing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>
/// The app from end to end, but for the Functions host: its HTTP pipeline, its queue and activity functions as they are, its
/// orchestrators on Durable Task, the store, and the official Graph SDK over HTTP to the simulated trust.
/// </summary>
[Collection(TelemetryHeard.OfTheProcess)]
public sealed class FormToInvitationTests
{
    // Durable Task's own clock is the machine's, so the trust lives later: a time to wait for must not have passed already.
    private static readonly DateTimeOffset Monday = new(2032, 2, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_BecomesInvitationsToEveryClinician_OnceThoughDeliveredTwice()
    {
        var clock = new FakeTimeProvider(Monday);
        using var heard = new TelemetryHeard();
        await using var simulator = await GraphSimulatorServer.StartAsync(
            new GraphSimulatorOptions { DataFile = ":memory:", Seed = 7, Time = clock, AutoRun = false, Durable = false }, Token);
        await using var app = await AppUnderTest.StartAsync((settings, services) =>
        {
            settings.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Graph:BaseAddress"] = simulator.GraphBaseAddress.ToString(),
                ["Graph:Credential"] = "FixedToken",
                ["Graph:Token"] = "simulation",
            });
            services.AddSingleton<TimeProvider>(clock).AddSingleton<IClock>(new ClockOf(clock));
        });
        DurableTaskEngine? running = null;
        var recorder = new TurnRecorder();
        await using var engine = await DurableTaskEngine.StartAsync(
            EngagementOrchestrations.Registry, (activity, input) => RunActivityAsync(app, running!.Raw, activity, input), wire: recorder);
        running = engine;

        var answer = await app.Browser.PostAsync("/api/engagements", Samples.Frailty(inTheThirties: true), Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var message = (await app.Services.GetRequiredKeyedService<IMessageQueue>(QueueNames.EngagementRequests)
            .ReceiveAsync(TimeSpan.FromMinutes(5), Token)).ShouldNotBeNull();
        await BeginAsync(app, engine, message.Body);
        await BeginAsync(app, engine, message.Body);

        using var trust = new HttpClient { BaseAddress = simulator.Address };
        using var patience = new CancellationTokenSource(Patience);
        while (await CountAsync(trust, "mailSent", patience.Token) < Samples.Clinicians)
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, patience.Token);

        var events = await JournalAsync(trust, "eventCreated", Token);
        events.Length.ShouldBe(Samples.Clinicians);
        events.Select(e => e["transactionId"]!.GetValue<string>()).ShouldBeUnique();
        events.Select(e => e["people"]!.AsArray()[0]!.GetValue<string>()).ShouldBeUnique();
        (await JournalAsync(trust, "mailSent", Token)).Length.ShouldBe(Samples.Clinicians);
        var state = await app.Browser.GetFromJsonAsync<JsonObject>(answer.Headers.Location, Token);
        state.ShouldNotBeNull()["state"]!.GetValue<string>().ShouldNotBe("failed");

        var project = new ProjectId(Guid.Parse(answer.Headers.Location!.OriginalString.Split('/')[^1]));
        await IsOneTraceWithoutAnybodyInItAsync(heard, project, app);
        await RecordedTurnsTests.KeepAsync(recorder, Token);
    }

    /// <summary>From the form to each invitation and mail in one trace; and nowhere in what is said to collectors a name, an address or a word of anybody.</summary>
    private static async Task IsOneTraceWithoutAnybodyInItAsync(TelemetryHeard heard, ProjectId project, AppUnderTest app)
    {
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<StandingReader>().ReadAsync(Token);
        var trace = heard.Spans.Where(s => s.TraceId == EngagementTraces.Of(project)).ToArray();
        trace.Where(s => s.OperationName is "request" or "begin").Select(s => s.OperationName).Distinct().Order().ShouldBe(["begin", "request"]);
        trace.Count(s => s.OperationName == "effect BookMeeting").ShouldBe(Samples.Clinicians);
        trace.Count(s => s.OperationName == "effect SendFirstMessage").ShouldBeInRange(Samples.Clinicians - 1, Samples.Clinicians, "the last mail may be out before its effect is closed");
        trace.ShouldAllBe(s => s.Links.Count() <= 1 && s.GetTagItem("engagement.project") != null);
        heard.Measurements.Keys.ShouldContain(m => m.Contains(EngagementMetrics.StuckName, StringComparison.Ordinal));

        Samples.Canaries.Count.ShouldBeGreaterThan(2 * Samples.Clinicians);
        var lines = heard.Lines().ToArray();
        foreach (var canary in Samples.Canaries)
            lines.Where(l => l.Contains(canary, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty($"“{canary}” is said to whoever collects telemetry");
    }

    /// <summary>What the host does with a message: a scope, the function, then the middleware that sends nudges.</summary>
    private static async Task BeginAsync(AppUnderTest app, DurableTaskEngine engine, string message)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<EngagementRequestFunction>(scope.ServiceProvider).RunAsync(message, engine.Raw, Token);
        await SendNudgesAsync(scope.ServiceProvider);
    }

    private static async Task<string> RunActivityAsync(AppUnderTest app, DurableTaskClient client, ActivityRegistration activity, string? input)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var function = AppFunction.All.Single(f => f.Name == activity.Name);
        var instance = ActivatorUtilities.CreateInstance(scope.ServiceProvider, function.Type);
        var task = (Task)function.Method.Invoke(instance, [JsonSerializer.Deserialize(input!, activity.Input, DurableJson.Options), client, Token])!;
        await task;
        await SendNudgesAsync(scope.ServiceProvider);
        var output = task.GetType().GetProperty("Result")!.GetValue(task);
        return JsonSerializer.Serialize(output, activity.Output, DurableJson.Options);
    }

    private static Task SendNudgesAsync(IServiceProvider scope) =>
        scope.GetRequiredService<OutboxPump>().SweepAsync(scope.GetRequiredService<DurableTaskOrchestrationClient>(), Token);

    private static async Task<int> CountAsync(HttpClient trust, string kind, CancellationToken cancellationToken) =>
        (await JournalAsync(trust, kind, cancellationToken)).Length;

    /// <summary>What the app did to the trust; what the trust did, such as automatic replies, is left out.</summary>
    private static async Task<JsonObject[]> JournalAsync(HttpClient trust, string kind, CancellationToken cancellationToken)
    {
        var journal = await trust.GetFromJsonAsync<JsonObject>("control/journal", cancellationToken);
        return [.. journal!["entries"]!.AsArray().Select(e => e!.AsObject())
            .Where(e => e["kind"]!.GetValue<string>() == kind && e["by"]!.GetValue<string>() == "app")];
    }

    private sealed class ClockOf(TimeProvider time) : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(time.GetUtcNow());
    }
}
