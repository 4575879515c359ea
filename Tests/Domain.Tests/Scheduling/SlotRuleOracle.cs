using System.Collections.Concurrent;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;
using NodaTime.Calendars;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

/// <summary>
/// The design's table read minute by minute, in local time, with no intervals and no bits: slow, plain, and written apart from the
/// search. Says which of the rules it covers exclude a start; times are whole minutes.
/// </summary>
internal static class SlotRuleOracle
{
    private static readonly ConcurrentDictionary<(Nation Nation, int Year), HashSet<LocalDate>> Holidays = new();

    public static HashSet<(SlotRule, SlotParty)> Rules(SlotRequest request, Instant start)
    {
        var rules = new HashSet<(SlotRule, SlotParty)>();
        for (var minute = start; minute < start + request.Duration; minute += Duration.FromMinutes(1))
        {
            Minute(request, request.Clinician, SlotParty.Clinician, minute, rules);
            Minute(request, request.Host, SlotParty.Host, minute, rules);
            var date = minute.InZone(WorkingCalendar.Zone).Date;
            if (request.QuietPeriods.Any(q => q.From <= date && date <= q.To))
                rules.Add((SlotRule.QuietPeriod, SlotParty.Time));
            if (WorkingCalendar.Zone.MapLocal(minute.InZone(WorkingCalendar.Zone).LocalDateTime).Count == 2)
                rules.Add((SlotRule.ClockChange, SlotParty.Time));
        }

        if (start < request.Now)
            rules.Add((SlotRule.InThePast, SlotParty.Time));
        var today = request.Now.InZone(WorkingCalendar.Zone).Date;
        if (request.Options.NoticeWorkingDays > 0 && TooSoon(request, today, start))
            rules.Add((SlotRule.Notice, SlotParty.Time));
        return rules;
    }

    private static bool TooSoon(SlotRequest request, LocalDate today, Instant start)
    {
        var calendar = WorkingCalendar.For(request.Clinician.Nation);
        var passed = 0;
        for (var date = today; ; date = date.PlusDays(1))
        {
            // Notice has been given once enough working days have gone by and another one has begun.
            if (calendar.IsWorkingDay(date) && passed++ == request.Options.NoticeWorkingDays)
                return start < date.AtStartOfDayInZone(WorkingCalendar.Zone).ToInstant();
        }
    }

    private static void Minute(SlotRequest request, Diary diary, SlotParty party, Instant minute, HashSet<(SlotRule, SlotParty)> rules)
    {
        void Add(SlotRule rule) => rules.Add((rule, party));
        var local = minute.InZone(WorkingCalendar.Zone).LocalDateTime;
        var known = diary.FreeBusy as FreeBusy.Known;
        var own = known?.Times.ToList().FindIndex(t => request.Own is { } o && o.Start == t.Start && o.End == t.End) ?? -1;
        foreach (var (time, index) in known?.Times.Select((t, i) => (t, i)) ?? [])
            if (index != own && time.Start <= minute && minute < time.End)
                switch (time.Status)
                {
                    case BusyStatus.Busy: Add(SlotRule.CalendarBusy); break;
                    case BusyStatus.OutOfOffice: Add(SlotRule.CalendarOutOfOffice); break;
                    case BusyStatus.Tentative when !request.Options.OfferTentative: Add(SlotRule.CalendarTentative); break;
                }

        var ownHold = diary.Holds.ToList().FindIndex(h => request.Own == h);
        var holds = diary.Holds.Where((_, i) => i != ownHold).ToList();
        if (holds.Any(h => h.Contains(minute)))
            Add(SlotRule.Held);
        var cap = party == SlotParty.Host ? request.Options.HostMeetingsPerDay : request.Options.ClinicianMeetingsPerDay;
        if (holds.Count(h => h.Start.InZone(WorkingCalendar.Zone).Date == local.Date) >= cap)
            Add(SlotRule.DailyCap);
        if (local.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
            Add(SlotRule.NonWorkingDay);
        if (Holidays.GetOrAdd((diary.Nation, local.Year), key => [.. WorkingCalendar.For(key.Nation).BankHolidays(key.Year).Select(h => h.Date)]).Contains(local.Date))
            Add(SlotRule.BankHoliday);
        if (diary.Leave.Any(l => l.Contains(local.Date)))
            Add(SlotRule.Leave);
        var hours = known?.Hours ?? request.Options.DefaultHours;
        var there = minute.InZone(DateTimeZoneProviders.Tzdb[hours.Zone]).LocalDateTime;
        if (!hours.Days.Any(day => InWeekly(day, hours.Start, hours.End, there)))
            Add(SlotRule.OutsideWorkingHours);
        var earliestDisplaced = request.Now.InZone(WorkingCalendar.Zone).Date.PlusWeeks(request.Options.DisplacementNoticeWeeks);
        var mayDisplace = request.Mode == SlotMode.Chosen && party == SlotParty.Clinician;
        SlotRule? Displacing(SlotRule rule) => !mayDisplace ? rule : local.Date < earliestDisplaced ? SlotRule.DisplacementNotice : null;
        foreach (var entry in diary.JobPlan)
        {
            var begun = local.DayOfWeek == entry.Day && Applies(entry, local.Date) && InWeekly(entry.Day, entry.Start, entry.End, local, firstDay: true);
            var spilt = local.Date.PlusDays(-1).DayOfWeek == entry.Day && Applies(entry, local.Date.PlusDays(-1)) && entry.End <= entry.Start && local.TimeOfDay < entry.End;
            SlotRule? rule = entry.Activity switch
            {
                JobPlanActivity.OnCall => SlotRule.OnCall,
                JobPlanActivity.Theatre => SlotRule.Theatre,
                JobPlanActivity.Clinic => Displacing(SlotRule.DisplacesClinic),
                JobPlanActivity.WardRound => Displacing(SlotRule.DisplacesWardRound),
                JobPlanActivity.Mdt => Displacing(SlotRule.DisplacesMdt),
                _ => null,
            };
            if ((begun || spilt) && rule is { } r)
                Add(r);
            if (entry.Activity == JobPlanActivity.NonWorking && local.DayOfWeek == entry.Day && Applies(entry, local.Date))
                Add(SlotRule.NonWorkingDay);
            if (entry.Activity == JobPlanActivity.OnCall && entry.End <= entry.Start && local.Date.PlusDays(-1).DayOfWeek == entry.Day && Applies(entry, local.Date.PlusDays(-1)))
                Add(SlotRule.AfterNightOnCall);
        }

        SlotRule? said = diary.GoodTimes.At(local.DayOfWeek, local.TimeOfDay) switch
        {
            GoodTime.Never => SlotRule.GoodTimesNever,
            GoodTime.Theatre => SlotRule.GoodTimesTheatre,
            GoodTime.Clinic => Displacing(SlotRule.GoodTimesClinic),
            _ => null,
        };
        if (said is { } s)
            Add(s);
    }

    private static bool Applies(JobPlanEntry entry, LocalDate date) => entry.Weeks switch
    {
        JobPlanWeeks.Every => true,
        JobPlanWeeks.Odd => WeekYearRules.Iso.GetWeekOfWeekYear(date) % 2 != 0,
        _ => WeekYearRules.Iso.GetWeekOfWeekYear(date) % 2 == 0,
    };

    private static bool InWeekly(IsoDayOfWeek day, LocalTime start, LocalTime end, LocalDateTime at, bool firstDay = false)
    {
        if (at.DayOfWeek == day && at.TimeOfDay >= start && (end <= start || at.TimeOfDay < end))
            return true;
        return !firstDay && end <= start && at.Date.PlusDays(-1).DayOfWeek == day && at.TimeOfDay < end;
    }
}
