using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Clinicians;

/// <summary>One event and one mail, whatever Microsoft 365 does.</summary>
public sealed class MisbehavingGraphTests
{
    private static readonly Trouble[] FourHours = [.. Enumerable.Repeat(Trouble.Outage, 12)];

    [Theory]
    [InlineData("create")]
    [InlineData("draft")]
    [InlineData("send")]
    public async Task AnswerLost_AfterTheDeed_IsFoundAgainAndDoneOnce(string call)
    {
        await using var trust = await BegunWithAsync(call, Trouble.AnswerLost);
        await trust.RunToAsync("2026-06-08T12:00");
        trust.Calendar.Journal.ShouldBe(["create event-1"]);
        trust.Mailer.To(HarbourTrust.Bell).ShouldHaveSingleItem();
        trust.Mailer.Drafts.ShouldBe(0);
        (await trust.OpenTasksAsync()).ShouldAllBe(t => t.Kind == TaskKind.CheckPanel);
    }

    [Theory]
    [InlineData("freebusy")]
    [InlineData("find")]
    [InlineData("create")]
    [InlineData("draft")]
    [InlineData("send")]
    [InlineData("directory")]
    public async Task Throttled_NothingIsAskedBeforeItsTime_AndThenItIsDone(string call)
    {
        await using var trust = await BegunWithAsync(call, Trouble.Throttled);
        await trust.RunToAsync("2026-06-08T10:29");
        trust.Mailer.Sent.ShouldBeEmpty();
        await trust.RunToAsync("2026-06-08T17:00");
        trust.Calendar.Events.ShouldHaveSingleItem();
        trust.Mailer.To(HarbourTrust.Bell).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("freebusy")]
    [InlineData("find")]
    [InlineData("create")]
    [InlineData("draft")]
    [InlineData("send")]
    public async Task DownForHours_IsGivenToThePersonWhoHasItTriedAgain(string call)
    {
        await using var trust = await BegunWithAsync(call, FourHours);
        await trust.RunToAsync("2026-06-09T10:00");
        var task = (await trust.OpenTasksAsync(TaskKind.StepFailed)).ShouldHaveSingleItem();

        await trust.Lead(l => l.TryAgainAsync(task.Id, HarbourTrust.Token));
        await trust.RunToAsync("2026-06-09T17:00");

        trust.Calendar.Events.ShouldHaveSingleItem();
        trust.Mailer.To(HarbourTrust.Bell).ShouldHaveSingleItem();
        (await trust.OpenTasksAsync()).ShouldAllBe(t => t.Kind == TaskKind.CheckPanel);
    }

    [Fact]
    public async Task DirectoryDownForHours_IsGivenToThePersonWhoHasItTriedAgain()
    {
        await using var trust = await BegunWithAsync("directory", FourHours);
        await trust.RunToAsync("2026-06-09T10:00");
        var task = (await trust.OpenTasksAsync(TaskKind.StepFailed)).ShouldHaveSingleItem();
        await trust.Lead(l => l.TryAgainAsync(task.Id, HarbourTrust.Token));
        (await trust.MemberAsync()).Order.ShouldBe(1);
    }

    [Fact]
    public async Task DirectoryRefused_ThePanelStandsAsTheLeadTypedIt()
    {
        await using var trust = await BegunWithAsync("directory", Trouble.Refused);
        (await trust.MemberAsync()).Order.ShouldBe(1);
        (await trust.OpenTasksAsync()).ShouldAllBe(t => t.Kind == TaskKind.CheckPanel);
    }

    [Fact]
    public async Task MoveRefused_IsATaskAndTheWorkflowGoesOn()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();
        trust.Troubles.Next("move", Trouble.Refused);
        await trust.Clinician(c => c.PickTimeAsync(meeting.Id, meeting.Offers[1].Start, null, HarbourTrust.Token));
        await trust.RunToAsync("2026-08-01T10:00");

        (await trust.OpenTasksAsync(TaskKind.StepFailed)).ShouldHaveSingleItem();
        (await trust.OpenTasksAsync(TaskKind.RecordOutcome)).ShouldHaveSingleItem();
        trust.Mailer.Sent.ShouldContain(m => m.Kind == "Brief");
    }

    [Fact]
    public async Task SlotTakenBetweenSearchAndBooking_FindsAnotherAndWritesOnce()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        Instant? taken = null;
        trust.Calendar.BeforeNextFreeBusy = () =>
        {
            taken = trust.ListAsync<Meeting>(_ => true).GetAwaiter().GetResult().ShouldHaveSingleItem().Start;
            trust.Calendar.Busy[HarbourTrust.BellAddress] = [new BusyTime(taken.Value, taken.Value + Duration.FromHours(1), BusyStatus.Busy)];
        };
        await trust.BeginAsync(HarbourTrust.Request);
        await trust.RunToAsync("2026-06-08T12:00");

        taken.ShouldNotBeNull();
        trust.Calendar.TheEvent.Start.ShouldNotBe(taken.Value);
        trust.Mailer.To(HarbourTrust.Bell).ShouldHaveSingleItem().Kind.ShouldBe("First");
        (await trust.MeetingAsync()).Start.ShouldBe(trust.Calendar.TheEvent.Start);
    }

    [Fact]
    public async Task ProcessDiesBetweenDraftAndSend_OneMailGoesOut()
    {
        await using var trust = await BegunWithAsync("send", Trouble.Throttled);
        trust.Mailer.Drafts.ShouldBe(1);
        trust.Mailer.Sent.ShouldBeEmpty();

        await trust.RestartAsync();
        await trust.RunToAsync("2026-06-08T12:00");

        trust.Mailer.Drafts.ShouldBe(0);
        trust.Mailer.To(HarbourTrust.Bell).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task SentOrNotCannotBeFoundOut_IsATaskAfterAnHourAndNeverASecondMail()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        trust.Mailer.NothingIsFound = true;
        await trust.BeginAsync(HarbourTrust.Request);
        await trust.RunToAsync("2026-06-08T10:58");
        (await trust.OpenTasksAsync(TaskKind.UncertainSend)).ShouldBeEmpty();
        await trust.RunToAsync("2026-06-08T11:04");
        (await trust.OpenTasksAsync(TaskKind.UncertainSend)).ShouldHaveSingleItem();

        trust.Mailer.NothingIsFound = false;
        await trust.RunToAsync("2026-06-12T10:00");
        trust.Mailer.Sent.ShouldBeEmpty();
        (await trust.EffectAsync(EffectKind.SendFirstMessage)).State.ShouldBe(EffectState.Uncertain);
    }

    [Fact]
    public async Task NoMoreWhileADraftWaits_IsNotSent()
    {
        await using var trust = await BegunWithAsync("send", Trouble.Throttled);
        await trust.Clinician(c => c.NoMoreAsync(trust.Member, HarbourTrust.Token));
        await trust.RunToAsync("2026-06-10T10:00");
        trust.Mailer.Sent.ShouldBeEmpty();
        trust.Calendar.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task NoMoreAfterASendWhoseAnswerWasLost_IsKnownToHaveGone()
    {
        await using var trust = await BegunWithAsync("send", Trouble.AnswerLost, Trouble.Outage, Trouble.Outage);
        trust.Mailer.Sent.ShouldHaveSingleItem();
        await trust.Clinician(c => c.NoMoreAsync(trust.Member, HarbourTrust.Token));
        await trust.RunToAsync("2026-06-10T10:00");
        (await trust.EffectAsync(EffectKind.SendFirstMessage)).State.ShouldBe(EffectState.Done);
        trust.Mailer.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task PausedWhileABookingWaits_InvitesNobodyUntilItIsResumed()
    {
        await using var trust = await BegunWithAsync("create", Trouble.Throttled);
        await trust.Lead(l => l.PauseAsync(trust.Project, HarbourTrust.Token));
        await trust.RunToAsync("2026-06-09T10:00");
        trust.Calendar.Events.ShouldBeEmpty();
        trust.Mailer.Sent.ShouldBeEmpty();

        await trust.Lead(l => l.ResumeAsync(trust.Project, HarbourTrust.Token));
        await trust.RunToAsync("2026-06-09T17:00");
        trust.Calendar.Events.ShouldHaveSingleItem();
        trust.Mailer.To(HarbourTrust.Bell).ShouldHaveSingleItem().Kind.ShouldBe("First");
    }

    [Fact]
    public async Task ClosedWhileTheAnswerToABookingIsLost_TheEventIsTakenOut()
    {
        await using var trust = await BegunWithAsync("create", Trouble.AnswerLost);
        trust.Troubles.Next("find", Trouble.Throttled);
        trust.Calendar.Events.ShouldHaveSingleItem();
        await trust.Lead(l => l.CloseAsync(trust.Project, "Thank you.", HarbourTrust.Token));
        await trust.RunToAsync("2026-06-10T10:00");
        trust.Calendar.Events.ShouldBeEmpty();
        (await trust.ListAsync<Project>(p => p.Id == trust.Project)).ShouldHaveSingleItem().State.ShouldBe(ProjectState.Closed);
    }

    private static async Task<HarbourTrust> BegunWithAsync(string call, params Trouble[] troubles)
    {
        var trust = await HarbourTrust.OpenAsync();
        trust.Troubles.Next(call, troubles);
        await trust.BeginAsync(HarbourTrust.Request);
        return trust;
    }
}
