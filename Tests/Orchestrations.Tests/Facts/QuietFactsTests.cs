using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Tests.Harbour;

namespace ClinicalEngagement.Orchestrations.Tests.Facts;

/// <summary>A quiet period comes to lie over an agreed meeting.</summary>
public sealed class QuietFactsTests
{
    private readonly List<QuietPeriod> periods = [];

    [Fact]
    public async Task Release_ApologisesOnce_AndOffersTimesAfterThePeriodOnceItIsOver()
    {
        await using var trust = await AgreedAsync();
        var before = await trust.MeetingAsync();
        var day = WorkingCalendar.DateOf(before.Start);
        var period = new QuietPeriod(day.PlusDays(-2), day.PlusDays(5), "strike days");
        periods.Add(period);
        var mails = trust.Mailer.Sent.Count;

        (await ReleaseAsync(trust, before.Id)).ShouldBeOfType<FactResult.Recorded>();
        (await ReleaseAsync(trust, before.Id)).ShouldBeOfType<FactResult.Recorded>("twice changes nothing");

        var after = (await trust.ListAsync<Meeting>(m => m.Number == 1)).ShouldHaveSingleItem();
        (after.State, after.ReleasedFor).ShouldBe((MeetingState.Cancelled, "strike days"));
        trust.Calendar.LastCancelWords.ShouldBe(
            "I am sorry to take this out of your diary: because of strike days your time is yours again. I will suggest times after it. There is nothing you need to do.");
        (await trust.ListAsync<Effect>(e => e.Kind == EffectKind.CancelMeeting)).ShouldHaveSingleItem();

        await trust.RunToAsync(period.To.PlusDays(14).ToString("uuuu-MM-dd", null) + "T17:00");
        var again = await trust.MeetingAsync();
        again.Number.ShouldBe(2);
        again.Offers.ShouldAllBe(o => WorkingCalendar.DateOf(o.Start) > period.To);
        trust.Messages.OfType<Message.OtherTimes>().First().Reason.ShouldBe(OfferReason.Released);
        var told = (await trust.ListAsync<Effect>(e => e.Kind == EffectKind.SendOtherTimes)).First();
        told.Unasked.ShouldBeFalse("it is owed to them, so the cap does not count it");
        trust.Mailer.Sent.Count.ShouldBeGreaterThan(mails);
    }

    [Fact]
    public async Task NotReleased_NothingHappens_AndTheMeetingStands()
    {
        await using var trust = await AgreedAsync();
        var before = await trust.MeetingAsync();
        var day = WorkingCalendar.DateOf(before.Start);
        periods.Add(new QuietPeriod(day, day, "strike days"));

        await trust.RunToAsync(day.PlusDays(-1).ToString("uuuu-MM-dd", null) + "T07:00");

        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Agreed);
        (await trust.ListAsync<Effect>(e => e.Kind == EffectKind.CancelMeeting)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Release_AMeetingOutsideOrOfAnotherSpecialty_IsRefused()
    {
        await using var trust = await AgreedAsync();
        var meeting = await trust.MeetingAsync();
        var day = WorkingCalendar.DateOf(meeting.Start);
        periods.Add(new QuietPeriod(day.PlusDays(1), day.PlusDays(5), "strike days"));
        periods.Add(new QuietPeriod(day, day, "examinations", "Dermatology"));

        (await ReleaseAsync(trust, meeting.Id)).ShouldBeOfType<FactResult.Refused>();
        (await ReleaseAsync(trust)).ShouldBeOfType<FactResult.Refused>();

        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Agreed);
    }

    private async Task<HarbourTrust> AgreedAsync()
    {
        var trust = await HarbourTrust.BegunAsync(options: new EngagementOptions { QuietPeriods = periods });
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();
        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Agreed);
        return trust;
    }

    private static Task<FactResult> ReleaseAsync(HarbourTrust trust, params MeetingId[] meetings) =>
        trust.DoAndSettle<QuietFacts>(q => q.ReleaseAsync(trust.Project, meetings, HarbourTrust.Token));
}
