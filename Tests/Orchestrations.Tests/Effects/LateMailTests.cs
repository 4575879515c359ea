using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Effects;

/// <summary>What was decided in good time and is carried out late, after a night or after weeks.</summary>
public sealed class LateMailTests
{
    private static readonly Trouble[] FourHours = [.. Enumerable.Repeat(Trouble.Outage, 12)];

    [Theory]
    [InlineData("create", 2)]
    [InlineData("draft", 1)]
    [InlineData("send", 1)]
    public async Task ThrottledIntoTheEvening_GoesNextMorning(string call, int times)
    {
        await using var trust = await HarbourTrust.OpenAsync();
        trust.Troubles.RetryAfter = Duration.FromHours(9);
        trust.Troubles.Next(call, [.. Enumerable.Repeat(Trouble.Throttled, times)]);
        await trust.BeginAsync(HarbourTrust.Request);
        await trust.RunToAsync("2026-06-10T10:00");
        trust.Mailer.To(HarbourTrust.Bell).ShouldHaveSingleItem().At.ShouldBe(HarbourTrust.Local("2026-06-09T08:00"));
        trust.Calendar.Events.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AnswerToASendLostAtClosingTime_ItIsFoundOutThatItWent()
    {
        await using var trust = await WaitingReminderAsync(Trouble.AnswerLost);
        await trust.RunToAsync("2026-06-16T09:00");
        trust.Mailer.To(HarbourTrust.Bell).Count.ShouldBe(2);
        (await trust.EffectAsync(EffectKind.SendReminder)).State.ShouldBe(EffectState.Done);
    }

    [Fact]
    public async Task WhileAReminderWaitsForTheMorning_AnAnswerGoesAtOnce()
    {
        await using var trust = await WaitingReminderAsync(Trouble.Throttled);
        await trust.RunToAsync("2026-06-15T20:00");
        trust.Mailer.To(HarbourTrust.Bell).Count.ShouldBe(1);
        var concern = new ConcernId(StableId.From("who covers"));
        await trust.Say(c => c.SendAsync(concern, trust.Member, ConcernKind.Concern, "Who covers the ward?", null, HarbourTrust.Token));
        await trust.Hear(l => l.AnswerAsync(concern, null, "The registrar does.", HarbourTrust.Token));
        trust.Messages.OfType<Message.Response>().ShouldHaveSingleItem();
        trust.Mailer.To(HarbourTrust.Bell)[^1].At.ShouldBe(HarbourTrust.Local("2026-06-15T20:00"));

        await trust.RunToAsync("2026-06-16T09:00");
        trust.Mailer.To(HarbourTrust.Bell)[^1].At.ShouldBe(HarbourTrust.Local("2026-06-16T08:00"));
    }

    [Fact]
    public async Task TriedAgainAboveTheCap_WaitsUntilItLetsItThrough()
    {
        await using var trust = await FailedReminderAsync(new EngagementOptions { CapWorkingDays = 2 });
        await trust.RunToAsync("2026-06-17T09:00");
        await OthersWereSentAsync(trust, "2026-06-16T10:00", "2026-06-16T11:00");
        await trust.Lead(async l => await l.TryAgainAsync((await trust.OpenTasksAsync(TaskKind.StepFailed)).Single().Id, HarbourTrust.Token));
        await trust.RunToAsync("2026-06-18T09:59");
        trust.Mailer.To(HarbourTrust.Bell).Count.ShouldBe(1);
        await trust.RunToAsync("2026-06-18T10:00");
        trust.Mailer.To(HarbourTrust.Bell).Count.ShouldBe(2);
    }

    [Fact]
    public async Task TriedAgainAboveTheCap_OvertakenMeanwhile_IsNotSentAndTheTimelineSaysSo()
    {
        await using var trust = await FailedReminderAsync(new EngagementOptions());
        await trust.RunToAsync("2026-06-17T09:00");
        await OthersWereSentAsync(trust, "2026-06-16T10:00", "2026-06-16T11:00");
        await trust.Lead(async l => await l.TryAgainAsync((await trust.OpenTasksAsync(TaskKind.StepFailed)).Single().Id, HarbourTrust.Token));
        await trust.RunToAsync("2026-07-01T12:00");
        trust.Mailer.To(HarbourTrust.Bell).Count.ShouldBe(1);
        (await trust.EffectAsync(EffectKind.SendReminder)).State.ShouldBe(EffectState.Dropped);
        (await trust.ListAsync<AuditEvent>(a => a.What == "mail.not-sent")).ShouldHaveSingleItem().Words.ShouldBe("The reminder to {clinician} was not sent.");
    }

    [Fact]
    public async Task UpdateOnItsWayAtClosing_OnlyTheLastOneGoes()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.Lead(l => l.AddMeasurePointAsync(trust.Project, new LocalDate(2026, 6, 8), 17, HarbourTrust.Token));
        await trust.RunToAsync("2026-07-08T09:59");
        trust.Troubles.RetryAfter = Duration.FromHours(3);
        trust.Troubles.Next("send", Trouble.Throttled);
        await trust.RunToAsync("2026-07-08T12:00");
        await trust.Lead(l => l.CloseAsync(trust.Project, "Because of you.", HarbourTrust.Token));
        await trust.RunToAsync("2026-07-09T12:00");

        trust.Mailer.To(HarbourTrust.Bell).Where(m => m.Kind == "Progress").ShouldHaveSingleItem();
        trust.Messages.OfType<Message.Progress>().Last().Update.Final.ShouldBeTrue();
        (await trust.ListAsync<AuditEvent>(a => a.What == "mail.not-sent")).ShouldHaveSingleItem().Why.ShouldNotBeNull().ShouldContain("closed");
    }

    [Fact]
    public async Task Unasked_CountsFromWhenItReallyWentAndAnInvitationWithItsMessageAsOne()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.RunToAsync("2026-06-08T12:00");
        var since = trust.Clock.Now - Duration.FromDays(20);
        Task<IReadOnlyList<Instant>> CountedAsync(string? besides = null) => trust.Store.ReadAsync(
            (reader, token) => UnaskedMessages.ToAsync(reader, HarbourTrust.BellAddress, since, token, besides), HarbourTrust.Token);

        (await CountedAsync()).ShouldBe([HarbourTrust.Local("2026-06-08T10:00")]);
        var first = await trust.EffectAsync(EffectKind.SendFirstMessage);
        (await CountedAsync(besides: first.Cause)).ShouldBeEmpty();

        // Intended in spring, tried again and sent today.
        await WereSentAsync(trust, "2026-03-02T10:00", "2026-06-08T11:00");
        (await CountedAsync()).Order().ShouldBe([HarbourTrust.Local("2026-06-08T10:00"), HarbourTrust.Local("2026-06-08T11:00")]);

        // The invitation is there, its message was overtaken: it was one message all the same.
        await trust.Store.WriteAsync((writer, _) => { writer.Update(first with { State = EffectState.Dropped }); return Task.FromResult(true); }, HarbourTrust.Token);
        (await CountedAsync()).Count.ShouldBe(2);

        // And it counts from when the invitation was last tried, however long ago its message was let be.
        since = HarbourTrust.Local("2026-06-08T11:15");
        (await CountedAsync()).ShouldBeEmpty();
        var booking = await trust.EffectAsync(EffectKind.BookMeeting);
        await trust.Store.WriteAsync(
            (writer, _) =>
            {
                writer.Update(booking with { State = EffectState.Uncertain, TriedAt = HarbourTrust.Local("2026-06-08T11:30"), DoneAt = null });
                return Task.FromResult(true);
            },
            HarbourTrust.Token);
        (await CountedAsync()).ShouldBe([HarbourTrust.Local("2026-06-08T11:30")]);
    }

    /// <summary>The reminder of Monday 15 June met trouble for long enough to reach the evening.</summary>
    private static async Task<HarbourTrust> WaitingReminderAsync(Trouble trouble)
    {
        var trust = await HarbourTrust.BegunAsync();
        await trust.RunToAsync("2026-06-15T09:59");
        trust.Troubles.RetryAfter = Duration.FromHours(9);
        trust.Troubles.Next("send", trouble);
        return trust;
    }

    private static async Task<HarbourTrust> FailedReminderAsync(EngagementOptions options)
    {
        var trust = await HarbourTrust.BegunAsync(options: options);
        await trust.RunToAsync("2026-06-15T09:59");
        trust.Troubles.Next("send", FourHours);
        await trust.RunToAsync("2026-06-16T09:00");
        trust.Mailer.To(HarbourTrust.Bell).ShouldHaveSingleItem();
        return trust;
    }

    private static Task OthersWereSentAsync(HarbourTrust trust, params string[] sent) => WereSentAsync(trust, null, sent);

    private static Task WereSentAsync(HarbourTrust trust, string? intended, params string[] sent) => trust.Store.WriteAsync(
        (writer, _) =>
        {
            foreach (var at in sent)
                writer.Add(new Effect
                {
                    Id = Effect.IdFor(trust.Project, EffectKind.SendUpdate, at),
                    ProjectId = trust.Project,
                    Clinician = HarbourTrust.BellAddress,
                    Kind = EffectKind.SendUpdate,
                    Cause = at,
                    State = EffectState.Done,
                    Unasked = true,
                    IntendedAt = HarbourTrust.Local(intended ?? at),
                    DoneAt = HarbourTrust.Local(at),
                });
            return Task.FromResult(true);
        },
        HarbourTrust.Token);
}
