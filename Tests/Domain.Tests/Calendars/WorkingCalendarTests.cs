using ClinicalEngagement.Domain.Calendars;
using CsCheck;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Domain.Tests.Calendars;

public sealed class WorkingCalendarTests
{
    private static readonly Gen<Nation> Nations = Gen.Enum<Nation>();
    private static readonly Gen<LocalDate> Dates = Gen.Int[0, 366 * 30].Select(d => new LocalDate(2010, 1, 1).PlusDays(d));

    [Theory]
    [InlineData(Nation.England, 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28")]
    [InlineData(Nation.England, 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28")]
    [InlineData(Nation.England, 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27")]
    [InlineData(Nation.Wales, 2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26")]
    [InlineData(Nation.England, 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28")]
    [InlineData(Nation.England, 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28")]
    [InlineData(Nation.Scotland, 2022, "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27")]
    [InlineData(Nation.Scotland, 2023, "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26")]
    [InlineData(Nation.Scotland, 2024, "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26")]
    [InlineData(Nation.Scotland, 2026, "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28")]
    [InlineData(Nation.NorthernIreland, 2024, "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26")]
    [InlineData(Nation.NorthernIreland, 2025, "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26")]
    [InlineData(Nation.NorthernIreland, 2026, "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28")]
    public void BankHolidays_OfAYear_AreThosePublished(Nation nation, int year, string expected) =>
        string.Join(' ', WorkingCalendar.For(nation).BankHolidays(year).Select(h => LocalDatePattern.CreateWithInvariantCulture("MM-dd").Format(h.Date)))
            .ShouldBe(expected);

    [Fact]
    public void BankHolidays_NewYearOnAWeekendInScotland_MovesBothDays()
    {
        var scotland = WorkingCalendar.For(Nation.Scotland);
        scotland.BankHolidayOn(new(2022, 1, 3))!.Name.ShouldBe("New Year’s Day (substitute day)");
        scotland.BankHolidayOn(new(2022, 1, 4))!.Name.ShouldBe("2nd January (substitute day)");
        scotland.BankHolidayOn(new(2022, 1, 1)).ShouldBeNull();
    }

    [Fact]
    public void BankHolidays_Proclaimed_AreMarked()
    {
        WorkingCalendar.For(Nation.Scotland).BankHolidayOn(new(2026, 6, 15))!.Proclaimed.ShouldBeTrue();
        WorkingCalendar.For(Nation.England).BankHolidayOn(new(2026, 6, 15)).ShouldBeNull();
        WorkingCalendar.For(Nation.England).BankHolidayOn(new(2022, 5, 30)).ShouldBeNull("the spring holiday moved to 2 June");
    }

    [Fact]
    public void EasterSunday_AgreesWithAnIndependentComputus() =>
        Gen.Int[1900, 2199].Sample(year => BankHolidayRules.EasterSunday(year).ShouldBe(Gauss(year)));

    [Fact]
    public void BankHolidays_AnyYear_AreWeekdaysInOrderAndAsManyAsTheNationHas() =>
        Gen.Select(Nations, Gen.Int[2008, 2100]).Sample((nation, year) =>
        {
            var days = WorkingCalendar.For(nation).BankHolidays(year);
            days.ShouldAllBe(h => h.Date.Year == year && h.Date.DayOfWeek != IsoDayOfWeek.Saturday && h.Date.DayOfWeek != IsoDayOfWeek.Sunday);
            days.Select(h => h.Date).ShouldBeInOrder();
            days.Count(h => !h.Proclaimed || h.Name.StartsWith("Spring", StringComparison.Ordinal) || h.Name.StartsWith("Early", StringComparison.Ordinal))
                .ShouldBe(nation switch { Nation.Scotland => 9, Nation.NorthernIreland => 10, _ => 8 });
        });

    [Fact]
    public void BankHolidayOn_EveryDate_AgreesWithTheYearsList() =>
        Gen.Select(Nations, Gen.Int[0, 366 * 120].Select(d => new LocalDate(1990, 1, 1).PlusDays(d))).Sample((nation, date) =>
        {
            var calendar = WorkingCalendar.For(nation);
            calendar.BankHolidayOn(date).ShouldBe(calendar.BankHolidays(date.Year).SingleOrDefault(h => h.Date == date));
        });

    [Theory]
    [InlineData("2026-04-01", 5, "2026-04-10")] // over Good Friday and Easter Monday
    [InlineData("2026-04-04", 1, "2026-04-07")] // from a Saturday before Easter Monday
    [InlineData("2026-12-24", 1, "2026-12-29")]
    [InlineData("2026-04-07", -1, "2026-04-02")]
    [InlineData("2026-04-04", 0, "2026-04-07")]
    [InlineData("2026-04-08", 0, "2026-04-08")]
    public void AddWorkingDays_England_SkipsWeekendsAndBankHolidays(string from, int days, string expected) =>
        WorkingCalendar.For(Nation.England).AddWorkingDays(Date(from), days).ShouldBe(Date(expected));

    [Fact]
    public void AddWorkingDays_EasterMonday_IsWorkedInScotland() =>
        WorkingCalendar.For(Nation.Scotland).AddWorkingDays(new LocalDate(2026, 4, 2), 1).ShouldBe(new(2026, 4, 6));

    [Fact]
    public void AddWorkingDays_FromAWorkingDay_IsUndoneByCountingAndByGoingBack() =>
        Gen.Select(Nations, Dates, Gen.Int[1, 80]).Sample((nation, date, days) =>
        {
            var calendar = WorkingCalendar.For(nation);
            var from = calendar.AddWorkingDays(date, 0);
            var to = calendar.AddWorkingDays(from, days);
            calendar.IsWorkingDay(to).ShouldBeTrue();
            calendar.WorkingDaysBetween(from, to).ShouldBe(days);
            calendar.WorkingDaysBetween(to, from).ShouldBe(-days);
            calendar.AddWorkingDays(to, -days).ShouldBe(from);
        });

    [Theory]
    [InlineData("2026-03-27T23:30:00Z", 1, "2026-03-29T23:00:00Z")] // Friday, over the spring change: Monday begins at 23:00 UTC
    [InlineData("2026-10-23T12:00:00Z", 1, "2026-10-26T00:00:00Z")] // Friday, over the autumn change: Monday begins at 00:00 UTC
    [InlineData("2026-07-01T23:30:00Z", 1, "2026-07-02T23:00:00Z")] // half past midnight on Thursday in London, though Wednesday in UTC
    public void AddWorkingDays_OfAnInstant_IsLocalMidnight(string now, int days, string expected) =>
        WorkingCalendar.For(Nation.England).AddWorkingDays(At(now), days).ShouldBe(At(expected));

    [Theory]
    [InlineData("2026-11-20T09:00:00Z", "2026-11-27T00:00:00Z")] // Friday to Friday
    [InlineData("2026-11-21T09:00:00Z", "2026-11-30T00:00:00Z")] // Saturday, as from Monday
    [InlineData("2026-11-23T23:59:00Z", "2026-11-30T00:00:00Z")] // Monday late: whole days count, not hours
    [InlineData("2026-03-25T09:00:00Z", "2026-03-31T23:00:00Z")]
    public void AfterNotice_FiveWorkingDays_CountsFromLocalMidnight(string now, string expected) =>
        WorkingCalendar.For(Nation.England).AfterNotice(At(now), 5).ShouldBe(At(expected));

    [Fact]
    public void AfterNotice_Always_LeavesThatManyWorkingDaysAndNoEarlierDayDoes() =>
        Gen.Select(Nations, Dates, Gen.Int[1, 20]).Sample((nation, today, days) =>
        {
            var calendar = WorkingCalendar.For(nation);
            var first = WorkingCalendar.DateOf(calendar.AfterNotice(WorkingCalendar.StartOfDay(today) + Duration.FromHours(12), days));
            calendar.WorkingDaysBetween(today, first).ShouldBe(days);
            calendar.IsWorkingDay(first).ShouldBeTrue();
            for (var date = today; date < first; date = date.PlusDays(1))
                (calendar.IsWorkingDay(date) && calendar.WorkingDaysBetween(today, date) >= days).ShouldBeFalse();
        });

    [Fact]
    public void IsKnown_PastTheProclaimedDays_IsFalse()
    {
        WorkingCalendar.IsKnown(WorkingCalendar.KnownUntil).ShouldBeTrue();
        WorkingCalendar.IsKnown(WorkingCalendar.KnownUntil.PlusDays(1)).ShouldBeFalse();
        WorkingCalendar.IsKnown(new(2007, 12, 31)).ShouldBeFalse();
    }

    private static LocalDate Date(string iso) => LocalDatePattern.Iso.Parse(iso).Value;

    private static Instant At(string iso) => InstantPattern.ExtendedIso.Parse(iso).Value;

    /// <summary>Gauss's own method with his two exceptions: another road to the same day.</summary>
    private static LocalDate Gauss(int year)
    {
        var (a, b, c) = (year % 19, year % 4, year % 7);
        var k = year / 100;
        var p = (13 + (8 * k)) / 25;
        var m = (15 - p + k - (k / 4)) % 30;
        var n = (4 + k - (k / 4)) % 7;
        var d = ((19 * a) + m) % 30;
        var e = ((2 * b) + (4 * c) + (6 * d) + n) % 7;
        var day = 22 + d + e;
        if (d == 29 && e == 6)
            day = 50;
        else if (d == 28 && e == 6 && ((11 * m) + 11) % 30 < 19)
            day = 49;
        return new LocalDate(year, 3, 1).PlusDays(day - 1);
    }
}
