using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Clinicians;

/// <summary>Who meets, how, in whose place, and what becomes of times that change.</summary>
public sealed class MeetingsAsPeopleKeepThemTests
{
    private static readonly EmailAddress Lead = new("priya@harbour.example");
    private static readonly EmailAddress Sponsor = new("lacey@harbour.example");

    private static readonly Func<EngagementRequest, EngagementRequest> WithSponsor = r => r with
    {
        FirstMessages = FirstMessages.Hold,
        Sponsor = new PersonRequest { Name = "Mr Lacey", Email = Sponsor.Value, Role = "medical director" },
    };

    [Fact]
    public async Task InvitationWithdrawn_InAStageThatIsRedByThen_TheLeadIsAskedAtOnce()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.Lead(l => l.WeHaveSpokenAsync(trust.Member, new LocalDate(2026, 6, 8), HarbourTrust.Token));
        await trust.RunToAsync("2026-06-08T16:00");
        await trust.Lead(l => l.AdvanceStageAsync(trust.Project, Stage.DefineAndScope, HarbourTrust.Token));
        await trust.RunToAsync("2026-06-22T08:30");
        (await trust.OpenTasksAsync(TaskKind.StageWithoutContact)).ShouldBeEmpty("an invitation is open");

        await trust.RunToAsync("2026-06-22T10:00");
        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Withdrawn);
        (await trust.OpenTasksAsync(TaskKind.StageWithoutContact)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task HostIsTheSponsor_TimesAreFreeForThemAndTheyAreInvitedToo()
    {
        await using var trust = await HarbourTrust.BegunAsync(WithSponsor);
        var before = await trust.MeetingAsync();
        trust.Calendar.Busy[Sponsor] = [new BusyTime(before.Offers[0].Start, before.Offers[0].Start + Duration.FromHours(3), BusyStatus.Busy)];

        (await trust.Meetings(m => m.SetHostAsync(trust.Member, MeetingHost.Sponsor, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();
        await trust.Lead(l => l.ApproveFirstMessageAsync(trust.Member, null, HarbourTrust.Token));

        var meeting = await trust.MeetingAsync();
        meeting.Host.ShouldBe(MeetingHost.Sponsor);
        meeting.Offers.ShouldNotContain(o => o.Start == before.Offers[0].Start);
        var made = trust.Calendar.LastCreated.ShouldNotBeNull();
        made.Subject.ShouldBe("Mr Lacey / Dr Bell: frailty at the front door");
        made.Attendees.Select(a => a.Email).ShouldBe([HarbourTrust.BellAddress, Sponsor]);
        (await trust.ListAsync<SlotHold>(h => h.Person == Sponsor)).Count.ShouldBe(meeting.Offers.Count);
        (await trust.ListAsync<SlotHold>(h => h.Person == Lead)).ShouldBeEmpty();
    }

    [Fact]
    public async Task HostIsTheSponsor_TheyGetTheListeningPromptsAndTheLeadIsAskedForTheOutcome()
    {
        await using var trust = await HarbourTrust.BegunAsync(WithSponsor);
        await trust.Meetings(m => m.SetHostAsync(trust.Member, MeetingHost.Sponsor, HarbourTrust.Token));
        await trust.Lead(l => l.ApproveFirstMessageAsync(trust.Member, null, HarbourTrust.Token));
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();
        await trust.RunToAsync("2026-08-01T10:00");

        trust.Mailer.To(Sponsor.Value).Select(m => m.Kind).ShouldBe(["HostBrief"]);
        trust.Mailer.To(Lead.Value).Select(m => m.Kind).ShouldBe(["OutcomeReminder"]);
        (await trust.ListAsync<AuditEvent>(e => e.What == "mail.sent")).Select(e => e.Words).ShouldContain("The sponsor was sent the listening prompts for the meeting with {clinician}.");
    }

    [Fact]
    public async Task HostDeclines_TheClinicianKeepsTheTimeAndTheLeadIsAsked()
    {
        await using var trust = await HarbourTrust.BegunAsync(WithSponsor);
        await trust.Meetings(m => m.SetHostAsync(trust.Member, MeetingHost.Sponsor, HarbourTrust.Token));
        await trust.Lead(l => l.ApproveFirstMessageAsync(trust.Member, null, HarbourTrust.Token));
        trust.Calendar.Answer(trust.Calendar.TheEvent, Sponsor, AnswerKind.Declined);

        await trust.ReadMailboxAsync();
        await trust.ReadMailboxAsync();

        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Proposed);
        (await trust.OpenTasksAsync(TaskKind.HostNotFree)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task SetHost_ToAPlaceThatIsEmpty_IsRefused()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        (await trust.Meetings(m => m.SetHostAsync(trust.Member, MeetingHost.CoLead, HarbourTrust.Token))).ShouldBeOfType<FactResult.Refused>();
    }

    [Fact]
    public async Task Offered_AllThreeTimesAreHeldForTheHostUntilTheAnswerAndTenWorkingDaysAtMost()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();
        var held = await trust.ListAsync<SlotHold>(h => h.Person == Lead);
        held.Select(h => h.Start).ShouldBe(meeting.Offers.Select(o => o.Start), ignoreOrder: true);
        held.ShouldAllBe(h => h.ExpiresAt == WorkingTime.AddWorkingDays(meeting.OfferedAt, 10, Nation.England));

        await trust.Clinician(c => c.PickTimeAsync(meeting.Id, meeting.Offers[1].Start, null, HarbourTrust.Token));

        (await trust.ListAsync<SlotHold>(h => h.Person == Lead)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            h => h.Start.ShouldBe(meeting.Offers[1].Start), h => h.ExpiresAt.ShouldBe(h.End));
    }

    [Fact]
    public async Task AcceptedInOutlook_LetsGoOfTheOtherTimes()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();
        (await trust.ListAsync<SlotHold>(h => h.Person == Lead)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AlternativePickedOnceTheHostIsBusyThen_KeepsTheEventAndAsksTheLead()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();
        var other = meeting.Offers[1].Start;
        trust.Calendar.Busy[Lead] = [new BusyTime(other, other + Duration.FromHours(1), BusyStatus.Busy)];

        await trust.Clinician(c => c.PickTimeAsync(meeting.Id, other, null, HarbourTrust.Token));

        trust.Calendar.TheEvent.Start.ShouldBe(meeting.Start);
        (await trust.OpenTasksAsync(TaskKind.StepFailed)).ShouldHaveSingleItem().What.ShouldContain("the host’s calendar");
    }

    [Fact]
    public async Task PickedOnTeams_TheInvitationSaysSoInTheSameChange()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();

        await trust.Clinician(c => c.PickTimeAsync(meeting.Id, meeting.Offers[1].Start, MeetingChannel.Teams, HarbourTrust.Token));

        trust.Calendar.Places[trust.Calendar.TheEvent.Id].Online.ShouldBeTrue();
        trust.Calendar.TheEvent.Start.ShouldBe(meeting.Offers[1].Start);
        trust.Calendar.Journal.Count(j => j.StartsWith("move", StringComparison.Ordinal)).ShouldBe(1);
        (await trust.Meetings(m => m.SetChannelAsync(trust.Member, MeetingChannel.Phone, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();
        trust.Calendar.Places[trust.Calendar.TheEvent.Id].ShouldBe(new EventPlace("By telephone", Online: false));
    }

    [Theory]
    [InlineData(BusyStatus.Busy)]
    [InlineData(BusyStatus.OutOfOffice)]
    public async Task AgreedTimeHasBecomeClinical_IsGivenUpWithAnApologyAndNewTimesBeforeTheBrief(BusyStatus status)
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();
        trust.Calendar.Busy[HarbourTrust.BellAddress] = [new BusyTime(meeting.Start - Duration.FromHours(1), meeting.Start + Duration.FromHours(2), status)];

        await trust.RunToAsync("2026-07-20T10:00");

        var meetings = await trust.ListAsync<Meeting>(m => m.MemberId == trust.Member);
        meetings.Single(m => m.Number == 1).ShouldSatisfyAllConditions(m => m.State.ShouldBe(MeetingState.Cancelled), m => m.LostAt.ShouldNotBeNull());
        trust.Calendar.LastCancelWords.ShouldNotBeNull();
        trust.Mailer.To(HarbourTrust.Bell).Select(m => m.Kind).Take(2).ShouldBe(["First", "OtherTimes"]);
        trust.Mailer.To(HarbourTrust.Bell).ShouldNotContain(m => m.Kind == "Brief");
        (await trust.ListAsync<Effect>(e => e.Kind == EffectKind.SendOtherTimes)).ShouldHaveSingleItem().Unasked.ShouldBeFalse();
        trust.Calendar.Events.ShouldNotContain(e => e.Start == meeting.Start);
    }

    [Fact]
    public async Task AgreedTime_TheHostHasSomethingElse_StaysAndTheLeadIsAskedOnce()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();
        trust.Calendar.Busy[Lead] = [new BusyTime(meeting.Start, meeting.Start + Duration.FromHours(1), BusyStatus.Busy)];

        await trust.RunToAsync("2026-07-20T10:00");

        (await trust.ListAsync<PersonTask>(t => t.Kind == TaskKind.HostNotFree)).ShouldHaveSingleItem();
        trust.Mailer.To(HarbourTrust.Bell).ShouldContain(m => m.Kind == "Brief");
    }

    [Fact]
    public async Task OutcomeMoved_TheEventFollowsAndTheBriefGoesAgain()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();
        await trust.RunToAsync("2026-06-29T10:00");
        var task = (await trust.OpenTasksAsync(TaskKind.RecordOutcome)).ShouldHaveSingleItem();
        var to = HarbourTrust.Local("2026-07-08T14:00");

        (await trust.Meetings(m => m.MovedAsync(task.MeetingId!.Value, to, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();
        trust.Calendar.TheEvent.Start.ShouldBe(to);
        (await trust.OpenTasksAsync(TaskKind.RecordOutcome)).ShouldBeEmpty();
        await trust.RunToAsync("2026-07-08T15:00");

        trust.Mailer.To(HarbourTrust.Bell).Count(m => m.Kind == "Brief").ShouldBe(2);
        (await trust.OpenTasksAsync(TaskKind.RecordOutcome)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ToldBySecretary_AnotherTime_IsBookedAndNobodyIsChased()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.RunToAsync("2026-06-18T17:00");
        (await trust.OpenTasksAsync(TaskKind.RingSecretary)).ShouldHaveSingleItem();
        var time = HarbourTrust.Local("2026-07-06T11:00");

        (await trust.Meetings(m => m.AgreedAsync(trust.Member, time, MeetingChannel.Phone, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();

        trust.Calendar.TheEvent.Start.ShouldBe(time);
        (await trust.OpenTasksAsync(TaskKind.RingSecretary)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ToldBySecretary_NoAndNotNow_EndTheInvitation()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.Meetings(m => m.DeclinedAsync(trust.Member, "On nights all month.", HarbourTrust.Token));
        (await trust.ListAsync<Meeting>(m => m.MemberId == trust.Member)).Single(m => m.Number == 1).DeclineReason.ShouldBe("On nights all month.");

        await trust.Meetings(m => m.NotNowAsync(trust.Member, HarbourTrust.Token));
        (await trust.MemberAsync()).PausedUntil.ShouldNotBeNull();
        trust.Calendar.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task DeputyNamed_IsMetOnlyOnTheLeadsWord()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();
        (await trust.Clinician(c => c.NameDeputyAsync(meeting.Id, "Dr Hall", "hall@harbour.example", HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();
        await trust.RunToAsync("2026-06-12T10:00");
        trust.Mailer.To("hall@harbour.example").ShouldBeEmpty();
        trust.Calendar.Events.ShouldBeEmpty();
        var task = (await trust.OpenTasksAsync(TaskKind.DeputyNamed)).ShouldHaveSingleItem();
        task.What.ShouldNotContain("Hall", Case.Sensitive, "names are looked up when it is shown");

        (await trust.Meetings(m => m.InviteDeputyAsync(trust.Member, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();

        trust.Mailer.To("hall@harbour.example").Select(m => m.Kind).ShouldBe(["First"]);
        (await trust.OpenTasksAsync(TaskKind.DeputyNamed)).ShouldBeEmpty();
        (await trust.ListAsync<PanelMember>(m => m.Name == "Dr Hall")).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            m => m.DeputyFor.ShouldBe(trust.Member), m => m.Order.ShouldBe(1));
        await trust.RunToAsync("2026-07-20T10:00");
        trust.Mailer.To(HarbourTrust.Bell).ShouldNotContain(m => m.Kind == "Reminder" || m.Kind == "OtherTimes");
    }

    [Theory]
    [InlineData("", "hall@harbour.example")]
    [InlineData("Dr Hall", "nobody")]
    [InlineData("Dr Hall", "Dr Hall <hall@harbour.example>")]
    public async Task DeputyNamed_WithoutNameOrAddress_IsRefused(string name, string email)
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();
        (await trust.Clinician(c => c.NameDeputyAsync(meeting.Id, name, email, HarbourTrust.Token))).ShouldBeOfType<FactResult.Refused>();
    }

    [Fact]
    public async Task SpokenWith_NoReminderNoCallAndTheInvitationGoesQuietly()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.RunToAsync("2026-06-10T15:00");
        await trust.Lead(l => l.WeHaveSpokenAsync(trust.Member, new LocalDate(2026, 6, 10), HarbourTrust.Token));
        await trust.RunToAsync("2026-07-20T10:00");

        trust.Mailer.To(HarbourTrust.Bell).ShouldNotContain(m => m.Kind == "Reminder");
        (await trust.ListAsync<PersonTask>(t => t.MemberId == trust.Member)).ShouldNotContain(t => t.Kind == TaskKind.RingSecretary || t.Kind == TaskKind.InvitationWithdrawn);
        trust.Calendar.Events.ShouldBeEmpty();
        trust.Calendar.LastCancelWords.ShouldNotBeNull().ShouldStartWith("We have spoken");
    }

    [Fact]
    public async Task OtherTime_BetweenSixAndTwelveWeeksAhead_IsLookedUpThere()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = await trust.MeetingAsync();
        var wish = HarbourTrust.Local("2026-08-06T14:00");
        trust.Calendar.Busy[HarbourTrust.BellAddress] = [new BusyTime(wish, wish + Duration.FromHours(1), BusyStatus.Busy)];

        await trust.Clinician(c => c.ProposeTimeAsync(meeting.Id, wish, HarbourTrust.Token));

        (await trust.OpenTasksAsync(TaskKind.CounterProposal)).ShouldHaveSingleItem();
        trust.Calendar.LastWindow.Duration.TotalDays.ShouldBe(84);
    }
}
