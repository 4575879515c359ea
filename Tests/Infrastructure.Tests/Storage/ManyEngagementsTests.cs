using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Tests.Engagements;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>
/// Many engagements of one trust at once, on PostgreSQL, from two hosts: every instance takes its turns beside all others, and all projects
/// want the same few clinicians. How many is <c>CLINICAL_ENGAGEMENT_MANY</c>, 8 by itself.
/// </summary>
public sealed class ManyEngagementsTests(PostgresCluster cluster)
{
    private const int Hosts = 2;
    private const int TurnsAtOnce = 24;
    private const int ClinicianPool = 12;
    private const int PanelSize = 3;

    private static readonly int Projects = int.TryParse(Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_MANY"), out var many) ? many : 8;

    // A Monday at ten in London, so that first messages may leave at once.
    private static readonly Instant Start = Instant.FromUtc(2026, 6, 8, 9, 0);

    [Fact]
    public async Task ManyAtOnce_NoDeadlockAndNothingLostOrDoubled()
    {
        await using var database = (PostgresUnderTest)await cluster.CreateDatabaseAsync();
        var clock = new HarbourClock(Start);
        var troubles = new Troubles(clock);
        var (calendar, mailer) = (new HarbourCalendar(clock, troubles), new HarbourMailer(clock, troubles));
        var instances = new ConcurrentDictionary<string, Instance>();
        await using var first = Host(database.Options, clock, calendar, mailer, troubles, instances);
        await using var second = Host(database.Options, clock, calendar, mailer, troubles, instances);
        ServiceProvider[] hosts = [first, second];
        var store = first.GetRequiredService<IEngagementStore>();
        var stop = TestContext.Current.CancellationToken;

        var requests = await StoreRequestsAsync(store, stop);
        // Each is delivered to both hosts, as a queue may do.
        await Parallel.ForEachAsync(
            requests.SelectMany(r => hosts.Select(h => (Host: h, Request: r))),
            new ParallelOptions { MaxDegreeOfParallelism = TurnsAtOnce, CancellationToken = stop },
            async (delivery, token) =>
            {
                await using var scope = delivery.Host.CreateAsyncScope();
                (await scope.ServiceProvider.GetRequiredService<RequestConsumer>().BeginAsync(delivery.Request, token)).ShouldBeTrue();
            });
        await RunToRestAsync(hosts, instances, clock, stop);

        var projects = await ListAsync<Project>(store);
        projects.Count.ShouldBe(Projects);
        var members = await ListAsync<PanelMember>(store);
        members.Count.ShouldBe(Projects * PanelSize);
        instances.Count.ShouldBe(Projects * (PanelSize + 2), "one for the project, one for its updates, one for each clinician");
        (await ListAsync<StoredRequest>(store)).ShouldAllBe(r => r.State == RequestState.Begun);

        var effects = await ListAsync<Effect>(store);
        effects.Where(e => e.Kind == EffectKind.StartMember).Select(e => e.MemberId).ShouldBeUnique();
        effects.Count(e => e.Kind == EffectKind.StartMember && e.State == EffectState.Done).ShouldBe(Projects * PanelSize);
        // Two who wanted the same hour: one of them would have been written over by the other.
        var meetings = (await ListAsync<Meeting>(store)).Where(m => m.IsOpen).ToArray();
        var emails = members.ToDictionary(m => m.Id, m => m.Email);
        foreach (var hours in meetings.GroupBy(m => emails[m.MemberId]))
            Overlaps(hours.Select(m => new Interval(m.Start, m.End))).ShouldBeFalse($"{hours.Key} was offered one hour twice");
        meetings.Where(m => m.EventId is not null).Select(m => m.EventId).ShouldBeUnique();
        calendar.Events.Count.ShouldBe(meetings.Count(m => m.EventId is not null));
        var sent = effects.Where(e => e.IsMail && e.State == EffectState.Done).ToArray();
        mailer.Sent.Count.ShouldBe(sent.Length, "what went out is what the store says went out");
        sent.Length.ShouldBeGreaterThanOrEqualTo(Math.Min(Projects, ClinicianPool));
        foreach (var messages in sent.Where(e => e.Unasked).GroupBy(e => e.Clinician))
            messages.Count().ShouldBeLessThanOrEqualTo(new EngagementOptions().UnaskedCap, $"{messages.Key} was written to unasked too often");
        TestContext.Current.SendDiagnosticMessage($"{Projects} engagements: {instances.Values.Sum(i => i.Turns)} turns, {effects.Count} effects, {sent.Length} mails.");
    }

    /// <summary>Every instance that is due takes a turn, all of them at once, until none is due.</summary>
    private static async Task RunToRestAsync(
        ServiceProvider[] hosts, ConcurrentDictionary<string, Instance> instances, HarbourClock clock, CancellationToken stop)
    {
        for (var round = 0; ; round++)
        {
            round.ShouldBeLessThan(100, "it never comes to rest");
            var due = instances.Values.Where(i => i.IsDue(clock.Now)).ToArray();
            if (due.Length == 0)
                return;
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = TurnsAtOnce, CancellationToken = stop }, async (instance, _) =>
            {
                await using var scope = hosts[instance.Turns % Hosts].CreateAsyncScope();
                await instance.TurnAsync(new DirectContext(scope.ServiceProvider));
            });
        }
    }

    private static async Task<IReadOnlyList<RequestId>> StoreRequestsAsync(IEngagementStore store, CancellationToken stop)
    {
        var ids = new List<RequestId>();
        for (var n = 0; n < Projects; n++)
        {
            var request = new EngagementRequest
            {
                Name = $"Frailty at front door {n}",
                PatientBenefit = "Home the same day.",
                Lead = new PersonRequest { Name = $"Lead {n}", Email = $"lead{n}@harbour.example" },
                Measure = new MeasureRequest { Name = "Discharges before noon", Unit = "%", Baseline = 14 },
                Facts = [new FactRequest { Text = "A day in bed costs muscle.", Source = "Ward audit, 2025" }],
                NoDifferentViewKnown = true,
                Clinicians = [.. Enumerable.Range(0, PanelSize).Select(i => (n + (i * 5)) % ClinicianPool).Select(c => new ClinicianRequest { Name = $"Dr {c}", Email = $"dr{c}@harbour.example" })],
                FirstMessages = FirstMessages.Send,
                FirstMessageWords = "May I have twenty minutes?",
            };
            var id = new RequestId(StableId.From("many", n));
            ids.Add(id);
            await store.WriteAsync(
                (writer, _) =>
                {
                    writer.Add(new StoredRequest
                    {
                        Id = id,
                        BodyHash = $"{n}",
                        Body = JsonSerializer.Serialize(request, IntakeJson.Options),
                        Door = "form",
                        ReceivedAt = Start,
                        State = RequestState.Received,
                    });
                    return Task.FromResult(true);
                },
                stop);
        }

        return ids;
    }

    private static ServiceProvider Host(
        EngagementStorageOptions options, HarbourClock clock, HarbourCalendar calendar, HarbourMailer mailer, Troubles troubles, ConcurrentDictionary<string, Instance> instances) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IClock>(clock)
            .AddSingleton(new EngagementOptions())
            .AddSingleton(new RequestFormat(IntakeJson.Options))
            // As a deployment has it, not the patience that other tests have.
            .AddEngagementStorage(options with { MaxAttempts = new EngagementStorageOptions { ConnectionString = "" }.MaxAttempts })
            .AddEngagementOrchestrations()
            .AddSingleton(OneAtATime.Of<ICalendar>(calendar))
            .AddSingleton(OneAtATime.Of<IMailer>(mailer))
            .AddSingleton(OneAtATime.Of<IDirectory>(new HarbourDirectory(troubles)))
            .AddSingleton(OneAtATime.Of<IMessageRenderer>(new KindRenderer()))
            .AddSingleton<ILinks, NoLinks>()
            .AddSingleton<IOrchestrationClient>(new Starter(instances, clock))
            .BuildServiceProvider();

    private static Task<IReadOnlyList<T>> ListAsync<T>(IEngagementStore store)
        where T : class => store.ReadAsync((r, t) => r.ListAsync<T>(_ => true, t), TestContext.Current.CancellationToken);

    private static bool Overlaps(IEnumerable<Interval> hours)
    {
        var sorted = hours.OrderBy(h => h.Start).ToArray();
        return sorted.Zip(sorted.Skip(1)).Any(pair => pair.First.End > pair.Second.Start);
    }

    /// <summary>One orchestration, which takes one turn at a time as on every engine.</summary>
    private sealed class Instance(Guid id, ActivityName<Guid, Decided> decide, Instant wakeAt)
    {
        private Instant? wake = wakeAt;

        public int Turns { get; private set; }

        public bool IsDue(Instant now) => wake <= now;

        public async Task TurnAsync(DirectContext context)
        {
            Turns++;
            var decided = await context.CallActivityAsync(decide, id);
            var retryAt = await context.CarryOutAsync(decided.Effects);
            if (decided.IsFinished)
                wake = null;
            else if (retryAt is not null || decided.Effects.Count == 0)
                wake = WaitForNudge.Earlier(retryAt, decided.WakeAt) is { } at ? Instant.FromDateTimeOffset(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)) : null;
        }
    }

    private sealed class Starter(ConcurrentDictionary<string, Instance> instances, HarbourClock clock) : IOrchestrationClient
    {
        public Task<StartResult> StartAsync<TInput>(OrchestratorName<TInput> orchestrator, string instanceId, TInput input, CancellationToken cancellationToken)
        {
            var decide = orchestrator.Name == OrchestratorNames.Project.Name ? ActivityNames.DecideProject
                : orchestrator.Name == OrchestratorNames.Clinician.Name ? ActivityNames.DecideClinician
                : ActivityNames.DecideUpdates;
            return Task.FromResult(instances.TryAdd(instanceId, new Instance((Guid)(object)input!, decide, clock.Now)) ? StartResult.Started : StartResult.AlreadyExists);
        }

        public Task RaiseEventAsync<TEvent>(string instanceId, string eventName, TEvent data, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<OrchestrationStatus?> FindAsync(string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

/// <summary>Lets callers in one by one; what stands behind it, in memory, answers at once.</summary>
public class OneAtATime : DispatchProxy
{
    private object target = null!;

    internal static T Of<T>(T target)
        where T : class
    {
        var proxy = Create<T, OneAtATime>();
        ((OneAtATime)(object)proxy).target = target;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        lock (target)
            return targetMethod!.Invoke(target, args);
    }
}
