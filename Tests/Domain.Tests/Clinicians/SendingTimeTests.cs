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
}
