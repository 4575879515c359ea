using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Updates;

/// <summary>Told regularly, in time, only what is new.</summary>
public sealed class UpdatesTests
{
    [Fact]
    public async Task NothingNew_SendsNoUpdateAndSaysSo()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.RunToAsync("2026-07-09T10:00");
        trust.Mailer.Sent.ShouldNotContain(m => m.Kind == "Progress");
        (await trust.OpenTasksAsync(TaskKind.NothingNew)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task NewFigure_IsDraftedTwoWorkingDaysAheadAndGoesOnceAMonth()
    {
        await using var trust = await WithNewsAsync();
        await trust.RunToAsync("2026-07-06T12:00");
        (await trust.OpenTasksAsync(TaskKind.ReviewUpdate)).ShouldHaveSingleItem();
        trust.Mailer.Sent.ShouldNotContain(m => m.Kind == "Progress");

        await trust.RunToAsync("2026-07-08T10:00");
        trust.Mailer.To(HarbourTrust.Bell).Where(m => m.Kind == "Progress").ShouldHaveSingleItem().At.ShouldBe(HarbourTrust.Local("2026-07-08T10:00"));
        (await trust.OpenTasksAsync(TaskKind.ReviewUpdate)).ShouldBeEmpty();

        await trust.Lead(l => l.AddMeasurePointAsync(trust.Project, new LocalDate(2026, 7, 7), 21, HarbourTrust.Token));
        await trust.RunToAsync("2026-08-10T10:00");
        trust.Mailer.To(HarbourTrust.Bell).Where(m => m.Kind == "Progress").Select(m => m.At)
            .ShouldBe([HarbourTrust.Local("2026-07-08T10:00"), HarbourTrust.Local("2026-08-10T10:00")]);
    }

    [Fact]
    public async Task Held_DoesNotGoAndTheNextTakesItIn()
    {
        await using var trust = await WithNewsAsync();
        await trust.RunToAsync("2026-07-06T12:00");
        var draft = (await trust.ListAsync<Update>(u => u.ProjectId == trust.Project)).ShouldHaveSingleItem();
        (await trust.Lead(l => l.HoldUpdateAsync(draft.Id, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();

        await trust.RunToAsync("2026-07-08T12:00");
        trust.Mailer.Sent.ShouldNotContain(m => m.Kind == "Progress");
        (await trust.OpenTasksAsync(TaskKind.UpdateNotApproved)).ShouldHaveSingleItem();

        await trust.RunToAsync("2026-08-10T12:00");
        trust.Mailer.To(HarbourTrust.Bell).Count(m => m.Kind == "Progress").ShouldBe(1);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task NeedsApproval_GoesOnlyWithIt(bool approved, int sent)
    {
        await using var trust = await WithNewsAsync(r => r with { UpdatesNeedApproval = true });
        await trust.RunToAsync("2026-07-06T12:00");
        var draft = (await trust.ListAsync<Update>(u => u.ProjectId == trust.Project)).ShouldHaveSingleItem();
        if (approved)
            await trust.Lead(l => l.ApproveUpdateAsync(draft.Id, HarbourTrust.Token));
        await trust.RunToAsync("2026-07-08T12:00");
        trust.Mailer.Sent.Count(m => m.Kind == "Progress").ShouldBe(sent);
        (await trust.OpenTasksAsync(TaskKind.UpdateNotApproved)).Count.ShouldBe(1 - sent);
    }

    [Fact]
    public async Task LastUpdateHeld_WaitsForTheLeadsWord()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.RunToAsync("2026-06-13T10:00");
        await trust.Lead(l => l.CloseAsync(trust.Project, "Because of you.", HarbourTrust.Token));
        var last = (await trust.ListAsync<Update>(u => u.ProjectId == trust.Project)).ShouldHaveSingleItem();
        last.Final.ShouldBeTrue();
        await trust.Lead(l => l.HoldUpdateAsync(last.Id, HarbourTrust.Token));
        await trust.RunToAsync("2026-06-20T10:00");
        trust.Mailer.Sent.ShouldNotContain(m => m.Kind == "Progress");

        await trust.RunToAsync("2026-06-22T10:00");
        await trust.Lead(l => l.ApproveUpdateAsync(last.Id, HarbourTrust.Token));
        trust.Mailer.To(HarbourTrust.Bell).Count(m => m.Kind == "Progress").ShouldBe(1);
    }

    private static async Task<HarbourTrust> WithNewsAsync(Func<EngagementRequest, EngagementRequest>? change = null)
    {
        var trust = await HarbourTrust.BegunAsync(change);
        await trust.Lead(l => l.AddMeasurePointAsync(trust.Project, new LocalDate(2026, 6, 8), 17, HarbourTrust.Token));
        return trust;
    }
}
