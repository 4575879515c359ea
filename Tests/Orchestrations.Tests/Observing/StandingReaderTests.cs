using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Observing;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Observing;

/// <summary>What the alerts of a deployment count.</summary>
public sealed class StandingReaderTests
{
    [Fact]
    public async Task Read_AnEngagementThatRuns_HasNothingToLookAt()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.RunToAsync("2026-06-12T10:00");

        (await ReadAsync(trust)).ShouldBe(new Standing(1, 0, 0, 0, 0));
    }

    [Theory]
    [InlineData(25, 1)]
    [InlineData(23, 0)]
    public async Task Read_AnEffectThatIsNotDone_IsStuckAfterADay(int hours, int stuck)
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await AddAsync(trust, Unfinished(trust, EffectKind.CheckSlot, hours));

        (await ReadAsync(trust)).StuckEffects.ShouldBe(stuck);
    }

    [Fact]
    public async Task Read_OfAProjectThatIsPaused_NothingIsStuck()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await AddAsync(trust, Unfinished(trust, EffectKind.CheckSlot, 25));
        var project = (await trust.ListAsync<Project>(_ => true)).Single();
        await trust.Store.WriteAsync((w, _) => { w.Update(project with { State = ProjectState.Paused }); return Task.FromResult(true); }, HarbourTrust.Token);

        (await ReadAsync(trust)).ShouldBe(new Standing(0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Read_UncertainOverdueAndDead_AreCounted()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await AddAsync(trust, Waiting(trust, TaskKind.UncertainSend, dueInDays: 1));
        await AddAsync(trust, Waiting(trust, TaskKind.ReadReply, dueInDays: -8));
        await AddAsync(trust, Waiting(trust, TaskKind.RingSecretary, dueInDays: -6));
        await AddAsync(trust, Waiting(trust, TaskKind.RecordOutcome, dueInDays: -8) with { DoneAt = trust.Clock.Now });
        await trust.StoreRequestAsync(HarbourTrust.Request, "dead");
        var request = (await trust.ListAsync<StoredRequest>(r => r.State == RequestState.Received)).Single();
        await trust.Store.WriteAsync((w, _) => { w.Update(request with { State = RequestState.DeadLetter }); return Task.FromResult(true); }, HarbourTrust.Token);

        (await ReadAsync(trust)).ShouldBe(new Standing(1, 0, UncertainSends: 1, DeadRequests: 1, OverdueTasks: 1));
    }

    private static Effect Unfinished(HarbourTrust trust, EffectKind kind, int hours) => new()
    {
        Id = new EffectId(StableId.From("stuck")),
        ProjectId = trust.Project,
        Kind = kind,
        Cause = "test",
        State = EffectState.Intended,
        IntendedAt = trust.Clock.Now - Duration.FromHours(hours),
    };

    private static PersonTask Waiting(HarbourTrust trust, TaskKind kind, int dueInDays) => new()
    {
        Id = PersonTask.IdFor(trust.Project, kind, "test"),
        ProjectId = trust.Project,
        Kind = kind,
        What = "Look at it.",
        IfNothing = "Nothing happens.",
        OpenedAt = trust.Clock.Now - Duration.FromDays(20),
        DueAt = trust.Clock.Now + Duration.FromDays(dueInDays),
    };

    private static Task AddAsync<T>(HarbourTrust trust, T record)
        where T : class => trust.Store.WriteAsync((w, _) => { w.Add(record); return Task.FromResult(true); }, HarbourTrust.Token);

    private static Task<Standing> ReadAsync(HarbourTrust trust) => trust.Do<StandingReader, Standing>(r => r.ReadAsync(HarbourTrust.Token));
}
