using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using CsCheck;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

/// <summary>Random requests: windows of up to ten days anywhere in 2026, often over a clock change or Christmas, with everything that a diary may hold.</summary>
internal static class SlotRequests
{
    private static readonly Gen<LocalDate> FirstDays = Gen.OneOf(
        Gen.Int[0, 360].Select(d => new LocalDate(2026, 1, 1).PlusDays(d)),
        Gen.Int[-9, 0].Select(d => new LocalDate(2026, 3, 29).PlusDays(d)),
        Gen.Int[-9, 0].Select(d => new LocalDate(2026, 10, 25).PlusDays(d)),
        Gen.Int[-9, 5].Select(d => new LocalDate(2026, 12, 25).PlusDays(d)));

    private static readonly Gen<LocalTime> Times = Gen.Int[0, 287].Select(m => LocalTime.Midnight.PlusMinutes(5 * m));

    private static readonly Gen<JobPlanEntry> Entries = Gen.Select(
        Gen.Int[1, 7], Times, Gen.Int[1, 200], Gen.Enum<JobPlanActivity>(), Gen.Enum<JobPlanWeeks>(), Gen.Int[0, 3],
        (day, start, length, activity, weeks, site) => new JobPlanEntry(
            (IsoDayOfWeek)day, start, start.PlusMinutes(5 * length), activity, weeks, site switch { 1 => "North", 2 => "South", _ => null }));

    private static readonly Gen<WorkingHours?> Hours = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Times, Times, (kind, zone, start, end) => kind switch
    {
        0 => null,
        1 => new WorkingHours([.. Enumerable.Range(1, 5).Select(d => (IsoDayOfWeek)d)], new(8, 0), new(18, 0), "Europe/London"),
        2 => new WorkingHours([.. Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d)], LocalTime.Midnight, LocalTime.Midnight, "Europe/London"),
        _ => new WorkingHours([IsoDayOfWeek.Monday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Sunday], start, end, zone == 0 ? "Europe/Paris" : "Europe/London"),
    });

    private static readonly int[] Resolutions = [5, 6, 10, 12, 15, 20, 30, 60];

    public static readonly Gen<SlotOptions> Options = Gen.Select(
        Gen.Int[0, 7].Select(i => Resolutions[i]), Gen.Int[0, 6], Gen.Int[0, 1], Gen.Bool, Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[0, 3],
        (resolution, notice, weeks, tentative, before, after, cap) => new SlotOptions
        {
            Resolution = Duration.FromMinutes(resolution),
            NoticeWorkingDays = notice,
            DisplacementNoticeWeeks = weeks,
            OfferTentative = tentative,
            HostBufferBefore = Duration.FromMinutes(before),
            HostBufferAfter = Duration.FromMinutes(after),
            ClinicianBufferAfter = Duration.FromMinutes(before / 2),
            ClinicianBufferBefore = Duration.FromMinutes(after / 3),
            HostMeetingsPerDay = cap,
            ClinicianMeetingsPerDay = 1 + (cap / 2),
            Travel = cap == 0 ? [new("North", "South", Duration.FromMinutes(75))] : [],
        });

    private static Gen<Diary> Diaries(LocalDate first)
    {
        var day0 = WorkingCalendar.StartOfDay(first);
        var instants = Gen.Int[-100, (10 * 288) + 100].Select(m => day0 + Duration.FromMinutes(5 * m));
        var busy = Gen.Select(instants, Gen.Int[0, 120], Gen.Enum<BusyStatus>(), (start, length, status) => new BusyTime(start, start + Duration.FromMinutes(5 * length), status));
        var holds = Gen.Select(instants, Gen.Int[1, 12], (start, length) => new Interval(start, start + Duration.FromMinutes(5 * length)));
        var leave = Gen.Select(Gen.Int[-2, 10], Gen.Int[0, 2], (from, days) => new DateInterval(first.PlusDays(from), first.PlusDays(from + days)));
        return Gen.Select(
            busy.Array[0, 12], Hours, Entries.Array[0, 5], Gen.Enum<GoodTime>().Array[10], leave.Array[0, 1], holds.Array[0, 3], Gen.Enum<Nation>(), Gen.Int[0, 19],
            (times, hours, plan, grid, days, held, nation, more) => new Diary
            {
                FreeBusy = more == 0 ? new FreeBusy.Unknown("not permitted") : new FreeBusy.Known(times, hours),
                JobPlan = plan,
                GoodTimes = more % 2 == 0 ? GoodTimesGrid.Empty : new(grid),
                Leave = days,
                Holds = held,
                Nation = nation,
            });
    }

    public static readonly Gen<SlotRequest> Any = FirstDays.SelectMany(first => Gen.Select(
        Diaries(first), Diaries(first), Options, Gen.Int[0, 1439], Gen.Int[1, 10], Gen.Int[1, 18], Gen.Enum<SlotMode>(), Gen.Int[-12, 2],
        (clinician, host, options, offset, days, length, mode, nowDays) =>
        {
            var start = WorkingCalendar.StartOfDay(first) + Duration.FromMinutes(offset);
            return new SlotRequest
            {
                Now = start + Duration.FromDays(nowDays) + Duration.FromMinutes(7),
                // About as many starts whatever the resolution.
                Window = new(start, start + Duration.FromHours(Math.Max(12, days * 24 * options.Resolution.TotalMinutes / 60))),
                Duration = Duration.FromMinutes(5 * length),
                Mode = mode,
                Clinician = clinician,
                Host = host,
                Options = options,
                QuietPeriods = nowDays == 0 ? [new(first.PlusDays(1), first.PlusDays(2), "winter pressures")] : [],
                Site = (length % 5) switch { 0 => "North", 1 => "East", _ => null },
                Own = OwnOf(clinician, host, length),
            };
        }));

    /// <summary>Every start of a request's grid.</summary>
    public static IEnumerable<Instant> Starts(SlotRequest request)
    {
        for (var start = FirstStart(request.Window.Start, request.Options.Resolution); start + request.Duration <= request.Window.End; start += request.Options.Resolution)
            yield return start;
    }

    /// <summary>The first start of a grid that is not before a moment.</summary>
    public static Instant FirstStart(Instant from, Duration step)
    {
        var ticks = step.BclCompatibleTicks;
        var rest = from.ToUnixTimeTicks() % ticks;
        return rest == 0 ? from : from + Duration.FromTicks(ticks - rest);
    }

    private static Interval? OwnOf(Diary clinician, Diary host, int salt) => (salt % 4) switch
    {
        0 when clinician.FreeBusy is FreeBusy.Known { Times: [var first, ..] } && first.Start < first.End => new Interval(first.Start, first.End),
        1 when host.Holds.Count > 0 => host.Holds[0],
        _ => null,
    };
}
