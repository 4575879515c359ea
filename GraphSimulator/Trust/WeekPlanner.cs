using System.Globalization;
using System.Runtime.CompilerServices;
using ClinicalEngagement.GraphSimulator.Store;
using NodaTime;
using NodaTime.Calendars;

namespace ClinicalEngagement.GraphSimulator.Trust;

/// <summary>
/// Fills a person's week as a trust fills it: clinics, lists, ward rounds and on call by the job plan, leave, a few ad-hoc
/// meetings, supporting time mostly free. The same seed, person and week give the same entries, for any week that is asked for.
/// </summary>
internal sealed class WeekPlanner(Dice dice)
{
    private static readonly string[] ClinicalMeetings =
        ["Directorate meeting", "Appraisal", "Registrar teaching", "Mortality review", "Consultant interview panel", "Rota planning", "Educational supervision", "Complaint response", "Business case review", "Guideline group"];

    private static readonly string[] OfficeMeetings =
        ["Team meeting", "One to one", "Programme board", "Data review", "Budget review", "Supplier call", "Recruitment", "Training", "Site meeting", "Steering group"];

    // By reference: a person who was changed is another record and gets weeks of their own.
    private readonly ConditionalWeakTable<Person, Dictionary<LocalDate, IReadOnlyList<PlannedEntry>>> weeks = [];

    /// <summary>The entries that begin in the week of that Monday, by start.</summary>
    public IReadOnlyList<PlannedEntry> Week(Person person, LocalDate monday)
    {
        var planned = weeks.GetOrCreateValue(person);
        if (!planned.TryGetValue(monday, out var week))
            planned[monday] = week = Plan(person, monday);
        return week;
    }

    /// <summary>The entries that overlap a span of local time, by start.</summary>
    public IEnumerable<(LocalDate Monday, PlannedEntry Entry)> Between(Person person, LocalDateTime start, LocalDateTime end)
    {
        // One week earlier too: a week of leave or a night on call may reach over Monday.
        for (var monday = MondayOf(start.Date).PlusWeeks(-1); monday.AtMidnight() < end; monday = monday.PlusWeeks(1))
        {
            foreach (var entry in Week(person, monday))
            {
                if (entry.Overlaps(start, end))
                    yield return (monday, entry);
            }
        }
    }

    /// <summary>True when the person is away all that day.</summary>
    public bool IsAway(Person person, LocalDate date) =>
        person.Absences.Any(a => a.From <= date && date <= a.To)
        || Week(person, MondayOf(date)).Any(e => e.AllDay && e.ShowAs == "oof" && e.Start.Date <= date && date < e.End.Date);

    /// <summary>The Monday of a date's week.</summary>
    public static LocalDate MondayOf(LocalDate date) => date.PlusDays(1 - (int)date.DayOfWeek);

    private PlannedEntry[] Plan(Person person, LocalDate monday)
    {
        var key = $"{person.Address}|{monday.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)}";
        var isoWeek = WeekYearRules.Iso.GetWeekOfWeekYear(monday);
        var entries = new List<PlannedEntry>();

        if (LeaveDays(person, key) is { } leave)
            Add(monday.PlusDays(leave.First - 1).AtMidnight(), monday.PlusDays(leave.Last).AtMidnight(), leave.Subject, "oof", allDay: true);
        foreach (var absence in person.Absences.Where(a => MondayOf(a.From) == monday))
            Add(absence.From.AtMidnight(), absence.To.PlusDays(1).AtMidnight(), "Away", "oof", allDay: true);

        foreach (var slot in person.JobPlan.Where(s => s.Applies(isoWeek)))
        {
            var date = monday.PlusDays((int)slot.Day - 1);
            var start = date.At(slot.Start);
            var end = (slot.End <= slot.Start ? date.PlusDays(1) : date).At(slot.End);
            if (Standing(slot, date, key) is { } subject && !Away(start, end))
                Add(start, end, subject, "busy", slot.Site ?? person.Office);
        }

        var meetings = person.JobPlan.Count > 0 ? 1 + dice.Roll(3, key, "meetings") : 3 + dice.Roll(4, key, "meetings");
        for (var n = 0; n < meetings; n++)
            AddMeeting(n);
        return [.. entries.OrderBy(e => e.Start).ThenBy(e => e.Number)];

        void Add(LocalDateTime start, LocalDateTime end, string subject, string showAs, string? place = null, bool allDay = false, bool isPrivate = false) =>
            entries.Add(new PlannedEntry(entries.Count, start, end, subject, showAs, place, allDay, isPrivate));

        bool Away(LocalDateTime start, LocalDateTime end) => entries.Any(e => e.ShowAs == "oof" && e.Overlaps(start, end));

        void AddMeeting(int n)
        {
            var number = n.ToString(CultureInfo.InvariantCulture);
            var day = dice.Pick(person.WorkingDays, key, "day", number);
            var halfHours = (int)((person.DayEnd - person.DayStart).ToDuration().TotalMinutes / 30) - 2;
            var start = monday.PlusDays((int)day - 1).At(person.DayStart.PlusMinutes(30 * dice.Roll(Math.Max(halfHours, 1), key, "start", number)));
            var end = start.PlusMinutes(dice.Roll(3, key, "length", number) == 0 ? 60 : 30);
            if (BankHolidays.Contains(start.Date) || entries.Any(e => e.Overlaps(start, end)))
                return;
            var subjects = person.JobPlan.Count > 0 ? ClinicalMeetings : OfficeMeetings;
            Add(start, end, dice.Pick(subjects, key, "subject", number), dice.Chance(12, key, "tentative", number) ? "tentative" : "busy",
                dice.Chance(50, key, "place", number) ? "Microsoft Teams" : person.Office, isPrivate: dice.Chance(8, key, "private", number));
        }
    }

    private (int First, int Last, string Subject)? LeaveDays(Person person, string key)
    {
        // About five and a half weeks of annual leave a year, and a few days of study leave for clinicians.
        if (dice.Chance(10.5, key, "annual leave"))
            return (1, 5, "Annual leave");
        if (!dice.Chance(person.JobPlan.Count > 0 ? 9 : 4, key, "single day"))
            return null;
        var day = (int)dice.Pick(person.WorkingDays, key, "single day is");
        return (day, day, person.JobPlan.Count > 0 && dice.Chance(50, key, "study") ? "Study leave" : "Annual leave");
    }

    /// <summary>What a session shows in the calendar, or null when the time stays open.</summary>
    private string? Standing(JobPlanSlot slot, LocalDate date, string key)
    {
        var name = $"{slot.Day}{slot.Start.Hour}";
        var elective = slot.Activity is JobPlanActivity.Clinic or JobPlanActivity.Theatre or JobPlanActivity.Mdt or JobPlanActivity.Admin;
        if (elective && BankHolidays.Contains(date))
            return null;
        return slot.Activity switch
        {
            // Now and then a clinic or list falls away: audit days, no anaesthetist.
            JobPlanActivity.Clinic => dice.Chance(4, key, "no clinic", name) ? null : "Outpatient clinic",
            JobPlanActivity.Theatre => dice.Chance(4, key, "no list", name) ? null : "Theatre list",
            JobPlanActivity.WardRound => "Ward round",
            JobPlanActivity.Mdt => "Multidisciplinary team meeting",
            JobPlanActivity.OnCall => "On call",
            JobPlanActivity.Admin => dice.Chance(20, key, "letters", name) ? "Letters and results" : null,
            _ => null,
        };
    }
}
