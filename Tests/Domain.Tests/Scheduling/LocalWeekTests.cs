using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;
using static ClinicalEngagement.Domain.Tests.Scheduling.Ward;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

public sealed class LocalWeekTests
{
    [Fact]
    public void Dates_OfAWindow_AreItsDaysAndOneOnEitherSide()
    {
        static int[] Days(string from, string to) => [.. LocalWeek.Dates(Span(from, to)).Select(d => d.Day)];
        Days("2026-06-17T09:00", "2026-06-19T09:00").ShouldBe([16, 17, 18, 19, 20]);
        Days("2026-06-17T00:00", "2026-06-18T00:00").ShouldBe([16, 17, 18, 19]);
        Days("2026-06-17T23:59", "2026-06-17T23:59").ShouldBe([16, 17, 18]);
    }

    [Fact]
    public void LayOut_OfAPlan_IsInOrderOfStartWithTheLocalDateOfEach()
    {
        var night = new JobPlanEntry(IsoDayOfWeek.Tuesday, new(20, 0), new(8, 0), JobPlanActivity.OnCall);
        var late = new JobPlanEntry(IsoDayOfWeek.Wednesday, new(14, 0), new(15, 0), JobPlanActivity.Mdt);
        var early = new JobPlanEntry(IsoDayOfWeek.Wednesday, new(9, 0), new(12, 0), JobPlanActivity.Spa);
        var round = new JobPlanEntry(IsoDayOfWeek.Thursday, new(9, 0), new(9, 0), JobPlanActivity.Theatre);
        LocalWeek.LayOut([late, round, early, night], Span("2026-06-17T00:00", "2026-06-17T12:00")).ShouldBe(
        [
            new(new(2026, 6, 16), Local("2026-06-16T20:00"), Local("2026-06-17T08:00"), night),
            new(new(2026, 6, 17), Local("2026-06-17T09:00"), Local("2026-06-17T12:00"), early),
            new(new(2026, 6, 17), Local("2026-06-17T14:00"), Local("2026-06-17T15:00"), late),
            new(new(2026, 6, 18), Local("2026-06-18T09:00"), Local("2026-06-19T09:00"), round),
        ]);
        LocalWeek.LayOut([], Span("2026-06-17T00:00", "2026-06-17T12:00")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(JobPlanWeeks.Every, new[] { 3, 10, 17, 24 })]
    [InlineData(JobPlanWeeks.Odd, new[] { 3, 17 })]
    [InlineData(JobPlanWeeks.Even, new[] { 10, 24 })]
    public void LayOut_OfWeeks_GoesByTheIsoWeek(JobPlanWeeks weeks, int[] days) =>
        LocalWeek.LayOut([new(IsoDayOfWeek.Wednesday, new(9, 0), new(10, 0), JobPlanActivity.Spa, weeks)], Span("2026-06-01T00:00", "2026-06-29T00:00"))
            .Select(p => p.Date.Day).ShouldBe(days, "the 3rd of June 2026 is in ISO week 23");

    [Fact]
    public void LayOut_OfNoSuchWeeks_IsRefused() => Should.Throw<ArgumentOutOfRangeException>(
        () => LocalWeek.LayOut([new(IsoDayOfWeek.Wednesday, new(9, 0), new(10, 0), JobPlanActivity.Spa, (JobPlanWeeks)9)], Span("2026-06-01T00:00", "2026-06-29T00:00")))
        .Message.ShouldStartWith("No such weeks.");

    [Fact]
    public void At_WhenTheClocksChange_IsTheChangeForASkippedTimeAndTheFirstOfTwo()
    {
        LocalWeek.At(new(2026, 3, 29), new(1, 30)).ShouldBe(Instant.FromUtc(2026, 3, 29, 1, 0));
        LocalWeek.At(new(2026, 3, 29), new(0, 59)).ShouldBe(Instant.FromUtc(2026, 3, 29, 0, 59));
        LocalWeek.At(new(2026, 3, 29), new(2, 0)).ShouldBe(Instant.FromUtc(2026, 3, 29, 1, 0));
        LocalWeek.At(new(2026, 10, 25), new(1, 30)).ShouldBe(Instant.FromUtc(2026, 10, 25, 0, 30));
        LocalWeek.At(new(2026, 6, 17), new(9, 0)).ShouldBe(Instant.FromUtc(2026, 6, 17, 8, 0));
        LocalWeek.At(new(2026, 6, 17), new(9, 0), DateTimeZoneProviders.Tzdb["Europe/Paris"]).ShouldBe(Instant.FromUtc(2026, 6, 17, 7, 0));
    }
}
