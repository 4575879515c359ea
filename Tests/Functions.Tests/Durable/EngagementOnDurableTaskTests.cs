using System.Collections.Concurrent;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Clinicians;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Functions.Tests.Durable;

/// <summary>The product's own orchestrator over the adapter, its activities played: facts come in and must all be acted on.</summary>
public sealed class EngagementOnDurableTaskTests
{
    private readonly Facts facts = new();

    [Fact]
    public async Task FactsRacedIn_AreAllActedOn_WithoutTheTimer()
    {
        const int Instances = 8, FactsEach = 20;
        await using var engine = await StartAsync();
        var ids = Enumerable.Range(1, Instances).Select(n => new Guid(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])).ToArray();
        foreach (var id in ids)
            (await engine.Client.StartAsync(OrchestratorNames.Clinician, $"member-{id}", id, default)).ShouldBe(StartResult.Started);

        await Task.WhenAll(ids.SelectMany(id => Enumerable.Range(0, FactsEach).Select(async _ =>
        {
            facts.Commit(id);
            await engine.Client.RaiseEventAsync<string?>($"member-{id}", Orchestrations.Instances.Nudge, null, default);
        })));

        await Task.WhenAll(ids.Select(id => facts.AllSeen(id).WaitAsync(TimeSpan.FromSeconds(60))));
        foreach (var id in ids)
            (await engine.Client.FindAsync($"member-{id}", default)).ShouldNotBeNull().State.ShouldBe(OrchestrationState.Running);
    }

    [Fact]
    public async Task Mail_IsDraftedAndThenSent_AndADecisionThatItIsFinishedEndsTheInstance()
    {
        await using var engine = await StartAsync();
        var id = new Guid(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
        facts.Mails = 1;
        facts.IsFinished = true;
        await engine.Client.StartAsync(OrchestratorNames.Clinician, "member", id, default);

        (await engine.EndOfAsync("member")).State.ShouldBe(OrchestrationState.Completed);

        facts.Done.ShouldBe(["CreateDraft", "SendDraft"]);
    }

    private Task<DurableTaskEngine> StartAsync() => DurableTaskEngine.StartAsync(
        new DurableRegistry()
            .AddOrchestrator<ClinicianOrchestrator, Guid>(OrchestratorNames.Clinician)
            .AddActivity<Decide, Guid, Decided>(ActivityNames.DecideClinician)
            .AddActivity<Draft, Guid, EffectResult>(ActivityNames.CreateDraft)
            .AddActivity<Send, Guid, EffectResult>(ActivityNames.SendDraft),
        services => services.AddSingleton(facts).AddScoped<Decide>().AddScoped<Draft>().AddScoped<Send>());

    /// <summary>A store of one number for each instance, and how much of it has been seen.</summary>
    private sealed class Facts
    {
        private readonly ConcurrentDictionary<Guid, Counted> counts = new();

        public int Mails { get; set; }

        public bool IsFinished { get; set; }

        public ConcurrentQueue<string> Done { get; } = new();

        public void Commit(Guid id)
        {
            var counted = counts.GetOrAdd(id, _ => new Counted());
            lock (counted)
                counted.Committed++;
        }

        public void See(Guid id)
        {
            var counted = counts.GetOrAdd(id, _ => new Counted());
            lock (counted)
            {
                counted.Seen = counted.Committed;
                if (counted.Awaited == counted.Seen)
                    counted.All.TrySetResult();
            }
        }

        /// <summary>Completes once a decision has seen all that is committed now.</summary>
        public Task AllSeen(Guid id)
        {
            var counted = counts[id];
            lock (counted)
            {
                counted.Awaited = counted.Committed;
                if (counted.Seen == counted.Committed)
                    counted.All.TrySetResult();
            }

            return counted.All.Task;
        }

        private sealed class Counted
        {
            public int Committed { get; set; }

            public int Seen { get; set; }

            public int Awaited { get; set; } = -1;

            public TaskCompletionSource All { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed class Decide(Facts facts) : IActivity<Guid, Decided>
    {
        private static readonly Instant NextYear = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddYears(1));

        public Task<Decided> RunAsync(Guid input, CancellationToken cancellationToken)
        {
            facts.See(input);
            if (facts.IsFinished)
                return Task.FromResult(new Decided([.. Enumerable.Repeat(new EffectToDo(input, EffectKind.SendReminder), facts.Mails)], null, true));
            return Task.FromResult(Decided.Wait(NextYear));
        }
    }

    private sealed class Draft(Facts facts) : IActivity<Guid, EffectResult>
    {
        public Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken)
        {
            facts.Done.Enqueue("CreateDraft");
            return Task.FromResult(EffectResult.Done);
        }
    }

    private sealed class Send(Facts facts) : IActivity<Guid, EffectResult>
    {
        public Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken)
        {
            facts.Done.Enqueue("SendDraft");
            return Task.FromResult(EffectResult.Done);
        }
    }
}
