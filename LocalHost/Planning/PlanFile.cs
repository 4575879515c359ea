using System.Text.Json;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Infrastructure.Intake;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.LocalHost.Planning;

/// <summary>A batch of meetings in a file: people with their diaries, and who meets whom. All times are local to the United Kingdom.</summary>
internal sealed record PlanFile
{
    private static readonly LocalDateTimePattern TimePattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    /// <summary>The moment from which notice counts, as in 2026-09-07T09:00.</summary>
    public required string Now { get; init; }

    /// <summary>How many days ahead times are looked for.</summary>
    public int Days { get; init; } = 42;

    /// <summary>How long a meeting is, without buffers.</summary>
    public int Minutes { get; init; } = 20;

    /// <summary>Starts are multiples of this many minutes from the full hour.</summary>
    public int Resolution { get; init; } = 15;

    /// <summary>Least notice.</summary>
    public int NoticeWorkingDays { get; init; } = 5;

    /// <summary>Meetings of one host on one day.</summary>
    public int HostMeetingsPerDay { get; init; } = SlotOptions.Default.HostMeetingsPerDay;

    /// <summary>Meetings that one clinician is asked to on one day.</summary>
    public int ClinicianMeetingsPerDay { get; init; } = SlotOptions.Default.ClinicianMeetingsPerDay;

    /// <summary>Kept free in the host's calendar after a meeting, in minutes.</summary>
    public int HostBufferMinutes { get; init; } = 10;

    /// <summary>Days on which nobody is asked.</summary>
    public IReadOnlyList<QuietDays> QuietPeriods { get; init; } = [];

    /// <summary>Everybody, hosts and clinicians.</summary>
    public required IReadOnlyList<DiaryOf> People { get; init; }

    /// <summary>Who meets whom.</summary>
    public required IReadOnlyList<MeetingOf> Meetings { get; init; }

    /// <summary>Reads a plan file, or a project in the format of the samples: then the lead meets every clinician, with job plans for diaries.</summary>
    /// <exception cref="JsonException">It is neither.</exception>
    /// <exception cref="FormatException">A time or a name in it cannot be understood.</exception>
    public static PlanFile Read(byte[] json, LocalDateTime now)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("meetings", out _))
            return JsonSerializer.Deserialize<PlanFile>(json, IntakeJson.Options)!;
        var request = JsonSerializer.Deserialize<EngagementRequest>(json, IntakeJson.Options);
        if (request is not { Lead.Name: { } lead } || request.Clinicians.Any(c => c.Name is null))
            throw new FormatException("A project needs a lead, and every clinician a name.");
        return new()
        {
            Now = TimePattern.Format(now),
            People = [new() { Name = lead, Nation = request.Nation ?? default }, .. request.Clinicians.Select(c => new DiaryOf { Name = c.Name!, Nation = request.Nation ?? default, JobPlan = c.JobPlan })],
            Meetings = [.. request.Clinicians.Select(c => new MeetingOf { Host = lead, Clinician = c.Name! })],
        };
    }

    /// <summary>The batch for the planner; the keys are "host – clinician", numbered where two meet twice.</summary>
    /// <exception cref="FormatException">A time or a name cannot be understood.</exception>
    public IReadOnlyList<MeetingToPlan> ToBatch()
    {
        var people = new Dictionary<string, DiaryOf>(StringComparer.Ordinal);
        foreach (var person in People)
            if (!people.TryAdd(person.Name, person))
                throw new FormatException($"“{person.Name}” stands twice among the people.");
        var now = Moment(Now);
        var batch = new List<MeetingToPlan>();
        foreach (var meeting in Meetings)
        {
            var request = new SlotRequest
            {
                Now = now,
                Window = new(now, now + Duration.FromDays(Days)),
                Duration = Duration.FromMinutes(Minutes),
                Host = Find(meeting.Host).ToDiary(),
                Clinician = Find(meeting.Clinician).ToDiary(),
                Site = meeting.Site,
                QuietPeriods = [.. QuietPeriods.Select(q => new QuietPeriod(q.From, q.To, q.Reason))],
                Declined = [.. meeting.Declined.Select(Moment)],
                Options = new()
                {
                    Resolution = Duration.FromMinutes(Resolution),
                    NoticeWorkingDays = NoticeWorkingDays,
                    HostMeetingsPerDay = HostMeetingsPerDay,
                    ClinicianMeetingsPerDay = ClinicianMeetingsPerDay,
                    HostBufferAfter = Duration.FromMinutes(HostBufferMinutes),
                },
            };
            var key = $"{meeting.Host} – {meeting.Clinician}";
            var same = batch.Count(b => b.Host == meeting.Host && b.Clinician == meeting.Clinician);
            batch.Add(new(same == 0 ? key : $"{key} ({same + 1})", meeting.Host, meeting.Clinician, request)
            {
                Agreed = meeting.Agreed is { } agreed ? AgreedSlot(request, Moment(agreed)) : null,
            });
        }

        return batch;

        DiaryOf Find(string name) => people.TryGetValue(name, out var found) ? found : throw new FormatException($"“{name}” meets somebody, but is not among the people.");
    }

    /// <summary>A local time as a moment.</summary>
    /// <exception cref="FormatException">It is not written as in 2026-09-07T09:00.</exception>
    public static Instant Moment(string local) => TimePattern.Parse(local) is { Success: true, Value: var time }
        ? time.InZoneLeniently(WorkingCalendar.Zone).ToInstant()
        : throw new FormatException($"“{local}” is not a time as in 2026-09-07T09:00.");

    // What was agreed is agreed, even where no rule would propose it today.
    private static Slot AgreedSlot(SlotRequest request, Instant start) =>
        SlotSearch.Price(request, start) ?? new Slot(start, request.Duration, default, "Agreed before.");
}

/// <summary>Days on which nobody is asked.</summary>
internal sealed record QuietDays(LocalDate From, LocalDate To, string Reason);

/// <summary>One person's diary in a plan file.</summary>
internal sealed record DiaryOf
{
    /// <summary>By what the meetings name them.</summary>
    public required string Name { get; init; }

    /// <summary>Whose bank holidays they keep.</summary>
    public Nation Nation { get; init; }

    /// <summary>The weekly job plan.</summary>
    public IReadOnlyList<JobPlanEntry> JobPlan { get; init; } = [];

    /// <summary>Ten answers, Monday morning to Friday afternoon; empty when nothing was said.</summary>
    public IReadOnlyList<GoodTime> GoodTimes { get; init; } = [];

    /// <summary>What stands in the calendar.</summary>
    public IReadOnlyList<EntryOf> Busy { get; init; } = [];

    /// <summary>Days of leave.</summary>
    public IReadOnlyList<DaysOf> Leave { get; init; } = [];

    /// <summary>Times that other projects hold.</summary>
    public IReadOnlyList<EntryOf> Held { get; init; } = [];

    /// <summary>True when the calendar cannot be read.</summary>
    public bool Unreadable { get; init; }

    /// <summary>As the planner takes it.</summary>
    public Diary ToDiary() => new()
    {
        FreeBusy = Unreadable
            ? new FreeBusy.Unknown("The file says so.")
            : new FreeBusy.Known([.. Busy.Select(b => new BusyTime(PlanFile.Moment(b.Start), PlanFile.Moment(b.End), b.Status)).OrderBy(b => b.Start)], null),
        Nation = Nation,
        JobPlan = JobPlan,
        GoodTimes = GoodTimes.Count == 0 ? GoodTimesGrid.Empty : new(GoodTimes),
        Leave = [.. Leave.Select(l => new DateInterval(l.From, l.To))],
        Holds = [.. Held.Select(h => new Interval(PlanFile.Moment(h.Start), PlanFile.Moment(h.End)))],
    };
}

/// <summary>An entry of a calendar.</summary>
internal sealed record EntryOf(string Start, string End, BusyStatus Status = BusyStatus.Busy);

/// <summary>A span of days, both included.</summary>
internal sealed record DaysOf(LocalDate From, LocalDate To);

/// <summary>Who meets whom.</summary>
internal sealed record MeetingOf
{
    /// <summary>Who hosts.</summary>
    public required string Host { get; init; }

    /// <summary>Who is met.</summary>
    public required string Clinician { get; init; }

    /// <summary>Where, or null by telephone or online.</summary>
    public string? Site { get; init; }

    /// <summary>The time that was agreed and stays.</summary>
    public string? Agreed { get; init; }

    /// <summary>Times that were declined.</summary>
    public IReadOnlyList<string> Declined { get; init; } = [];
}
