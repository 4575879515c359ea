using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>Takes the event out of the calendar with words for the clinician; one that is gone already is a success.</summary>
public sealed class CancelMeeting(EffectLedger ledger, IEngagementStore store, ICalendar calendar, IClock clock) : IActivity<Guid, EffectResult>
{
    private static readonly Duration LookAgain = Duration.FromMinutes(2);

    /// <inheritdoc/>
    public async Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken)
    {
        var context = await ledger.LoadAsync(input, cancellationToken);
        if (context.Effect.State != EffectState.Intended)
            return EffectResult.Done;
        // Of a meeting that was handed over the event is the former lead's.
        if ((context.Effect.Organiser is null ? context.Meeting?.EventId : context.Effect.GraphId) is not { } eventId)
        {
            // A booking whose answer was lost may have made the event: it finds out first.
            var meeting = context.Effect.MeetingId;
            var bookings = await store.ReadAsync((reader, token) => reader.ListAsync<Effect>(e => e.MeetingId == meeting, token), cancellationToken);
            return bookings.Any(e => e is { Kind: EffectKind.BookMeeting, State: EffectState.Intended })
                ? EffectResult.Later(clock.GetCurrentInstant() + LookAgain)
                : await ledger.DropAsync(input, cancellationToken);
        }

        return await calendar.CancelAsync(context.Effect.Organiser ?? context.Project.Lead.Email, eventId, context.Effect.Words ?? "", cancellationToken) switch
        {
            PortResult<bool>.Answered => await ledger.CompleteAsync(input, (_, _, _) => Task.CompletedTask, cancellationToken, eventId),
            PortResult<bool>.Throttled throttled => EffectResult.Later(throttled.Until),
            PortResult<bool>.Refused refused => await ledger.HandOverAsync(
                input, TaskKind.StepFailed, $"The meeting with {{clinician}} could not be cancelled in your calendar: {refused.Reason}",
                "It stays in both calendars. Cancel it by hand.", cancellationToken),
            PortResult<bool>.Uncertain uncertain => await ledger.HandOverAsync(
                input, TaskKind.UncertainSend, $"It is not certain whether {{clinician}} was told that the meeting is cancelled: {uncertain.Reason}",
                "It is not sent again.", cancellationToken),
            var other => throw new InvalidOperationException($"Unknown answer {other.GetType().Name}."),
        };
    }
}
