using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Sync;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Sync;

/// <summary>A lead leaves, a project changes hands, two projects want the same person.</summary>
public sealed class PeopleWhoLeaveTests
{
    private static readonly EmailAddress Lead = new(HarbourTrust.Request.Lead!.Email!);
    private static readonly Person Next = new("Sam Reed", new EmailAddress("sam.reed@harbour.example"));

    [Fact]
    public async Task LeadGone_NothingMoreIsSentUntilTheAccountIsBack()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var sent = trust.Mailer.Sent.Count;
        sent.ShouldBePositive();
        trust.People.Disabled.Add(Lead);
        await trust.Do<AccountReader, int>(a => a.ReadAllAsync(HarbourTrust.Token));

        await trust.RunToAsync("2026-07-20T10:00");

        trust.Mailer.Sent.Count.ShouldBe(sent, "not even the reminder");
        (await trust.OpenTasksAsync(TaskKind.LeadAccountGone)).ShouldHaveSingleItem();
        (await trust.ListAsync<Project>(p => p.SendingStoppedAt != null)).ShouldHaveSingleItem();

        trust.People.Disabled.Clear();
        await trust.Do<AccountReader, int>(a => a.ReadAllAsync(HarbourTrust.Token));
        await trust.SettleAsync();
        (await trust.ListAsync<Project>(p => p.SendingStoppedAt != null)).ShouldBeEmpty();
        (await trust.OpenTasksAsync(TaskKind.LeadAccountGone)).ShouldBeEmpty();
    }

    [Fact]
    public async Task HandOver_RebooksTheMeetingAtItsTimeUnderTheNewLead_WithOneMessageThatExplains()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();
        var before = await trust.MeetingAsync();
        before.State.ShouldBe(MeetingState.Agreed);
        var oldEvent = trust.Calendar.TheEvent.Id;
        var mails = trust.Mailer.Sent.Count;

        (await trust.DoAndSettle<HandOverFacts>(h => h.SetPeopleAsync(trust.Project, Next, null, null, HarbourTrust.Token))).ShouldBeOfType<FactResult.Recorded>();

        var after = await trust.MeetingAsync();
        (after.Start, after.State).ShouldBe((before.Start, MeetingState.Agreed));
        var booked = trust.Calendar.TheEvent;
        (booked.Start, booked.Id).ShouldBe((before.Start, after.EventId));
        booked.Id.ShouldNotBe(oldEvent);
        trust.Calendar.LastCancelWords.ShouldBe("Sam Reed now leads this project. An invitation for the same time comes from Sam Reed in place of this one. There is nothing you need to do.");
        trust.Mailer.Sent.Count.ShouldBe(mails, "the cancellation explains, and nothing else is sent");
        (await trust.ListAsync<Effect>(e => e.Kind == EffectKind.CancelMeeting)).ShouldHaveSingleItem().Organiser.ShouldBe(Lead);
    }

    /// <summary>The invitation is a new one; the mail with the link is the old one, and its link may have gone to a wrong person.</summary>
    [Fact]
    public async Task HandOver_LinksThatWereWithdrawn_StayWithdrawn()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.DoAndSettle<LinkFacts>(l => l.WithdrawAsync(trust.Member, HarbourTrust.Token));
        trust.Clock.Now += Duration.FromHours(1);

        await trust.DoAndSettle<HandOverFacts>(h => h.SetPeopleAsync(trust.Project, Next, null, null, HarbourTrust.Token));

        (await trust.MeetingAsync()).OfferedAt.ShouldBeLessThanOrEqualTo((await trust.MemberAsync()).LinksWithdrawnAt!.Value);
    }

    [Fact]
    public async Task HandOver_OfAProjectWhoseLeadIsGone_StartsItAgain()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.People.Disabled.Add(Lead);
        await trust.Do<AccountReader, int>(a => a.ReadAllAsync(HarbourTrust.Token));

        await trust.DoAndSettle<HandOverFacts>(h => h.SetPeopleAsync(trust.Project, Next, null, null, HarbourTrust.Token));

        (await trust.ListAsync<Project>(p => p.SendingStoppedAt != null)).ShouldBeEmpty();
        (await trust.OpenTasksAsync(TaskKind.LeadAccountGone)).ShouldBeEmpty();
        trust.Calendar.Events.ShouldHaveSingleItem("the invitation that is ahead came along");
    }

    [Fact]
    public async Task SameWeek_TwoProjectsWantOnePerson_BothLeadsAreToldOnce()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var first = trust.Project;
        var meeting = await trust.MeetingAsync();
        var other = await trust.StoreRequestAsync(HarbourTrust.Request with { Name = "Falls clinic" }, "falls");
        await trust.Do<RequestConsumer, bool>(c => c.BeginAsync(other, HarbourTrust.Token));
        await trust.SettleAsync();
        (await trust.ListAsync<Project>(p => p.Version >= 0)).Count.ShouldBe(2);
        await MoveIntoOneWeekAsync(trust, meeting);

        var opened = await trust.Do<SharedWeeks, int>(w => w.ReadAllAsync(HarbourTrust.Token));

        opened.ShouldBe(2);
        (await trust.Do<SharedWeeks, int>(w => w.ReadAllAsync(HarbourTrust.Token))).ShouldBe(0);
        var tasks = await trust.ListAsync<PersonTask>(t => t.Kind == TaskKind.SameWeek);
        tasks.Select(t => t.ProjectId).Distinct().Count().ShouldBe(2);
        tasks.Single(t => t.ProjectId == first).What.ShouldContain("Falls clinic");
        tasks.ShouldAllBe(t => !t.What.Contains("Bell", StringComparison.Ordinal));
    }

    private static Task MoveIntoOneWeekAsync(HarbourTrust trust, Meeting first) => trust.Store.WriteAsync(
        async (writer, token) =>
        {
            foreach (var other in await writer.ListAsync<Meeting>(m => m.Version >= 0, token))
                if (other.Id != first.Id)
                    writer.Update(other with { State = MeetingState.Proposed, Start = first.Start + Duration.FromHours(1) });
            return true;
        },
        HarbourTrust.Token);
}
