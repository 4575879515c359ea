using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Tests.Clinicians;
using ClinicalEngagement.Domain.Tests.Scheduling;
using ClinicalEngagement.Domain.Updates;
using CsCheck;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Updates;

/// <summary>The project was identified on Monday 1 June 2026.</summary>
public sealed class UpdateCalendarTests
{
    [Theory]
    [InlineData(UpdateRhythm.Weekly, IsoDayOfWeek.Thursday, 1, "2026-06-11T09:30")]
    [InlineData(UpdateRhythm.Weekly, IsoDayOfWeek.Thursday, 2, "2026-06-18T09:30")]
    [InlineData(UpdateRhythm.Fortnightly, IsoDayOfWeek.Tuesday, 1, "2026-06-16T09:30")]
    [InlineData(UpdateRhythm.Monthly, IsoDayOfWeek.Tuesday, 1, "2026-07-07T09:30")]
    [InlineData(UpdateRhythm.Monthly, IsoDayOfWeek.Tuesday, 2, "2026-08-04T09:30")]
    public void SendAt_WithAChosenDayAndTime_KeepsToThem(UpdateRhythm rhythm, IsoDayOfWeek day, int count, string expected) =>
        UpdateCalendar.SendAt(Bell.Project with { UpdateRhythm = rhythm, UpdateDay = day, UpdateTime = new LocalTime(9, 30) }, count, Bell.Options)
            .ShouldBe(Ward.Local(expected));

    [Fact]
    public void SendAt_OnABankHolidayOrInAQuietPeriod_GoesTheNextDayThatIsAllowed()
    {
        // Monday 31 August 2026 is the summer bank holiday of England.
        var project = Bell.Project with { UpdateRhythm = UpdateRhythm.Weekly, UpdateDay = IsoDayOfWeek.Monday };
        UpdateCalendar.SendAt(project, 13, Bell.Options).ShouldBe(Ward.Local("2026-09-01T10:00"));
        var quiet = Bell.Options with { QuietPeriods = [new(new LocalDate(2026, 6, 8), new LocalDate(2026, 6, 12), "Junior doctors change over")] };
        UpdateCalendar.SendAt(project, 1, quiet).ShouldBe(Ward.Local("2026-06-15T10:00"));
    }

    [Fact]
    public void SendAt_Monthly_LeavesNoMonthOutWhateverTheDay() => Gen
        .Select(Gen.Int[0, 700], Gen.Int[1, 24], Gen.Int[0, 5])
        .Sample((offset, count, day) =>
        {
            var project = Bell.Project with
            {
                IdentifiedAt = Bell.Now + Duration.FromDays(offset),
                UpdateDay = day == 0 ? null : (IsoDayOfWeek)day,
            };
            var first = WorkingTime.DateOf(project.IdentifiedAt!.Value);
            var sent = WorkingTime.DateOf(UpdateCalendar.SendAt(project, count, Bell.Options));
            // By its day the update falls into that very month; the Christmas holidays at its end may carry one over.
            var month = first.PlusMonths(count).ToYearMonth();
            (sent.ToYearMonth() == month || (sent.ToYearMonth() == month.PlusMonths(1) && sent.Day <= 4)).ShouldBeTrue($"{first} {count} {project.UpdateDay}: {sent}");
            if (project.UpdateDay is { } chosen && WorkingTime.IsWorkingDay(sent.With(DateAdjusters.PreviousOrSame(chosen)), Nation.England) && sent.DayOfWeek != chosen)
                WorkingTime.IsWorkingDay(sent.With(DateAdjusters.Previous(chosen)), Nation.England).ShouldBeFalse($"{sent} is a {sent.DayOfWeek}, not a {chosen}");
        }, threads: 1);

    [Theory]
    [InlineData(UpdateRhythm.Monthly, "2026-07-06T10:00", false)]
    [InlineData(UpdateRhythm.Monthly, "2026-07-13T10:00", true)]
    [InlineData(UpdateRhythm.Fortnightly, "2026-06-22T10:00", false)]
    [InlineData(UpdateRhythm.Fortnightly, "2026-06-29T10:00", true)]
    [InlineData(UpdateRhythm.Weekly, "2026-06-22T10:00", true)]
    public void IsFor_WithARhythmOfTheirOwn_LeavesOutTheOnesBetween(UpdateRhythm own, string now, bool theirs) =>
        UpdateCalendar.IsFor(Bell.Member with { OwnUpdateRhythm = own }, Bell.Project with { UpdateRhythm = UpdateRhythm.Weekly }, Ward.Local("2026-06-15T10:00"), Ward.Local(now))
            .ShouldBe(theirs);

    [Fact]
    public void IsFor_PausedOrNone_GetsNothing()
    {
        var now = Ward.Local("2026-07-01T10:00");
        UpdateCalendar.IsFor(Bell.Member with { UpdatesPausedUntil = now + Duration.FromDays(1) }, Bell.Project, null, now).ShouldBeFalse();
        UpdateCalendar.IsFor(Bell.Member with { UpdatesPausedUntil = now }, Bell.Project, null, now).ShouldBeTrue();
        UpdateCalendar.IsFor(Bell.Member with { NoUpdatesAt = now }, Bell.Project, null, now).ShouldBeFalse();
    }
}
