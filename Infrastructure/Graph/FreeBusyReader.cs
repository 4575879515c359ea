using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.Calendar.GetSchedule;
using NodaTime;
using EmailAddress = ClinicalEngagement.Domain.EmailAddress;
using FreeBusy = ClinicalEngagement.Domain.Scheduling.FreeBusy;
using WorkingHours = ClinicalEngagement.Domain.Scheduling.WorkingHours;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>
/// Free/busy by getSchedule: twenty mailboxes a call, windows under 62 days. Subjects and locations are not read from the answer.
/// </summary>
/// <param name="connection">The way to Graph.</param>
internal sealed class FreeBusyReader(GraphConnection connection)
{
    private const int MostMailboxes = 20;

    // The finest there is: a window may not be shorter than it, and one meeting's is.
    private const int ViewMinutes = 5;

    // The limit is "less than 62 days"; a day of reserve for clocks that change in between.
    private static readonly Duration LongestWindow = Duration.FromDays(61);

    /// <summary>One entry for every address asked.</summary>
    public async Task<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>> ReadAsync(
        EmailAddress mailbox, IReadOnlyCollection<EmailAddress> people, Interval window, CancellationToken cancellationToken)
    {
        // One address that Graph cannot parse would fail the nineteen beside it.
        var plausible = people.Where(AddressText.IsPlausible).Distinct().Order().ToArray();
        var parts = Split(window).ToArray();
        var calls = plausible.Chunk(MostMailboxes)
            .SelectMany(group => parts.Select(part => AskAsync(mailbox, group, part, cancellationToken)))
            .ToArray();

        var readings = new Dictionary<EmailAddress, List<FreeBusy>>();
        Instant? throttledUntil = null;
        string? refused = null;
        foreach (var answer in await Task.WhenAll(calls))
            switch (answer)
            {
                case PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered answered:
                    foreach (var (person, reading) in answered.Value)
                        (readings.TryGetValue(person, out var list) ? list : readings[person] = []).Add(reading);
                    break;
                case PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Throttled throttled:
                    throttledUntil = throttledUntil is { } until ? Instant.Max(until, throttled.Until) : throttled.Until;
                    break;
                case PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Refused refusal:
                    refused = refusal.Reason;
                    break;
            }

        if (refused is not null)
            return new PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Refused(refused);
        if (throttledUntil is { } later)
            return new PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Throttled(later);
        return people.Distinct().ToDictionary(p => p, p => readings.TryGetValue(p, out var parts) ? Join(parts) : new FreeBusy.Unknown("not an e-mail address"));
    }

    private async Task<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>> AskAsync(
        EmailAddress mailbox, EmailAddress[] group, Interval part, CancellationToken cancellationToken)
    {
        var body = new GetSchedulePostRequestBody
        {
            Schedules = [.. group.Select(a => a.Value)],
            StartTime = GraphZones.Write(part.Start),
            EndTime = GraphZones.Write(part.End),
            AvailabilityViewInterval = ViewMinutes,
        };
        var answer = await connection.CallAsync(
            mailbox,
            "getSchedule",
            (graph, cancel) => graph.Users[mailbox.Value].Calendar.GetSchedule.PostAsGetSchedulePostResponseAsync(body, cancellationToken: cancel),
            cancellationToken);
        return answer.Map(response =>
        {
            var schedules = (response?.Value ?? [])
                .Where(s => s.ScheduleId is not null)
                .GroupBy(s => new EmailAddress(s.ScheduleId!))
                .ToDictionary(s => s.Key, s => s.First());
            return (IReadOnlyDictionary<EmailAddress, FreeBusy>)group.ToDictionary(
                a => a, a => schedules.TryGetValue(a, out var schedule) ? Read(schedule, part) : new FreeBusy.Unknown("not in the answer"));
        });
    }

    private static IEnumerable<Interval> Split(Interval window)
    {
        for (var start = window.Start; start < window.End; start += LongestWindow)
            yield return new Interval(start, Instant.Min(start + LongestWindow, window.End));
    }

    private static FreeBusy Read(ScheduleInformation schedule, Interval part)
    {
        if (schedule.Error is { } error)
            return new FreeBusy.Unknown(Reason(error.ResponseCode));
        try
        {
            var times = schedule.ScheduleItems is { Count: > 0 } items
                ? items.Where(i => i.Status != FreeBusyStatus.Free).Select(i => new BusyTime(GraphZones.Read(i.Start), GraphZones.Read(i.End), Status(i.Status)))
                : FromView(schedule.AvailabilityView, part);
            return new FreeBusy.Known([.. times.Where(t => t.Start < t.End)], Hours(schedule.WorkingHours, part.Start.InUtc().Year));
        }
        catch (GraphAnswerException)
        {
            // Times that cannot be read are neither free nor busy; the other mailboxes of the call still count.
            return new FreeBusy.Unknown("its times cannot be read");
        }
    }

    private static string Reason(string? code) => code switch
    {
        "5006" => "too many entries (5006)",
        { Length: > 0 and <= 80 } when code.All(char.IsAsciiLetterOrDigit) => code,
        _ => "unreadable",
    };

    // Owners may let others see only the digits; without them a busy day would look free.
    private static IEnumerable<BusyTime> FromView(string? view, Interval part)
    {
        for (var i = 0; i < (view?.Length ?? 0); i++)
            if (view![i] != '0')
                yield return new BusyTime(
                    part.Start + Duration.FromMinutes(i * ViewMinutes),
                    part.Start + Duration.FromMinutes((i + 1) * ViewMinutes),
                    view[i] switch
                    {
                        '1' => BusyStatus.Tentative,
                        '3' => BusyStatus.OutOfOffice,
                        '4' => BusyStatus.WorkingElsewhere,
                        _ => BusyStatus.Busy,
                    });
    }

    // A status that is absent or new is busy: something is there.
    private static BusyStatus Status(FreeBusyStatus? status) => status switch
    {
        FreeBusyStatus.Tentative => BusyStatus.Tentative,
        FreeBusyStatus.Oof => BusyStatus.OutOfOffice,
        FreeBusyStatus.WorkingElsewhere => BusyStatus.WorkingElsewhere,
        _ => BusyStatus.Busy,
    };

    private static WorkingHours? Hours(Microsoft.Graph.Models.WorkingHours? hours, int year)
    {
        if (hours is not { DaysOfWeek.Count: > 0, StartTime: { } start, EndTime: { } end } || GraphZones.FindId(hours.TimeZone, year) is not { } zone)
            return null;
        var days = hours.DaysOfWeek.OfType<DayOfWeekObject>().Select(d => d == DayOfWeekObject.Sunday ? IsoDayOfWeek.Sunday : (IsoDayOfWeek)(int)d);
        return new WorkingHours(
            [.. days.Distinct().Order()],
            new LocalTime(start.DateTime.Hour, start.DateTime.Minute, start.DateTime.Second),
            new LocalTime(end.DateTime.Hour, end.DateTime.Minute, end.DateTime.Second),
            zone);
    }

    private static FreeBusy Join(List<FreeBusy> parts)
    {
        if (parts.OfType<FreeBusy.Unknown>().FirstOrDefault() is { } unknown)
            return unknown;
        var known = parts.Cast<FreeBusy.Known>().ToArray();
        // What crosses from one part of the window into the next is in both.
        return new FreeBusy.Known(
            [.. known.SelectMany(k => k.Times).Distinct().OrderBy(t => t.Start).ThenBy(t => t.End).ThenBy(t => t.Status)],
            known.Select(k => k.Hours).FirstOrDefault(h => h is not null));
    }
}
