using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;
using static ClinicalEngagement.Infrastructure.Tests.Graph.GraphTrial;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

/// <summary>Everything goes wrong at once, and whoever calls tries again as the workflow does. The journal judges: each thing once.</summary>
public sealed class SimulatedStormTests
{
    private const int Things = 25;

    [Fact]
    public async Task Storm_MeetingsAndMails_EachOnceInTheEnd()
    {
        await using var trial = await StartAsync(o => o.DefaultRetryAfter = TimeSpan.FromSeconds(3));
        var meeting = await trial.MeetingAsync("");
        await trial.ControlAsync("control/settings", new { sentItemsLagSeconds = 20 });
        await trial.FaultAsync(new object[]
        {
            new { kind = "status", status = 429, retryAfter = "2.128", percent = 20 },
            new { kind = "status", status = 503, retryAfter = "date:4", percent = 20 },
            new { kind = "status", status = 503, percent = 10 },
            new { kind = "status", status = 504, percent = 20, afterEffect = true },
            new { kind = "timeout", percent = 20, afterEffect = true },
            new { kind = "timeout", percent = 10 },
            new { kind = "tokenExpired", percent = 5 },
            new { kind = "staleReads", percent = 50, seconds = 30 },
        });
        var tries = 0;

        for (var i = 0; i < Things; i++)
        {
            var key = $"k{i}";
            var booked = await PersistAsync(async () => await trial.Calendar.FindByKeyAsync(Lead, key, default) switch
            {
                PortResult<CalendarEvent?>.Answered { Value: { } there } => there,
                PortResult<CalendarEvent?>.Answered => await trial.Calendar.CreateAsync(Lead, meeting with { Key = key }, default),
                PortResult<CalendarEvent?>.Throttled throttled => new PortResult<CalendarEvent>.Throttled(throttled.Until),
                var other => throw new InvalidOperationException($"{other}"),
            });
            await PersistAsync(() => trial.Calendar.MoveAsync(Lead, booked.Id, meeting.Start + Duration.FromDays(1), meeting.Duration, null, null, default));
            await PersistAsync(() => trial.Calendar.CancelAsync(Lead, booked.Id, "", default));

            var draft = await PersistAsync(() => trial.Mailer.CreateDraftAsync(MailOf(key), default));
            while (await PersistAsync(() => trial.Mailer.SendDraftAsync(Lead, draft.Id, default)) == SendOutcome.NotFound)
                trial.Time.Advance(TimeSpan.FromSeconds(30));
        }

        await trial.ClearFaultsAsync();
        tries.ShouldBeGreaterThan(Things * 10, "the storm blew");
        (await trial.JournalAsync("eventCreated")).Select(e => e["transactionId"]!.GetValue<string>()).Order().ShouldBe(Enumerable.Range(0, Things).Select(i => $"k{i}").Order());
        (await trial.JournalAsync("eventCancelled")).Length.ShouldBe(Things);
        (await trial.JournalAsync("mailSent")).Select(e => e["properties"]![KeyProperty.Id]!.GetValue<string>()).Order().ShouldBe(Enumerable.Range(0, Things).Select(i => $"k{i}").Order());

        async Task<T> PersistAsync<T>(Func<Task<PortResult<T>>> attempt)
        {
            for (; tries < 100_000; tries++)
                try
                {
                    switch (await attempt())
                    {
                        case PortResult<T>.Answered answered:
                            return answered.Value;
                        case PortResult<T>.Throttled throttled:
                            throttled.Until.ShouldBeGreaterThan(trial.Now);
                            trial.Time.SetUtcNow(throttled.Until.ToDateTimeOffset());
                            break;
                        case var refused:
                            throw new InvalidOperationException($"{refused}");
                    }
                }
                catch (GraphOutageException)
                {
                    trial.Time.Advance(TimeSpan.FromSeconds(5));
                }

            throw new InvalidOperationException("It never came to an end.");
        }
    }
}
