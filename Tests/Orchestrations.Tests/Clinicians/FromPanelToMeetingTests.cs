using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Clinicians;

/// <summary>One clinician's way, as it goes when people do what people do.</summary>
public sealed class FromPanelToMeetingTests
{
    [Fact]
    public async Task Begin_ProjectWithTheLeadsWord_FindsATimeInvitesAndWrites()
    {
        await using var trust = await HarbourTrust.BegunAsync();

        var member = await trust.MemberAsync();
        member.Order.ShouldBe(1);
        member.Reason.ShouldNotBeEmpty();
        var meeting = await trust.MeetingAsync();
        meeting.State.ShouldBe(MeetingState.Proposed);
        trust.Calendar.TheEvent.Start.ShouldBe(meeting.Start);
        trust.Mailer.To(HarbourTrust.Bell).ShouldHaveSingleItem().Kind.ShouldBe("First");
        (await trust.StateAsync(Instances.Of(trust.Member))).ShouldBe(OrchestrationState.Running);
    }

    [Fact]
    public async Task Accepted_InOutlook_BriefsMeetsAndAsksForTheOutcome()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Accepted);

        (await trust.ReadMailboxAsync()).ShouldBe(1);
        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Agreed);
        await trust.RunToAsync("2026-08-01T10:00");

        trust.Mailer.Sent.Where(m => m.Kind is not "Progress").Select(m => m.Kind).ShouldBe(["First", "Brief", "HostBrief", "OutcomeReminder"]);
        var task = (await trust.OpenTasksAsync(TaskKind.RecordOutcome)).ShouldHaveSingleItem();
        (await trust.Lead(l => l.RecordOutcomeAsync(task.MeetingId!.Value, Outcome.TookPlace, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();
        (await trust.OpenTasksAsync(TaskKind.RecordOutcome)).ShouldBeEmpty();
        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Held);
    }

    [Fact]
    public async Task Silent_IsRemindedOnceThenRungThenWithdrawn()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.RunToAsync("2026-06-18T17:00");
        trust.Mailer.To(HarbourTrust.Bell).Select(m => m.Kind).ShouldBe(["First", "Reminder"]);
        (await trust.OpenTasksAsync(TaskKind.RingSecretary)).ShouldHaveSingleItem();

        await trust.RunToAsync("2026-07-06T09:00");
        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Withdrawn);
        trust.Calendar.Events.ShouldBeEmpty();
        (await trust.OpenTasksAsync(TaskKind.InvitationWithdrawn)).ShouldHaveSingleItem();
        (await trust.OpenTasksAsync(TaskKind.RingSecretary)).ShouldBeEmpty();
        trust.Mailer.To(HarbourTrust.Bell).Select(m => m.Kind).ShouldBe(["First", "Reminder"]);
    }

    [Fact]
    public async Task DeclinedTwice_OffersOtherTimesOnceAndThenAsksTheLead()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var first = await trust.MeetingAsync();
        await trust.Clinician(c => c.DeclineAsync(first.Id, null, HarbourTrust.Token));
        var second = await trust.MeetingAsync();
        second.Number.ShouldBe(2);
        trust.Calendar.TheEvent.Id.ShouldBe(second.EventId);
        trust.Mailer.To(HarbourTrust.Bell).Select(m => m.Kind).ShouldBe(["First", "OtherTimes"]);

        await trust.Clinician(c => c.DeclineAsync(second.Id, null, HarbourTrust.Token));
        await trust.RunToAsync("2026-07-01T10:00");

        trust.Calendar.Events.ShouldBeEmpty();
        (await trust.OpenTasksAsync(TaskKind.TwiceDeclined)).ShouldHaveSingleItem();
        trust.Mailer.To(HarbourTrust.Bell).Count.ShouldBe(2);
    }

    [Fact]
    public async Task OtherTime_Free_IsTakenAndTheEventMoved()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();
        var wish = HarbourTrust.Local("2026-07-01T14:00");

        await trust.Clinician(c => c.ProposeTimeAsync(meeting.Id, wish, HarbourTrust.Token));

        (await trust.MeetingAsync()).ShouldSatisfyAllConditions(m => m.State.ShouldBe(MeetingState.Agreed), m => m.Start.ShouldBe(wish), m => m.BookedStart.ShouldBe(wish));
        trust.Calendar.TheEvent.Start.ShouldBe(wish);
    }

    [Fact]
    public async Task OtherTime_LeadIsBusy_StaysAsItIsAndAsksTheLead()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();
        var wish = HarbourTrust.Local("2026-07-01T14:00");
        trust.Calendar.Busy[new EmailAddress("priya@harbour.example")] = [new BusyTime(wish, wish + Duration.FromHours(1), BusyStatus.Busy)];

        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Tentative, wish);
        await trust.ReadMailboxAsync();

        (await trust.MeetingAsync()).ShouldSatisfyAllConditions(m => m.State.ShouldBe(MeetingState.Proposed), m => m.Start.ShouldBe(meeting.Start), m => m.CounterProposal.ShouldBeNull());
        (await trust.OpenTasksAsync(TaskKind.CounterProposal)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task PickedThereBackAndThereAgain_TheEventFollows()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();
        meeting.Offers.Count.ShouldBeGreaterThan(1);
        var (here, there) = (meeting.Offers[0].Start, meeting.Offers[1].Start);
        foreach (var (time, at) in new[] { (there, "2026-06-08T11:00"), (here, "2026-06-08T12:00") })
        {
            await trust.RunToAsync(at);
            (await trust.Clinician(c => c.PickTimeAsync(meeting.Id, time, null, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();
            trust.Calendar.TheEvent.Start.ShouldBe(time);
        }

        await trust.RunToAsync("2026-06-08T13:00");
        (await trust.Lead(l => l.HandleReplyAsync(trust.Member, there, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();
        trust.Calendar.TheEvent.Start.ShouldBe(there);
    }

    [Fact]
    public async Task MovedInOutlook_IsHonoured()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var to = HarbourTrust.Local("2026-06-30T16:00");
        trust.Calendar.Drag(trust.Calendar.TheEvent, to);

        (await trust.ReadMailboxAsync()).ShouldBe(1);
        await trust.RunToAsync("2026-06-09T10:00");

        (await trust.MeetingAsync()).Start.ShouldBe(to);
        trust.Calendar.TheEvent.Start.ShouldBe(to);
        trust.Calendar.Journal.ShouldNotContain(line => line.StartsWith("move", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CancelledInOutlook_AsksTheLeadAndInvitesNobodyAgain()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.Calendar.Cancel(trust.Calendar.TheEvent);

        await trust.ReadMailboxAsync();
        await trust.RunToAsync("2026-07-01T10:00");

        (await trust.OpenTasksAsync(TaskKind.MeetingCancelled)).ShouldHaveSingleItem();
        trust.Calendar.Events.ShouldBeEmpty();
        trust.Mailer.To(HarbourTrust.Bell).Select(m => m.Kind).ShouldBe(["First"]);
    }

    [Fact]
    public async Task Reply_PausesEverythingUntilTheLeadHasDealtWithIt()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.RunToAsync("2026-06-10T12:00");
        trust.Mailer.Reply(HarbourTrust.Bell);
        await trust.ReadMailboxAsync();
        await trust.RunToAsync("2026-06-17T10:00");
        trust.Mailer.To(HarbourTrust.Bell).Count.ShouldBe(1);
        (await trust.OpenTasksAsync(TaskKind.ReadReply)).ShouldHaveSingleItem();

        await trust.Lead(l => l.HandleReplyAsync(trust.Member, null, HarbourTrust.Token));

        (await trust.OpenTasksAsync(TaskKind.ReadReply)).ShouldBeEmpty();
        trust.Mailer.To(HarbourTrust.Bell).Select(m => m.Kind).ShouldBe(["First", "Reminder"]);
    }

    [Fact]
    public async Task AgreedByReply_BeforeTheSecondInvitationIsOut_IsPutIntoTheCalendar()
    {
        await using var trust = await HarbourTrust.BegunAsync(options: new EngagementOptions { UnaskedCap = 1 });
        var first = await trust.MeetingAsync();
        await trust.Clinician(c => c.DeclineAsync(first.Id, null, HarbourTrust.Token));
        var second = await trust.MeetingAsync();
        second.State.ShouldBe(MeetingState.Offered);

        await trust.Lead(l => l.HandleReplyAsync(trust.Member, second.Offers[0].Start, HarbourTrust.Token));

        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Agreed);
        trust.Calendar.TheEvent.Start.ShouldBe(second.Offers[0].Start);
    }

    [Fact]
    public async Task NoMore_TakesTheMeetingOutAndNothingIsSentEver()
    {
        await using var trust = await HarbourTrust.BegunAsync();

        await trust.Clinician(c => c.NoMoreAsync(trust.Member, HarbourTrust.Token));
        await trust.RunToAsync("2026-09-01T10:00");

        trust.Calendar.Events.ShouldBeEmpty();
        trust.Mailer.To(HarbourTrust.Bell).Count.ShouldBe(1);
        (await trust.StateAsync(Instances.Of(trust.Member))).ShouldBe(OrchestrationState.Completed);
    }

    [Fact]
    public async Task NotNow_AsksAgainInAMonth()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();
        await trust.Clinician(c => c.NotNowAsync(meeting.Id, HarbourTrust.Token));
        await trust.RunToAsync("2026-07-08T07:00");
        trust.Calendar.Events.ShouldBeEmpty();
        trust.Mailer.To(HarbourTrust.Bell).Count.ShouldBe(1);

        await trust.RunToAsync("2026-07-08T09:00");
        trust.Calendar.Events.ShouldHaveSingleItem();
        trust.Mailer.To(HarbourTrust.Bell).Select(m => m.Kind).ShouldBe(["First", "OtherTimes"]);
    }

    [Fact]
    public async Task Paused_SendsNothingUntilItIsResumed()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.Lead(l => l.PauseAsync(trust.Project, HarbourTrust.Token));
        await trust.RunToAsync("2026-06-17T10:00");
        trust.Mailer.Sent.Count.ShouldBe(1);

        await trust.Lead(l => l.ResumeAsync(trust.Project, HarbourTrust.Token));
        trust.Mailer.To(HarbourTrust.Bell).Select(m => m.Kind).ShouldBe(["First", "Reminder"]);
    }

    [Fact]
    public async Task HeldFirstMessage_WaitsAndGoesOnTheLeadsWord()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => r with { FirstMessages = FirstMessages.Hold });
        await trust.RunToAsync("2026-06-09T10:00");
        trust.Calendar.Events.ShouldBeEmpty();
        trust.Mailer.Sent.ShouldBeEmpty();
        (await trust.OpenTasksAsync(TaskKind.ApproveFirstMessage)).ShouldHaveSingleItem();

        await trust.Lead(l => l.ApproveFirstMessageAsync(trust.Member, "Dear Dr Bell", HarbourTrust.Token));

        trust.Calendar.Events.ShouldHaveSingleItem();
        trust.Mailer.To(HarbourTrust.Bell).ShouldHaveSingleItem();
        (await trust.OpenTasksAsync(TaskKind.ApproveFirstMessage)).ShouldBeEmpty();
    }

    [Fact]
    public async Task HeldForAMonth_TheTimesOfferedAreNeverTooNear()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => r with { FirstMessages = FirstMessages.Hold });
        await trust.RunToAsync("2026-07-10T10:00");
        (await trust.MeetingAsync()).Start.ShouldBeGreaterThan(HarbourTrust.Local("2026-07-15T00:00"));
        (await trust.ListAsync<SlotHold>(h => h.Person == HarbourTrust.BellAddress)).Select(h => h.MeetingId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AddressUnknownToTheDirectory_IsATask()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        trust.People.Unknown.Add(HarbourTrust.BellAddress);
        await trust.BeginAsync(HarbourTrust.Request);
        (await trust.OpenTasksAsync(TaskKind.CheckAddress)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task CalendarThatCannotBeRead_IsATaskAndIsTriedAgainInAWeek()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        trust.Calendar.Unreadable.Add(HarbourTrust.BellAddress);
        await trust.BeginAsync(HarbourTrust.Request);
        (await trust.OpenTasksAsync(TaskKind.FindTimeByHand)).ShouldHaveSingleItem().What.ShouldContain("cannot be read");
        trust.Mailer.Sent.ShouldBeEmpty();

        trust.Calendar.Unreadable.Clear();
        await trust.RunToAsync("2026-06-15T10:00");
        trust.Calendar.Events.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task GateShut_MeetsOnlyTheFirstThree()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => r with
        {
            Facts = [],
            Clinicians = [.. Enumerable.Range(1, 5).Select(n => new ClinicianRequest { Name = $"Dr {n}", Email = $"dr{n}@harbour.example" })],
        });
        await trust.RunToAsync("2026-06-12T10:00");
        trust.Calendar.Events.Count.ShouldBe(3);
        (await trust.OpenTasksAsync(TaskKind.CompletePlan)).ShouldHaveSingleItem();
        (await trust.ListAsync<PanelMember>(m => m.ProjectId == trust.Project)).Count(m => m.Order > 0).ShouldBe(5);
    }

    [Fact]
    public async Task Closed_SendsTheLastUpdateOnceAndCancelsWhatIsAhead()
    {
        await using var trust = await HarbourTrust.BegunAsync();

        (await trust.Lead(l => l.CloseAsync(trust.Project, "Frail people go home the same day because of you.", HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();
        await trust.RunToAsync("2026-09-01T10:00");

        trust.Calendar.Events.ShouldBeEmpty();
        trust.Mailer.To(HarbourTrust.Bell).Select(m => m.Kind).ShouldBe(["First", "Progress"]);
        foreach (var instance in new[] { Instances.Of(trust.Project), Instances.UpdatesOf(trust.Project), Instances.Of(trust.Member) })
            (await trust.StateAsync(instance)).ShouldBe(OrchestrationState.Completed);
    }

    [Fact]
    public async Task ConcernAnswered_TheResponseGoesOutOnce()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var id = new ConcernId(StableId.From("concern"));
        await trust.Say(c => c.SendAsync(id, trust.Member, Domain.Listening.ConcernKind.Concern, "Who covers the ward?", null, HarbourTrust.Token));
        (await trust.OpenTasksAsync(TaskKind.AnswerConcern)).ShouldHaveSingleItem();

        await trust.Hear(l => l.AnswerAsync(id, null, "The registrar does.", HarbourTrust.Token));
        await trust.RunToAsync("2026-06-10T10:00");

        (await trust.OpenTasksAsync(TaskKind.AnswerConcern)).ShouldBeEmpty();
        trust.Mailer.To(HarbourTrust.Bell).Count(m => m.Kind == "Response").ShouldBe(1);
        (await trust.EffectAsync(EffectKind.SendResponse)).State.ShouldBe(EffectState.Done);
    }
}
