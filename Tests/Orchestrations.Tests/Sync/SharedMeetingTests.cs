using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Sync;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Tests.Harbour.HarbourTrust;

namespace ClinicalEngagement.Orchestrations.Tests.Sync;

/// <summary>Two projects want Dr Bell in one week, and meet them once: frailty keeps its time, falls joins it.</summary>
public sealed class SharedMeetingTests
{
    private static readonly PersonRequest Falls = new() { Name = "Owen Hart", Email = "owen@harbour.example" };
    private const string NotTheirs = "You join another project’s meeting with them, whose lead keeps its time. Speak with that lead.";
    private static readonly EmailAddress FallsLead = new(Falls.Email!);

    [Fact]
    public async Task Offer_IsATaskForTheOtherLead_AndNothingChangesUntilTheyJoin()
    {
        await using var both = await TwoProjectsAsync(Falls);
        var (ours, theirs) = (await both.Ours(), await both.Theirs());

        (await both.OfferAsync()).ShouldBeOfType<FactResult.Recorded>();

        var offered = await both.TaskOf(both.Other, TaskKind.MeetingOffered);
        offered.What.ShouldStartWith("Priya Nair (“Frailty at the front door”) offers you a place in their meeting with {clinician} on ");
        (offered.MeetingId, offered.MemberId).ShouldBe((ours.Id, theirs.MemberId));
        (await both.OpenTasksAsync()).ShouldNotContain(t => t.Kind == TaskKind.SameWeek);
        (await both.Ours()).ShouldBeEquivalentTo(ours);
        (await both.Theirs()).ShouldBeEquivalentTo(theirs);
    }

    [Fact]
    public async Task Joined_TheOwnTimeIsGivenBackInOneMessage_AndWhatTheClinicianSaysIsForBoth()
    {
        await using var both = await SharedAsync();
        var trust = both.Trust;
        var ours = await both.Ours();
        trust.Calendar.LastCancelWords.ShouldBe(
            $"One meeting instead of two: Owen Hart joins Priya Nair on {MeetingTime.Long(ours.Start)}, to speak with you about both projects. There is nothing you need to do.");
        trust.Calendar.TheEvent.Id.ShouldBe(ours.EventId);
        var mails = trust.Mailer.Sent.Count;

        trust.Calendar.Answer(trust.Calendar.TheEvent, BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();

        var (agreed, joined) = (await both.Ours(), await both.Theirs());
        (agreed.State, agreed.Guest?.Email, agreed.BookedGuest).ShouldBe((MeetingState.Agreed, FallsLead, FallsLead));
        (joined.State, joined.Start, joined.EventId).ShouldBe((MeetingState.Agreed, agreed.Start, null));
        trust.Calendar.TheEvent.Attendees.Select(a => (a.Email, a.Answer)).ShouldBe([(BellAddress, AnswerKind.Accepted), (FallsLead, AnswerKind.None)]);
        trust.Mailer.Sent.Count.ShouldBe(mails);
        (await trust.ListAsync<SlotHold>(h => h.MeetingId == joined.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Joined_BothProjectsBrief_AndEachRecordsWhatCameOfIt()
    {
        await using var both = await SharedAsync();
        var trust = both.Trust;
        trust.Calendar.Answer(trust.Calendar.TheEvent, BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();
        var start = (await both.Ours()).Start;

        await both.RunToAsync(start + Duration.FromHours(1));

        foreach (var project in new[] { trust.Project, both.Other })
        {
            (await trust.ListAsync<Effect>(e => e.ProjectId == project && e.Kind == EffectKind.SendBrief && e.State == EffectState.Done)).ShouldHaveSingleItem();
            (await both.TaskOf(project, TaskKind.RecordOutcome)).MeetingId.ShouldNotBeNull();
        }

        var joined = await both.Theirs();
        (await trust.Lead(l => l.RecordOutcomeAsync(joined.Id, Outcome.TookPlace, Token))).ShouldBeOfType<FactResult.Recorded>();
        (await both.Theirs()).State.ShouldBe(MeetingState.Held);
        (await both.Ours()).State.ShouldBe(MeetingState.Agreed, "each project says for itself what came of it");
        (await trust.ListAsync<Effect>(e => e.Kind == EffectKind.SendReminder)).ShouldBeEmpty();
    }

    /// <summary>A link that went to a wrong person must not hold again because the meeting is another one's now.</summary>
    [Fact]
    public async Task Joined_LinksThatWereWithdrawn_StayWithdrawn()
    {
        await using var both = await TwoProjectsAsync(Falls);
        await both.Trust.DoAndSettle<LinkFacts>(l => l.WithdrawAsync(both.OtherMember, Token));
        both.Trust.Clock.Now += Duration.FromHours(1);
        await both.OfferAsync();
        var offered = await both.TaskOf(both.Other, TaskKind.MeetingOffered);

        await both.Shared(s => s.JoinAsync(offered.Id, Token));

        var member = (await both.Trust.ListAsync<Domain.Panel.PanelMember>(m => m.Id == both.OtherMember)).ShouldHaveSingleItem();
        (await both.Theirs()).OfferedAt.ShouldBeLessThanOrEqualTo(member.LinksWithdrawnAt!.Value);
    }

    [Fact]
    public async Task Joined_TheHostMovesIt_TheOtherFollows()
    {
        await using var both = await SharedAsync();
        var to = (await both.Ours()).Start + Duration.FromDays(7);

        (await both.Trust.Meetings(m => m.AgreedAsync(both.Trust.Member, to, null, Token))).ShouldBeOfType<FactResult.Recorded>();

        (await both.Theirs()).Start.ShouldBe(to);
        (await both.Trust.Meetings(m => m.AgreedAsync(both.OtherMember, to + Duration.FromDays(1), null, Token)))
            .ShouldBeOfType<FactResult.Refused>().Words.ShouldBe(NotTheirs);
        (await both.Trust.Meetings(m => m.SetChannelAsync(both.OtherMember, MeetingChannel.Teams, Token))).ShouldBeOfType<FactResult.Refused>().Words.ShouldBe(NotTheirs);
    }

    [Fact]
    public async Task Joined_TheClinicianDeclinesByTheLinkOfEither_BothAreDeclined()
    {
        await using var both = await SharedAsync();
        var joined = await both.Theirs();

        (await both.Trust.Clinician(c => c.DeclineAsync(joined.Id, null, Token))).ShouldBeOfType<FactResult.Recorded>();

        (await both.First(both.Trust.Member)).State.ShouldBe(MeetingState.Declined);
        (await both.First(both.OtherMember)).State.ShouldBe(MeetingState.Declined);
    }

    [Fact]
    public async Task Joined_TheHostsProjectCloses_TheOtherLeadIsAskedWhatNext()
    {
        await using var both = await SharedAsync();

        Closed(await both.Trust.Lead(l => l.CloseAsync(both.Trust.Project, "The door is open.", Token)));

        (await both.Theirs()).State.ShouldBe(MeetingState.Cancelled);
        (await both.TaskOf(both.Other, TaskKind.MeetingCancelled)).What.ShouldBe(
            "The meeting with {clinician} that you were to join will not take place. Ask for new times, or leave it.");
    }

    [Fact]
    public async Task Joined_TheOtherProjectCloses_ItsLeadIsTakenOutAndTheMeetingStands()
    {
        await using var both = await SharedAsync();
        var trust = both.Trust;
        trust.Calendar.Answer(trust.Calendar.TheEvent, BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();

        Closed(await trust.Lead(l => l.CloseAsync(both.Other, "The clinic is open.", Token)));

        (await both.Ours()).State.ShouldBe(MeetingState.Agreed);
        trust.Calendar.TheEvent.Attendees.ShouldHaveSingleItem().Email.ShouldBe(BellAddress);
    }

    [Fact]
    public async Task Joined_TheOtherProjectIsHandedOver_ItsNewLeadJoinsInstead()
    {
        await using var both = await SharedAsync();
        var trust = both.Trust;
        trust.Calendar.Answer(trust.Calendar.TheEvent, BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();
        var next = new Person("Sam Reed", new EmailAddress("sam.reed@harbour.example"));

        (await trust.DoAndSettle<HandOverFacts>(h => h.SetPeopleAsync(both.Other, next, null, null, Token))).ShouldBeOfType<FactResult.Recorded>();

        trust.Calendar.TheEvent.Attendees.Select(a => a.Email).ShouldBe([BellAddress, next.Email]);
    }

    [Fact]
    public async Task Keep_BothMeetingsStand_AndTheOtherLeadIsTold()
    {
        await using var both = await TwoProjectsAsync(Falls);
        await both.OfferAsync();
        var offered = await both.TaskOf(both.Other, TaskKind.MeetingOffered);

        (await both.Shared(s => s.KeepAsync(offered.Id, Token))).ShouldBeOfType<FactResult.Recorded>();

        (await both.Theirs()).SharedWith.ShouldBeNull();
        both.Trust.Calendar.Events.Count.ShouldBe(2);
        (await both.TimelineOf(both.Trust.Project)).ShouldContain("Owen Hart keeps their own meeting with {clinician}.");
    }

    [Fact]
    public async Task Offer_ByWhoLeadsBoth_JoinsAtOnce_AndNobodyElseIsInvited()
    {
        await using var both = await TwoProjectsAsync(HarbourTrust.Request.Lead!);

        (await both.OfferAsync()).ShouldBeOfType<FactResult.Recorded>();

        (await both.Theirs()).SharedWith.ShouldBe((await both.Ours()).Id);
        (await both.Ours()).Guest.ShouldBeNull();
        both.Trust.Calendar.LastCancelWords.ShouldStartWith("One meeting instead of two: I speak with you about both projects on ");
        (await both.OpenTasksAsync()).ShouldNotContain(t => t.Kind == TaskKind.SameWeek || t.Kind == TaskKind.MeetingOffered);
    }

    [Fact]
    public async Task Join_WhenTheMeetingIsGone_IsRefusedWithWhatToDo()
    {
        await using var both = await TwoProjectsAsync(Falls);
        await both.OfferAsync();
        var offered = await both.TaskOf(both.Other, TaskKind.MeetingOffered);
        await both.Trust.Clinician(c => c.DeclineAsync(both.OursId, null, Token));

        (await both.Shared(s => s.JoinAsync(offered.Id, Token))).ShouldBeOfType<FactResult.Refused>()
            .Words.ShouldBe("The meeting that was offered is not to come any more. Keep your own time.");
    }

    private static void Closed(FactResult result) => result.ShouldBeOfType<FactResult.Recorded>();

    private static async Task<Both> TwoProjectsAsync(PersonRequest otherLead)
    {
        var trust = await BegunAsync();
        var ours = await trust.MeetingAsync();
        var request = await trust.StoreRequestAsync(HarbourTrust.Request with { Name = "Falls clinic", Lead = otherLead }, "falls");
        await trust.Do<RequestConsumer, bool>(c => c.BeginAsync(request, Token));
        await trust.SettleAsync();
        var both = new Both(trust, new ProjectId(StableId.From("project", request)), ours.Id);
        // Agreed by telephone: an hour after the other.
        await trust.Meetings(m => m.AgreedAsync(both.OtherMember, ours.Start + Duration.FromMinutes(60), null, Token));
        (await trust.Do<SharedWeeks, int>(w => w.ReadAllAsync(Token))).ShouldBe(2, "both are to be met in one week");
        return both;
    }

    private static async Task<Both> SharedAsync()
    {
        var both = await TwoProjectsAsync(Falls);
        await both.OfferAsync();
        var offered = await both.TaskOf(both.Other, TaskKind.MeetingOffered);
        (await both.Shared(s => s.JoinAsync(offered.Id, Token))).ShouldBeOfType<FactResult.Recorded>();
        (await both.Trust.Do<SharedWeeks, int>(w => w.ReadAllAsync(Token))).ShouldBe(0, "they share it now");
        return both;
    }

    private sealed record Both(HarbourTrust Trust, ProjectId Other, MeetingId OursId) : IAsyncDisposable
    {
        public PanelMemberId OtherMember => PanelMemberId.For(Other, BellAddress);

        public Task<Meeting> Ours() => First(Trust.Member);

        public Task<Meeting> Theirs() => First(OtherMember);

        public async Task<Meeting> First(PanelMemberId member) => (await Trust.ListAsync<Meeting>(m => m.MemberId == member && m.Number == 1)).ShouldHaveSingleItem();

        public Task<FactResult> Shared(Func<SharedMeetingFacts, Task<FactResult>> act) => Trust.DoAndSettle(act);

        public async Task<FactResult> OfferAsync()
        {
            var task = await TaskOf(Trust.Project, TaskKind.SameWeek);
            return await Shared(s => s.OfferAsync(task.Id, Token));
        }

        public async Task<PersonTask> TaskOf(ProjectId project, TaskKind kind) =>
            (await OpenTasksAsync()).Where(t => t.ProjectId == project && t.Kind == kind).ShouldHaveSingleItem();

        public Task<IReadOnlyList<PersonTask>> OpenTasksAsync() => Trust.ListAsync<PersonTask>(t => t.DoneAt == null);

        public async Task<IReadOnlyList<string>> TimelineOf(ProjectId project) =>
            [.. (await Trust.ListAsync<Domain.Audit.AuditEvent>(a => a.ProjectId == project)).Select(a => a.Words)];

        public Task RunToAsync(Instant at) => Trust.RunToAsync(at.InZone(Domain.Calendars.WorkingTime.Zone).LocalDateTime.ToString("uuuu-MM-dd'T'HH:mm", null));

        public ValueTask DisposeAsync() => Trust.DisposeAsync();
    }
}
