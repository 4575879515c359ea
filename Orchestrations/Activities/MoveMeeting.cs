using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>Makes the event as the meeting is, its time, its place and who joins; an event that stands there already is a success.</summary>
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
        if (meeting.Start != meeting.BookedStart)
        {
            // Offered times are held ten working days at most: what the host has come to have then is theirs to sort out first.
            switch (await calendar.GetFreeBusyAsync(context.Project.Lead.Email, [context.Host.Email], new Interval(meeting.Start, meeting.End), cancellationToken))
            {
                case PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Throttled throttled:
                    return EffectResult.Later(throttled.Until);
                case PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered answered when IsTaken(answered.Value[context.Host.Email], meeting):
                    return await ledger.HandOverAsync(
                        input, TaskKind.StepFailed,
                        $"You and {{clinician}} agreed on {MeetingTime.Long(meeting.Start)}, but the host’s calendar shows another entry then. Move that and try again, or agree another time.",
                        "The event keeps its old time.", cancellationToken);
            }
        }

        return await calendar.MoveAsync(
            context.Project.Lead.Email, eventId, meeting.Start, Duration.FromMinutes(meeting.Minutes), EventPlace.Of(meeting.Channel), NewAttendees(context), cancellationToken) switch
        {
            PortResult<CalendarEvent>.Answered moved => await ledger.CompleteAsync(
                input,
                (writer, current, _) =>
                {
                    var hasMoved = current.Meeting!.BookedStart != moved.Value.Start;
                    var (what, words) = hasMoved ? ("meeting.moved", $"The meeting with {{clinician}} was moved to {MeetingTime.Long(moved.Value.Start)}.")
                        : current.Meeting.BookedGuest == meeting.Guest?.Email ? ("meeting.channel", "The invitation to {clinician} says how you meet.")
                        : ("meeting.guest", meeting.Guest is { } guest ? $"The invitation to {{clinician}} has {guest.Name} in it as well." : "Nobody else joins the meeting with {clinician} any more.");
                    writer.Update(current.Meeting with
                    {
                        BookedStart = moved.Value.Start,
                        BookedChannel = meeting.Channel,
                        BookedGuest = meeting.Guest?.Email,
                        ChangeKey = moved.Value.ChangeKey,
                    });
                    writer.Audit(EffectLedger.Event(current, what, words, clock.GetCurrentInstant(), hasMoved ? SlotWords.AboutThem(current.Meeting.Reason) : null));
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

    // Null leaves them as they are: who has answered is not asked again for a change that does not concern them.
    private static Person[]? NewAttendees(EffectContext context) => context.Meeting!.BookedGuest == context.Meeting.Guest?.Email
        ? null
        : [.. context.Attendees, .. context.Meeting.Guest is { } guest ? new[] { guest } : []];

    // The event itself stands in the host's calendar at its old time, which may overlap the new one.
    private static bool IsTaken(FreeBusy freeBusy, Meeting meeting) => freeBusy is FreeBusy.Known known && known.Times.Any(t =>
        t.Start < meeting.End && t.End > meeting.Start && t.Status is BusyStatus.Busy or BusyStatus.OutOfOffice
        && !(t.Start == meeting.BookedStart && t.End == meeting.BookedStart + Duration.FromMinutes(meeting.Minutes)));
}
