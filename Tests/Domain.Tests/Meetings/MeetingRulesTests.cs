using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tests.Clinicians;

namespace ClinicalEngagement.Domain.Tests.Meetings;

/// <summary>The smaller rules around a meeting.</summary>
public sealed class MeetingRulesTests
{
    [Theory]
    [InlineData(SlotRule.CalendarBusy, false, true)]
    [InlineData(SlotRule.OnCall, true, true)]
    [InlineData(SlotRule.Theatre, true, true)]
    [InlineData(SlotRule.DisplacesClinic, false, true)]
    [InlineData(SlotRule.DisplacesClinic, true, false)]
    [InlineData(SlotRule.CalendarTentative, false, false)]
    [InlineData(SlotRule.Buffer, false, false)]
    [InlineData(SlotRule.Notice, false, false)]
    public void OfClinician_OnlyWhatPatientsMayDependOn_GivesATimeUp(SlotRule rule, bool chosenByThem, bool isLost) =>
        (SlotLoss.OfClinician([new SlotRefusal(rule, SlotParty.Clinician, "")], chosenByThem) is not null).ShouldBe(isLost);

    [Fact]
    public void OfClinician_TheHostsClash_IsTheHosts()
    {
        SlotRefusal[] busyHost = [new(SlotRule.CalendarBusy, SlotParty.Host, "")];
        SlotLoss.OfClinician(busyHost, chosenByThem: false).ShouldBeNull();
        SlotLoss.OfHost(busyHost).ShouldNotBeNull();
    }

    [Fact]
    public void BriefFacts_ThoseAboutTheSpecialty_ComeFirstAndThreeAreEnough()
    {
        SourcedFact[] facts = [new("Beds are full.", "Bed audit"), new("A day in bed costs muscle.", "Ward audit"), new("Scores are late.", "ED audit"), new("Geriatricians see a third.", "Rota")];
        BriefFacts.For(facts, "Geriatric medicine").Select(f => f.Text).ShouldBe(["Geriatricians see a third.", "Beds are full.", "A day in bed costs muscle."]);
        BriefFacts.For(facts, "").Count.ShouldBe(BriefFacts.Most);
    }

    [Fact]
    public void OfferReason_FollowsFromWhatWasBefore()
    {
        OfferReasons.After(Bell.Meeting(MeetingState.Held), Bell.Member).ShouldBe(OfferReason.MetBefore);
        OfferReasons.After(Bell.Meeting(MeetingState.NotHeld), Bell.Member).ShouldBe(OfferReason.DidNotTakePlace);
        OfferReasons.After(Bell.Meeting(MeetingState.Withdrawn), Bell.Member).ShouldBe(OfferReason.AskedOnceMore);
        OfferReasons.After(Bell.Meeting(MeetingState.Declined) with { AnsweredAt = Bell.Now }, Bell.Member).ShouldBe(OfferReason.Declined);
        OfferReasons.After(Bell.Meeting(MeetingState.Declined) with { AnsweredAt = Bell.Now }, Bell.Member with { PausedUntil = Bell.Now + NodaTime.Duration.FromDays(30) })
            .ShouldBe(OfferReason.AskedToComeBack);
        OfferReasons.After(Bell.Meeting(MeetingState.Cancelled) with { LostAt = Bell.Now }, Bell.Member).ShouldBe(OfferReason.TimeLost);
    }

    [Fact]
    public void HostOf_APlaceThatIsEmpty_IsTheLead()
    {
        var peer = new Person("Mr Lacey", new EmailAddress("lacey@harbour.example"));
        Bell.Project.HostOf(MeetingHost.Sponsor).ShouldBe(Bell.Project.Lead);
        (Bell.Project with { Sponsor = peer }).HostOf(MeetingHost.Sponsor).ShouldBe(peer);
        (Bell.Project with { CoLead = peer }).HostOf(MeetingHost.CoLead).ShouldBe(peer);
    }
}
