using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Messages;
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

    [Fact]
    public async Task NothingNewThenAFigure_GoesAfterTheLeadSawIt()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.RunToAsync("2026-07-06T12:00");
        (await trust.OpenTasksAsync(TaskKind.NothingNew)).ShouldHaveSingleItem();
        await trust.RunToAsync("2026-07-07T12:00");
        await trust.Lead(l => l.AddMeasurePointAsync(trust.Project, new LocalDate(2026, 7, 7), 21, HarbourTrust.Token));
        (await trust.OpenTasksAsync(TaskKind.NothingNew)).ShouldBeEmpty();
        (await trust.OpenTasksAsync(TaskKind.ReviewUpdate)).ShouldHaveSingleItem();
        await trust.RunToAsync("2026-07-08T12:00");
        trust.Mailer.Sent.ShouldNotContain(m => m.Kind == "Progress");
        await trust.RunToAsync("2026-07-09T12:00");
        trust.Mailer.To(HarbourTrust.Bell).Count(m => m.Kind == "Progress").ShouldBe(1);
    }

    [Fact]
    public async Task Paused_GetsNothingUntilItIsOver()
    {
        await using var trust = await WithNewsAsync();
        (await trust.DoAndSettle<UpdateChoices>(c => c.WishAsync(trust.Member, UpdateWish.PauseThreeMonths, null, AuditActor.Clinician, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();
        await trust.RunToAsync("2026-07-08T12:00");
        trust.Mailer.Sent.ShouldNotContain(m => m.Kind == "Progress");
        (await trust.DoAndSettle<UpdateChoices>(c => c.WishAsync(trust.Member, UpdateWish.EveryOne, null, AuditActor.Lead, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();
        await trust.Lead(l => l.AddMeasurePointAsync(trust.Project, new LocalDate(2026, 7, 8), 21, HarbourTrust.Token));
        await trust.RunToAsync("2026-08-10T12:00");
        trust.Mailer.To(HarbourTrust.Bell).Count(m => m.Kind == "Progress").ShouldBe(1);
    }

    [Fact]
    public async Task Settings_NewDayAndTime_TheNextDraftKeepsToThem()
    {
        await using var trust = await WithNewsAsync();
        (await trust.DoAndSettle<UpdateChoices>(c => c.SetAsync(trust.Project, UpdateRhythm.Weekly, IsoDayOfWeek.Thursday, new LocalTime(9, 30), false, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();
        await trust.RunToAsync("2026-06-16T12:00");
        (await trust.ListAsync<Update>(u => u.ProjectId == trust.Project)).ShouldHaveSingleItem().SendAt.ShouldBe(HarbourTrust.Local("2026-06-18T09:30"));
        (await trust.DoAndSettle<UpdateChoices>(c => c.SetAsync(trust.Project, UpdateRhythm.Weekly, null, new LocalTime(19, 0), false, HarbourTrust.Token))).ShouldBeOfType<FactResult.Refused>();
        (await trust.DoAndSettle<UpdateChoices>(c => c.SetAsync(trust.Project, UpdateRhythm.Weekly, IsoDayOfWeek.Sunday, null, false, HarbourTrust.Token))).ShouldBeOfType<FactResult.Refused>();
    }

    [Fact]
    public async Task PointsKeptOutOfMail_TheAnswerSaysOnlyThatItIsThere()
    {
        await using var trust = await WithNewsAsync();
        await trust.DoAndSettle<UpdateChoices>(c => c.WishAsync(trust.Member, null, true, AuditActor.Clinician, HarbourTrust.Token));
        var id = new Domain.ConcernId(Domain.StableId.From("secret"));
        await trust.Say(c => c.SendAsync(id, trust.Member, ConcernKind.Concern, "It is about a colleague.", null, HarbourTrust.Token));
        (await trust.Hear(l => l.AskUnderstandingAsync(id, "A colleague.", HarbourTrust.Token))).ShouldBeOfType<FactResult.Refused>();
        await trust.Hear(l => l.AnswerAsync(id, null, "We talked to them.", HarbourTrust.Token));
        await trust.RunToAsync("2026-07-08T12:00");
        trust.Messages.OfType<Message.Response>().ShouldHaveSingleItem().Kept.ShouldBeTrue();
        var update = trust.Messages.OfType<Message.Progress>().ShouldHaveSingleItem();
        update.ShouldSatisfyAllConditions(u => u.Own.ShouldBeEmpty(), u => u.Others.ShouldBeEmpty(), u => u.AnswerKept.ShouldBeTrue());
    }

    [Fact]
    public async Task CopyKeptBackByTheCap_ItsNewsComesWithTheNextOne()
    {
        // Weekly updates: the first message and one update fill the cap of two in ten working days.
        await using var trust = await WithNewsAsync();
        await trust.DoAndSettle<UpdateChoices>(c => c.SetAsync(trust.Project, UpdateRhythm.Weekly, null, null, false, HarbourTrust.Token));
        await trust.RunToAsync("2026-06-16T12:00");
        await trust.Lead(l => l.AdvanceStageAsync(trust.Project, Domain.Projects.Stage.DefineAndScope, HarbourTrust.Token));
        await trust.RunToAsync("2026-07-20T12:00");

        var updates = (await trust.ListAsync<Update>(u => u.ProjectId == trust.Project)).Where(u => u.State == UpdateState.Sent).OrderBy(u => u.Number).ToArray();
        var got = trust.Messages.OfType<Message.Progress>().ToArray();
        updates.Length.ShouldBeGreaterThan(got.Length, "the cap keeps at least one copy back");
        got.SelectMany(m => m.Update.WhatChanged).ShouldContain(line => line.Contains("Define and scope", StringComparison.Ordinal));
        foreach (var line in updates.SelectMany(u => u.WhatChanged).Where(l => UpdateComposer.KindOf(l) is NewsKind.Other or NewsKind.Stage))
            got.SelectMany(m => m.Update.WhatChanged).ShouldContain(line);
    }

    private static async Task<HarbourTrust> WithNewsAsync(Func<EngagementRequest, EngagementRequest>? change = null)
    {
        var trust = await HarbourTrust.BegunAsync(change);
        await trust.Lead(l => l.AddMeasurePointAsync(trust.Project, new LocalDate(2026, 6, 8), 17, HarbourTrust.Token));
        return trust;
    }
}
