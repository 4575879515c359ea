using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tests.Scheduling;
using CsCheck;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Clinicians;

public sealed class SendingTimeTests
{
    [Theory]
    [InlineData("2026-06-08T08:00", "2026-06-08T08:00")]
    [InlineData("2026-06-08T17:59", "2026-06-08T17:59")]
    [InlineData("2026-06-08T18:00", "2026-06-09T08:00")]
    [InlineData("2026-06-12T18:00", "2026-06-15T08:00")]
    [InlineData("2026-08-31T10:00", "2026-09-01T08:00")]
    [InlineData("2026-12-24T20:00", "2026-12-29T08:00")]
    public void NextAllowed_IsInWorkingTime(string moment, string allowed) =>
        SendingTime.NextAllowed(Ward.Local(moment), Nation.England, Bell.Options).ShouldBe(Ward.Local(allowed));

    [Fact]
    public void NextAllowed_SummerBankHoliday_DependsOnTheNation() =>
        SendingTime.NextAllowed(Ward.Local("2026-08-31T10:00"), Nation.Scotland, Bell.Options).ShouldBe(Ward.Local("2026-08-31T10:00"));

    [Fact]
    public void CapFreesAt_TwoInTenWorkingDays_FreesWhenTheOlderLeaves()
    {
        var sent = new[] { Ward.Local("2026-06-03T10:00"), Ward.Local("2026-06-01T10:00") };
        SendingTime.CapFreesAt(sent, Ward.Local("2026-06-08T10:00"), Nation.England, Bell.Options).ShouldBe(Ward.Local("2026-06-15T10:00"));
        SendingTime.CapFreesAt(sent, Ward.Local("2026-06-15T10:00"), Nation.England, Bell.Options).ShouldBeNull();
        SendingTime.CapFreesAt([sent[0]], Ward.Local("2026-06-08T10:00"), Nation.England, Bell.Options).ShouldBeNull();
    }

    [Fact]
    public void NextAllowed_Any_IsTheEarliestAllowedMoment() => Tape.Gen(6, 20).Sample(
        tape =>
        {
            var moment = Bell.Now + Duration.FromMinutes((tape.Pick(250) * 1440 * 3) + (tape.Pick(96) * 15));
            var nation = (Nation)tape.Pick(4);
            var options = Bell.Options with { QuietPeriods = [new QuietPeriod(WorkingTime.DateOf(moment).PlusDays(tape.Pick(5) - 2), WorkingTime.DateOf(moment).PlusDays(tape.Pick(9)), "Quiet")] };
            var allowed = SendingTime.NextAllowed(moment, nation, options);
            allowed.ShouldBeGreaterThanOrEqualTo(moment);
            SendingTime.NextAllowed(allowed, nation, options).ShouldBe(allowed);
            for (var between = moment; between < allowed; between += Duration.FromMinutes(15))
                SendingTime.NextAllowed(between, nation, options).ShouldBe(allowed);
        },
        iter: Sweep.Of(2_000));

    [Fact]
    public void CapFreesAt_Any_LetsExactlyOneThroughWhenItFrees() => Tape.Gen(10, 40).Sample(
        tape =>
        {
            var options = Bell.Options with { UnaskedCap = 1 + tape.Pick(3) };
            var now = Bell.Now + Duration.FromDays(tape.Pick(200));
            var sent = Enumerable.Range(0, tape.Pick(6)).Select(_ => tape.Near(now)).ToArray();
            if (SendingTime.CapFreesAt(sent, now, Nation.England, options) is not { } frees)
                return;
            frees.ShouldBeGreaterThan(now);
            SendingTime.CapFreesAt(sent, frees, Nation.England, options).ShouldBeNull();
            SendingTime.CapFreesAt(sent, frees - Duration.FromTicks(1), Nation.England, options).ShouldBe(frees);
        },
        iter: Sweep.Of(2_000));

    [Theory]
    [InlineData("2026-06-05T10:00", 1, "2026-06-08T10:00")]
    [InlineData("2026-06-08T10:00", -1, "2026-06-05T10:00")]
    [InlineData("2026-06-06T10:00", 1, "2026-06-08T10:00")]
    [InlineData("2026-06-07T10:00", -1, "2026-06-05T10:00")]
    [InlineData("2026-10-23T10:00", 1, "2026-10-26T10:00")]
    [InlineData("2026-12-24T10:00", 1, "2026-12-29T10:00")]
    [InlineData("2026-06-06T10:00", 0, "2026-06-06T10:00")]
    public void AddWorkingDays_KeepsTheLocalTime(string from, int days, string to) =>
        WorkingTime.AddWorkingDays(Ward.Local(from), days, Nation.England).ShouldBe(Ward.Local(to));

    private static readonly QuietPeriod Winter = new(new LocalDate(2026, 12, 14), new LocalDate(2027, 1, 8), "Winter pressure");

    [Fact]
    public void NextAllowed_AfterAQuietPeriod_NothingPilesUpForTheFirstMorning()
    {
        var options = Bell.Options with { QuietPeriods = [Winter] };
        var people = Enumerable.Range(0, 200).Select(i => StableId.From("somebody", i)).ToArray();

        var resumed = people.Select(who => SendingTime.NextAllowed(Ward.Local("2026-12-20T10:00"), Nation.England, options, "Geriatric medicine", who)).ToArray();

        var mornings = resumed.GroupBy(WorkingTime.DateOf).ToArray();
        mornings.Select(m => m.Key).Order().ShouldBe([new(2027, 1, 11), new(2027, 1, 12), new(2027, 1, 13), new(2027, 1, 14), new(2027, 1, 15)]);
        mornings.ShouldAllBe(m => m.Count() < 70, "a fifth each, or nearly");
        resumed.Distinct().Count().ShouldBeGreaterThan(60);
        // Looking again before one's morning does not let it go sooner, and on the morning it goes.
        foreach (var (who, at) in people.Zip(resumed))
        {
            SendingTime.NextAllowed(Ward.Local("2027-01-11T08:00"), Nation.England, options, null, who).ShouldBe(at);
            SendingTime.NextAllowed(at, Nation.England, options, null, who).ShouldBe(at);
            SendingTime.NextAllowed(at + Duration.FromMinutes(1), Nation.England, options, null, who).ShouldBe(at + Duration.FromMinutes(1));
        }
    }

    [Fact]
    public void NextAllowed_AfterAStrikeDay_GoesOnTheNextMorning() =>
        SendingTime.NextAllowed(
            Ward.Local("2026-12-14T10:00"), Nation.England, Bell.Options with { QuietPeriods = [new QuietPeriod(new LocalDate(2026, 12, 14), new LocalDate(2026, 12, 15), "Strike days")] }, null, StableId.From("x"))
            .ShouldBe(Ward.Local("2026-12-16T08:00"));

    [Theory]
    [InlineData("Emergency medicine", true)]
    [InlineData(" emergency MEDICINE ", true)]
    [InlineData("Geriatric medicine", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void NextAllowed_QuietForOneSpecialty_HoldsBackThatOneAlone(string? specialty, bool isHeld)
    {
        var options = Bell.Options with { QuietPeriods = [Winter with { Specialty = "Emergency medicine" }] };
        var moment = Ward.Local("2026-12-17T10:00");
        (SendingTime.NextAllowed(moment, Nation.England, options, specialty) > moment).ShouldBe(isHeld);
    }
}
