using ClinicalEngagement.Domain.Calendars;
using NodaTime;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>The design's table "Which slots may be proposed", laid out over the window of one request: every rule as the starts it excludes.</summary>
internal sealed class SlotRules
{
    private static readonly Duration Tick = Duration.FromTicks(1);
    private static readonly Instant Always = Instant.FromUtc(1900, 1, 1, 0, 0);

    private readonly SlotRequest request;
    private readonly SlotOptions options;
    private readonly List<Exclusion> exclusions = [];

    private SlotRules(SlotRequest request)
    {
        this.request = request;
        options = request.Options;
    }

    /// <summary>Every exclusion that touches the window, by the clinician's rules, the host's, then the time's own.</summary>
    public static IReadOnlyList<Exclusion> For(SlotRequest request)
    {
        var rules = new SlotRules(request);
        rules.Person(request.Clinician, SlotParty.Clinician);
        rules.Person(request.Host, SlotParty.Host);
        rules.Time();
        return rules.exclusions;
    }

    /// <summary>The earliest start that leaves notice for time that displaces nothing.</summary>
    public static Instant EarliestUndisplaced(SlotRequest request) => request.Options.NoticeWorkingDays == 0
        ? request.Now
        : WorkingCalendar.For(request.Clinician.Nation).AfterNotice(request.NoticeFrom ?? request.Now, request.Options.NoticeWorkingDays);

    /// <summary>The earliest start that may displace clinical work.</summary>
    public static Instant EarliestDisplaced(SlotRequest request) =>
        WorkingCalendar.StartOfDay(WorkingCalendar.DateOf(request.NoticeFrom ?? request.Now).PlusWeeks(request.Options.DisplacementNoticeWeeks));

    private void Person(Diary diary, SlotParty party)
    {
        var isClinician = party is SlotParty.Clinician;
        var hours = options.DefaultHours;
        if (diary.FreeBusy is FreeBusy.Known known)
        {
            hours = known.Hours ?? hours;
            Calendar(known, party);
        }

        Holds(diary, party);
        Hours(hours, party);
        Days(diary, party);
        JobPlan(diary, party);
        GoodTimes(diary, party);
        Cap(diary, party, isClinician ? options.ClinicianMeetingsPerDay : options.HostMeetingsPerDay);
    }

    private void Calendar(FreeBusy.Known known, SlotParty party)
    {
        var ownSeen = false;
        foreach (var time in known.Times)
        {
            if (!ownSeen && IsOwn(time.Start, time.End))
            {
                ownSeen = true;
                continue;
            }

            switch (time.Status)
            {
                case BusyStatus.Busy:
                    Taken(SlotRule.CalendarBusy, party, Say(party, "You are busy at that time.", "The project lead is busy at that time."), time.Start, time.End);
                    break;
                case BusyStatus.OutOfOffice:
                    Taken(
                        SlotRule.CalendarOutOfOffice, party,
                        Say(party, "You are out of office at that time.", "The project lead is out of office at that time."), time.Start, time.End);
                    break;
                case BusyStatus.Tentative when !options.OfferTentative:
                    Taken(
                        SlotRule.CalendarTentative, party,
                        Say(party, "You have something provisional at that time.", "The project lead has something provisional at that time."),
                        time.Start, time.End);
                    break;
                case BusyStatus.Tentative or BusyStatus.Free or BusyStatus.WorkingElsewhere:
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(known), time.Status, "No such status.");
            }
        }
    }

    private void Holds(Diary diary, SlotParty party)
    {
        var ownSeen = false;
        var words = Say(party, "The time is kept for another meeting with you.", "The project lead keeps the time for another meeting.");
        foreach (var hold in diary.Holds)
        {
            if (!ownSeen && IsOwn(hold.Start, hold.End))
                ownSeen = true;
            else
                Taken(SlotRule.Held, party, words, hold.Start, hold.End);
        }
    }

    /// <summary>Something that stands in the diary: the time itself, and the buffers that a meeting beside it would need.</summary>
    private void Taken(SlotRule rule, SlotParty party, string words, Instant start, Instant end)
    {
        if (end <= start)
            return;
        var (before, after) = party is SlotParty.Clinician
            ? (options.ClinicianBufferBefore, options.ClinicianBufferAfter)
            : (options.HostBufferBefore, options.HostBufferAfter);
        Overlapping(rule, party, words, start, end);
        var close = Say(party, "It is too close to something else in your calendar.", "It is too close to something else in the project lead’s calendar.");
        // Without a buffer nothing lies strictly between the two moments.
        Exclude(SlotRule.Buffer, party, close, start - request.Duration - after, start - request.Duration + Tick);
        Exclude(SlotRule.Buffer, party, close, end - Tick, end + before);
    }

    private void Hours(WorkingHours hours, SlotParty party)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(hours.Zone) ?? WorkingCalendar.Zone;
        var words = Say(party, "It is outside your working hours.", "It is outside the project lead’s working hours.");
        var from = Always;
        var spill = hours.End <= hours.Start ? 1 : 0;
        foreach (var date in LocalWeek.Dates(request.Window))
        {
            if (!hours.Days.Contains(date.DayOfWeek))
                continue;
            var start = LocalWeek.At(date, hours.Start, zone);
            if (from < start)
                Overlapping(SlotRule.OutsideWorkingHours, party, words, from, start);
            from = LocalWeek.At(date.PlusDays(spill), hours.End, zone);
        }

        Overlapping(SlotRule.OutsideWorkingHours, party, words, from, request.Window.End);
    }

    private void Days(Diary diary, SlotParty party)
    {
        var calendar = WorkingCalendar.For(diary.Nation);
        foreach (var date in LocalWeek.Dates(request.Window))
        {
            if (date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
                Day(SlotRule.NonWorkingDay, party, "It is at the weekend.", date);
            if (calendar.BankHolidayOn(date) is { } holiday)
                Day(SlotRule.BankHoliday, party, $"It is a bank holiday: {holiday.Name}.", date);
            if (diary.Leave.Any(leave => leave.Contains(date)))
                Day(SlotRule.Leave, party, Say(party, "You are on leave that day.", "The project lead is on leave that day."), date);
        }
    }

    private void JobPlan(Diary diary, SlotParty party)
    {
        var plan = LocalWeek.LayOut(diary.JobPlan, request.Window);
        var mayDisplace = party is SlotParty.Clinician && request.Mode is SlotMode.Chosen;
        foreach (var planned in plan)
            switch (planned.Entry.Activity)
            {
                case JobPlanActivity.OnCall:
                    Overlapping(SlotRule.OnCall, party, Say(party, "You are on call that day.", "The project lead is on call that day."), planned.Start, planned.End);
                    if (planned.Entry.End <= planned.Entry.Start)
                        Day(
                            SlotRule.AfterNightOnCall, party,
                            Say(party, "It is the day after a night on call.", "It is the day after the project lead’s night on call."), planned.Date.PlusDays(1));
                    break;
                case JobPlanActivity.Theatre:
                    Overlapping(SlotRule.Theatre, party, Say(party, "You have a theatre list then.", "The project lead has a theatre list then."), planned.Start, planned.End);
                    break;
                case JobPlanActivity.NonWorking:
                    Day(SlotRule.NonWorkingDay, party, Say(party, "You do not work that day.", "The project lead does not work that day."), planned.Date);
                    break;
                case JobPlanActivity.Clinic:
                    Displaced(SlotRule.DisplacesClinic, party, mayDisplace, Say(party, "You have a clinic then.", "The project lead has a clinic then."), planned.Start, planned.End);
                    break;
                case JobPlanActivity.WardRound:
                    Displaced(SlotRule.DisplacesWardRound, party, mayDisplace, Say(party, "You have a ward round then.", "The project lead has a ward round then."), planned.Start, planned.End);
                    break;
                case JobPlanActivity.Mdt:
                    Displaced(
                        SlotRule.DisplacesMdt, party, mayDisplace,
                        Say(party, "You have a multidisciplinary team meeting then.", "The project lead has a multidisciplinary team meeting then."), planned.Start, planned.End);
                    break;
                case JobPlanActivity.Spa or JobPlanActivity.Admin:
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(diary), planned.Entry.Activity, "No such activity.");
            }

        Travel(plan, party);
    }

    private void Displaced(SlotRule rule, SlotParty party, bool mayDisplace, string words, Instant start, Instant end)
    {
        if (!mayDisplace)
        {
            Overlapping(rule, party, words, start, end);
            return;
        }

        var earliest = EarliestDisplaced(request);
        var until = Instant.Min(end, earliest);
        if (start < until)
            Overlapping(SlotRule.DisplacementNotice, party, $"{words[..^1]}; moving patients needs {options.DisplacementNoticeWeeks} weeks’ notice.", start, until);
    }

    /// <summary>Between two places a person can't meet anybody. Only clinical work fixes where they are.</summary>
    private void Travel(List<PlannedActivity> plan, SlotParty party)
    {
        var words = Say(party, "You would be on your way between two sites.", "The project lead would be on the way between two sites.");
        var placed = plan.Where(p => p.Entry.Site is not null && IsClinical(p.Entry.Activity)).ToList();
        foreach (var work in placed)
        {
            var travel = options.TravelBetween(work.Entry.Site, request.Site);
            if (travel == Duration.Zero)
                continue;
            Exclude(SlotRule.Travel, party, words, work.Start - request.Duration - travel, work.Start - request.Duration + Tick);
            Exclude(SlotRule.Travel, party, words, work.End - Tick, work.End + travel);
        }

        if (request.Site is not null)
            return;
        for (var i = 1; i < placed.Count; i++)
        {
            var (left, reached) = (placed[i - 1], placed[i]);
            var travel = options.TravelBetween(left.Entry.Site, reached.Entry.Site);
            if (travel == Duration.Zero || left.Date != reached.Date)
                continue;
            // By telephone they can meet before they leave or after they have arrived, so a start is out only when neither leaves time to travel.
            var after = reached.Start - request.Duration - travel;
            var before = left.End + travel;
            var (gapFrom, gapTo) = (left.End - Tick, reached.Start - request.Duration + Tick);
            Exclude(SlotRule.Travel, party, words, Instant.Max(after, gapFrom), Instant.Min(before, gapTo));
        }
    }

    private void GoodTimes(Diary diary, SlotParty party)
    {
        var mayDisplace = party is SlotParty.Clinician && request.Mode is SlotMode.Chosen;
        foreach (var (start, end, said) in HalfDays(diary.GoodTimes, request.Window))
            switch (said)
            {
                case GoodTime.Never:
                    Overlapping(SlotRule.GoodTimesNever, party, Say(party, "You said that half-day never suits you.", "The half-day never suits the project lead."), start, end);
                    break;
                case GoodTime.Theatre:
                    Overlapping(SlotRule.GoodTimesTheatre, party, Say(party, "You said you are in theatre that half-day.", "The project lead is in theatre that half-day."), start, end);
                    break;
                case GoodTime.Clinic:
                    Displaced(
                        SlotRule.GoodTimesClinic, party, mayDisplace,
                        Say(party, "You said you have a clinic that half-day.", "The project lead has a clinic that half-day."), start, end);
                    break;
                case GoodTime.Unsaid or GoodTime.Fine:
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(diary), said, "No such answer.");
            }
    }

    /// <summary>The half-days of the window on which something was said, the morning ending at 13:00 local time.</summary>
    public static IEnumerable<(Instant Start, Instant End, GoodTime Said)> HalfDays(GoodTimesGrid grid, Interval window)
    {
        foreach (var date in LocalWeek.Dates(window))
        {
            var noon = LocalWeek.At(date, new(13, 0));
            if (grid.At(date.DayOfWeek, new(9, 0)) is not GoodTime.Unsaid and var morning)
                yield return (WorkingCalendar.StartOfDay(date), noon, morning);
            if (grid.At(date.DayOfWeek, new(14, 0)) is not GoodTime.Unsaid and var afternoon)
                yield return (noon, WorkingCalendar.StartOfDay(date.PlusDays(1)), afternoon);
        }
    }

    private void Cap(Diary diary, SlotParty party, int cap)
    {
        var days = new Dictionary<LocalDate, int>();
        var ownSeen = false;
        foreach (var hold in diary.Holds)
        {
            if (!ownSeen && IsOwn(hold.Start, hold.End))
            {
                ownSeen = true;
                continue;
            }

            var date = WorkingCalendar.DateOf(hold.Start);
            days[date] = days.GetValueOrDefault(date) + 1;
        }

        var words = Say(party, "You have another meeting with a project that day.", "The project lead has enough meetings that day.");
        foreach (var date in LocalWeek.Dates(request.Window))
            if (days.GetValueOrDefault(date) >= cap)
                Day(SlotRule.DailyCap, party, words, date);
    }

    private void Time()
    {
        foreach (var quiet in request.QuietPeriods)
            Overlapping(
                SlotRule.QuietPeriod, SlotParty.Time, $"It is in a quiet period: {quiet.Reason}.",
                WorkingCalendar.StartOfDay(quiet.From), WorkingCalendar.StartOfDay(quiet.To.PlusDays(1)));
        Exclude(SlotRule.InThePast, SlotParty.Time, "It has passed.", Always, request.Now);
        foreach (var declined in request.Declined)
            Exclude(SlotRule.Declined, SlotParty.Clinician, "You said no to that time.", declined - Tick, declined + Tick);
        if (options.NoticeWorkingDays > 0)
            Exclude(
                SlotRule.Notice, SlotParty.Time, $"It is less than {options.NoticeWorkingDays} working days away.",
                Always, EarliestUndisplaced(request));

        var changes = WorkingCalendar.Zone.GetZoneIntervals(new Interval(request.Window.Start - Duration.FromDays(1), request.Window.End + Duration.FromDays(1))).ToList();
        for (var i = 1; i < changes.Count; i++)
        {
            var back = changes[i - 1].WallOffset - changes[i].WallOffset;
            if (back <= Offset.Zero)
                continue;
            var twice = Duration.FromSeconds(back.Seconds);
            Overlapping(
                SlotRule.ClockChange, SlotParty.Time, "The clocks go back in that hour, so its time has two meanings.",
                changes[i].Start - twice, changes[i].Start + twice);
        }
    }

    /// <summary>Work that patients depend on: what is displaced, run into, and fixes where a person is.</summary>
    public static bool IsClinical(JobPlanActivity activity) => activity
        is JobPlanActivity.Clinic or JobPlanActivity.Theatre or JobPlanActivity.WardRound or JobPlanActivity.Mdt or JobPlanActivity.OnCall;

    private bool IsOwn(Instant start, Instant end) => request.Own is { } own && own.Start == start && own.End == end;

    private void Day(SlotRule rule, SlotParty party, string words, LocalDate date) =>
        Overlapping(rule, party, words, WorkingCalendar.StartOfDay(date), WorkingCalendar.StartOfDay(date.PlusDays(1)));

    private void Overlapping(SlotRule rule, SlotParty party, string words, Instant start, Instant end) =>
        Exclude(rule, party, words, start - request.Duration, end);

    private void Exclude(SlotRule rule, SlotParty party, string words, Instant after, Instant before)
    {
        if (before > request.Window.Start && after < request.Window.End)
            exclusions.Add(new(new(rule, party, words), after, before));
    }

    private static string Say(SlotParty party, string toClinician, string ofHost) => party is SlotParty.Clinician ? toClinician : ofHost;
}
