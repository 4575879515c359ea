using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;
using static ClinicalEngagement.Domain.Tests.Scheduling.Ward;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

/// <summary>The words of every rule, as the clinician reads them of themselves and of the lead.</summary>
public sealed class SlotWordsTests
{
    private const string Wednesday = "2026-06-17T10:00";

    [Theory]
    [InlineData("No clinic or list is displaced; uses 20 minutes of SPA time.", "No clinic or list is displaced; uses 20 minutes of SPA time.")]
    [InlineData("Displaces 20 minutes of your clinic, with 6 weeks’ notice.", "Displaces 20 minutes of their clinic, with 6 weeks’ notice.")]
    [InlineData("The time is free in your calendar; we have no job plan of yours.", "The time is free in their calendar; we have no job plan of theirs.")]
    [InlineData("You said that half-day suits you.", "They said that half-day suits them.")]
    [InlineData("We could not read your calendar, so please check that you are free.", "We could not read their calendar, so please check that they are free.")]
    [InlineData("The time is kept for another meeting with you.", "The time is kept for another meeting with them.")]
    [InlineData("You would be on your way between two sites.", "They would be on their way between two sites.")]
    [InlineData("You said you are in theatre that half-day.", "They said they are in theatre that half-day.")]
    [InlineData("You chose this time.", "They chose this time.")]
    [InlineData("The project lead is on leave that day.", "The project lead is on leave that day.")]
    public void AboutThem_WordsToAClinician_AreSaidOfThem(string toClinician, string aboutThem) => SlotWords.AboutThem(toClinician).ShouldBe(aboutThem);

    [Theory]
    [InlineData(BusyStatus.Busy, "You are busy at that time.", "The project lead is busy at that time.")]
    [InlineData(BusyStatus.OutOfOffice, "You are out of office at that time.", "The project lead is out of office at that time.")]
    [InlineData(BusyStatus.Tentative, "You have something provisional at that time.", "The project lead has something provisional at that time.")]
    public void WhyNot_Calendar_IsSaidOfEither(BusyStatus status, string toClinician, string ofLead)
    {
        Said(d => d with { FreeBusy = Free(Busy(Wednesday, "2026-06-17T10:20", status)) }).ShouldBe((toClinician, ofLead));
        Should.Throw<ArgumentOutOfRangeException>(() => SlotSearch.Find(Request(clinician: Free(Busy(Wednesday, "2026-06-17T10:20", (BusyStatus)9)))));
    }

    [Theory]
    [InlineData(JobPlanActivity.Clinic, "You have a clinic then.", "The project lead has a clinic then.")]
    [InlineData(JobPlanActivity.Theatre, "You have a theatre list then.", "The project lead has a theatre list then.")]
    [InlineData(JobPlanActivity.WardRound, "You have a ward round then.", "The project lead has a ward round then.")]
    [InlineData(JobPlanActivity.Mdt, "You have a multidisciplinary team meeting then.", "The project lead has a multidisciplinary team meeting then.")]
    [InlineData(JobPlanActivity.OnCall, "You are on call that day.", "The project lead is on call that day.")]
    [InlineData(JobPlanActivity.NonWorking, "You do not work that day.", "The project lead does not work that day.")]
    public void WhyNot_JobPlan_IsSaidOfEither(JobPlanActivity activity, string toClinician, string ofLead)
    {
        Said(d => d with { JobPlan = [new(IsoDayOfWeek.Wednesday, new(9, 0), new(12, 0), activity)] }).ShouldBe((toClinician, ofLead));
        Should.Throw<ArgumentOutOfRangeException>(() => SlotSearch.Find(Request([new(IsoDayOfWeek.Wednesday, new(9, 0), new(12, 0), (JobPlanActivity)99)]))).Message.ShouldStartWith("No such activity.");
        Should.Throw<ArgumentOutOfRangeException>(() => SlotSearch.Find(Request([new(IsoDayOfWeek.Wednesday, new(9, 0), new(12, 0), activity, (JobPlanWeeks)9)])));
    }

    [Theory]
    [InlineData(GoodTime.Never, "You said that half-day never suits you.", "The half-day never suits the project lead.")]
    [InlineData(GoodTime.Theatre, "You said you are in theatre that half-day.", "The project lead is in theatre that half-day.")]
    [InlineData(GoodTime.Clinic, "You said you have a clinic that half-day.", "The project lead has a clinic that half-day.")]
    public void WhyNot_GoodTimes_AreSaidOfEither(GoodTime said, string toClinician, string ofLead)
    {
        Said(d => d with { GoodTimes = Grid(4, said) }).ShouldBe((toClinician, ofLead));
        Should.Throw<ArgumentOutOfRangeException>(() => SlotSearch.Find(Request() with { Clinician = Request().Clinician with { GoodTimes = Grid(4, (GoodTime)9) } }));
    }

    [Fact]
    public void WhyNot_Holds_AreSaidOfEither() =>
        Said(d => d with { Holds = [Span(Wednesday, "2026-06-17T10:20")] }, new() { ClinicianMeetingsPerDay = 2 })
            .ShouldBe(("The time is kept for another meeting with you.", "The project lead keeps the time for another meeting."));

    [Fact]
    public void WhyNot_Buffer_IsSaidOfEither() =>
        Said(
            d => d with { FreeBusy = Free(Busy("2026-06-17T10:20", "2026-06-17T10:40")) },
            new() { HostBufferAfter = Duration.FromMinutes(5), ClinicianBufferAfter = Duration.FromMinutes(5) })
        .ShouldBe(("It is too close to something else in your calendar.", "It is too close to something else in the project lead’s calendar."));

    [Fact]
    public void WhyNot_Hours_AreSaidOfEither() =>
        Said(d => d with { FreeBusy = new FreeBusy.Known([], new([IsoDayOfWeek.Wednesday], new(11, 0), new(12, 0), "Europe/London")) })
            .ShouldBe(("It is outside your working hours.", "It is outside the project lead’s working hours."));

    [Fact]
    public void WhyNot_Leave_IsSaidOfEither() =>
        Said(d => d with { Leave = [new(new(2026, 6, 17), new(2026, 6, 17))] }).ShouldBe(("You are on leave that day.", "The project lead is on leave that day."));

    [Fact]
    public void WhyNot_NightOnCall_IsSaidOfEither() =>
        Said(d => d with { JobPlan = [new(IsoDayOfWeek.Tuesday, new(20, 0), new(8, 0), JobPlanActivity.OnCall)] })
            .ShouldBe(("It is the day after a night on call.", "It is the day after the project lead’s night on call."));

    [Fact]
    public void WhyNot_Cap_IsSaidOfEither() =>
        Said(d => d with { Holds = [Span("2026-06-17T15:00", "2026-06-17T15:20")] }, new() { HostMeetingsPerDay = 1 })
            .ShouldBe(("You have another meeting with a project that day.", "The project lead has enough meetings that day."));

    [Fact]
    public void WhyNot_Travel_IsSaidOfEither() =>
        Said(d => d with { JobPlan = [new(IsoDayOfWeek.Wednesday, new(10, 30), new(12, 0), JobPlanActivity.Clinic, Site: "South")] }, site: "North")
            .ShouldBe(("You would be on your way between two sites.", "The project lead would be on the way between two sites."));

    [Fact]
    public void WhyNot_UnreadableCalendars_AreSaidOfEither() =>
        Said(d => d with { FreeBusy = new FreeBusy.Unknown("gone") }).ShouldBe(("We could not read your calendar.", "The project lead’s calendar could not be read."));

    [Fact]
    public void WhyNot_RulesOfTheTimeItself_AreSaid()
    {
        string Words(SlotRequest request, string start) => SlotSearch.WhyNot(request, Local(start)).Single(r => r.Party == SlotParty.Time).Words;
        Words(Request(), "2026-06-17T10:05").ShouldBe("Meetings begin every 15 minutes from the full hour.");
        Words(Request(), "2026-10-07T10:00").ShouldBe("It is outside the weeks we are looking at.");
        Words(Request(), "2026-06-12T15:00").ShouldBe("It is less than 5 working days away.");
        Words(Request() with { Options = new() { NoticeWorkingDays = 0 }, Window = Span("2026-06-01T00:00", "2026-07-01T00:00") }, "2026-06-05T15:00").ShouldBe("It has passed.");
        Words(Request() with { QuietPeriods = [new(new(2026, 6, 17), new(2026, 6, 17), "exams")] }, Wednesday).ShouldBe("It is in a quiet period: exams.");
        SlotSearch.WhyNot(Request() with { Declined = [Local(Wednesday)] }, Local(Wednesday)).ShouldBe([new(SlotRule.Declined, SlotParty.Clinician, "You said no to that time.")]);
        Rules(Request() with { Declined = [Local(Wednesday)] }, "2026-06-17T10:15").ShouldBeEmpty();
        Rules(Request() with { Declined = [Local(Wednesday)] }, "2026-06-17T09:45").ShouldBeEmpty();
        SlotSearch.WhyNot(Request([]), Local("2026-06-20T10:00")).ShouldContain(r => r.Words == "It is at the weekend.");
        SlotSearch.WhyNot(Request([]) with { Window = Span("2026-08-01T00:00", "2026-09-10T00:00") }, Local("2026-08-31T10:00"))
            .ShouldContain(r => r.Words == "It is a bank holiday: Summer bank holiday.");
    }

    /// <summary>What is said at ten on Wednesday 17 June, of the clinician and of the lead, when something is so in the diary of one of them.</summary>
    private static (string ToClinician, string OfLead) Said(Func<Diary, Diary> change, SlotOptions? options = null, string? site = null)
    {
        var request = Request([]) with { Options = options ?? new(), Site = site };
        return (
            SlotSearch.WhyNot(request with { Clinician = change(request.Clinician) }, Local(Wednesday)).ShouldHaveSingleItem().ShouldSatisfy(SlotParty.Clinician),
            SlotSearch.WhyNot(request with { Host = change(request.Host) }, Local(Wednesday)).ShouldHaveSingleItem().ShouldSatisfy(SlotParty.Host));
    }

    private static GoodTimesGrid Grid(int halfDay, GoodTime said)
    {
        var grid = Enumerable.Repeat(GoodTime.Unsaid, 10).ToArray();
        grid[halfDay] = said;
        return new(grid);
    }
}

file static class Refusals
{
    public static string ShouldSatisfy(this SlotRefusal refusal, SlotParty party)
    {
        refusal.Party.ShouldBe(party);
        return refusal.Words;
    }
}
