using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>Moves the event to the time the meeting has; an event that stands there already is a success.</summary>
public sealed class MoveMeeting(EffectLedger ledger, ICalendar calendar, IClock clock) : IActivity<Guid, EffectResult>
{
    /// <inheritdoc/>
    public async Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken)
    {
        var context = await ledger.LoadAsync(input, cancellationToken);
        if (context.Effect.State != EffectState.Intended)
            return EffectResult.Done;
        if (!context.IsStillWanted || context.Meeting is not { EventId: { } eventId } meeting)
            return await ledger.DropAsync(input, cancellationToken);
        return await calendar.MoveAsync(context.Project.Lead.Email, eventId, meeting.Start, Duration.FromMinutes(meeting.Minutes), cancellationToken) switch
        {
            PortResult<CalendarEvent>.Answered moved => await ledger.CompleteAsync(
                input,
                (writer, current, _) =>
                {
                    writer.Update(current.Meeting! with { BookedStart = moved.Value.Start, ChangeKey = moved.Value.ChangeKey });
                    writer.Audit(EffectLedger.Event(
                        current, "meeting.moved", $"The meeting with {{clinician}} was moved to {MeetingTime.Long(moved.Value.Start)}.",
                        clock.GetCurrentInstant(), current.Meeting!.Reason));
                    return Task.CompletedTask;
                },
                cancellationToken,
                eventId),
            PortResult<CalendarEvent>.Throttled throttled => EffectResult.Later(throttled.Until),
            PortResult<CalendarEvent>.Refused refused => await ledger.HandOverAsync(
                input, TaskKind.StepFailed,
                $"The meeting with {{clinician}} could not be moved to {MeetingTime.Long(meeting.Start)}: {refused.Reason}", "The event keeps its old time.", cancellationToken),
            PortResult<CalendarEvent>.Uncertain uncertain => await ledger.HandOverAsync(
                input, TaskKind.UncertainSend,
                $"It is not certain whether {{clinician}} was told that the meeting moves to {MeetingTime.Long(meeting.Start)}: {uncertain.Reason}", "It is not sent again.", cancellationToken),
            var other => throw new InvalidOperationException($"Unknown answer {other.GetType().Name}."),
        };
    }
}
