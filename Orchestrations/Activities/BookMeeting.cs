using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>Puts the meeting of an effect into the organiser's calendar, once: looked up by its key before anything else.</summary>
public sealed class BookMeeting(EffectLedger ledger, IEngagementStore store, ICalendar calendar, IClock clock, Connection connection) : IActivity<Guid, EffectResult>
{
    /// <inheritdoc/>
    public async Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken)
    {
        var context = await ledger.LoadAsync(input, cancellationToken);
        if (context.Effect.State != EffectState.Intended)
            return EffectResult.Done;
        var organiser = context.Project.Lead.Email;
        switch (await calendar.FindByKeyAsync(organiser, context.Effect.Key, cancellationToken))
        {
            case PortResult<CalendarEvent?>.Answered { Value: { } already }:
                return await CompleteAsync(input, already, cancellationToken);
            case PortResult<CalendarEvent?>.Throttled throttled:
                return EffectResult.Later(throttled.Until);
            case PortResult<CalendarEvent?>.Refused refused:
                return await RefusedAsync(input, refused.Reason, cancellationToken);
            case PortResult<CalendarEvent?>.Uncertain uncertain:
                return await UncertainAsync(input, uncertain.Reason, cancellationToken);
        }

        if (!context.IsStillWanted)
            return await ledger.DropAsync(input, cancellationToken);
        var meeting = context.Meeting!;
        EmailAddress[] people = [context.Member!.Email, context.Host.Email];
        var slot = new Interval(meeting.Start, meeting.End);
        var holds = await store.ReadAsync((reader, token) => Holds.OfOthersAsync(reader, meeting.Id, people, clock.GetCurrentInstant(), token), cancellationToken);
        if (holds.Any(h => h.Start < meeting.End && h.End > meeting.Start))
            return await SlotTakenAsync(input, cancellationToken);
        switch (await calendar.GetFreeBusyAsync(organiser, people, slot, cancellationToken))
        {
            case PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Throttled throttled:
                return EffectResult.Later(throttled.Until);
            case PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Refused refused:
                return await RefusedAsync(input, refused.Reason, cancellationToken);
            case PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered answered when answered.Value.Values.Any(f => IsTaken(f, meeting, isBookedBefore: context.Effect.Organiser is not null)):
                return await SlotTakenAsync(input, cancellationToken);
        }

        if (await ledger.BeginSendAsync(input, clock.GetCurrentInstant(), cancellationToken) is Departure.Later later)
            return EffectResult.Later(later.At);
        var invitation = InvitationWords.For(context.Project, context.Host, context.Member!.Name, meeting.Minutes, connection);
        return await calendar.CreateAsync(
            organiser,
            new NewCalendarEvent(
                context.Effect.Key, invitation.Subject, invitation.BodyText, meeting.Start, Duration.FromMinutes(meeting.Minutes), context.Attendees,
                Tentative: true, EventPlace.Of(meeting.Channel)),
            cancellationToken) switch
        {
            PortResult<CalendarEvent>.Answered created => await CompleteAsync(input, created.Value, cancellationToken),
            PortResult<CalendarEvent>.Throttled throttled => EffectResult.Later(throttled.Until),
            PortResult<CalendarEvent>.Refused refused => await RefusedAsync(input, refused.Reason, cancellationToken),
            PortResult<CalendarEvent>.Uncertain uncertain => await UncertainAsync(input, uncertain.Reason, cancellationToken),
            var other => throw new InvalidOperationException($"Unknown answer {other.GetType().Name}."),
        };
    }

    // A calendar that cannot be read just now is not known to be free, so it is not booked over.
    // A meeting that was handed over may still stand in the clinician's calendar, under its former lead.
    private static bool IsTaken(FreeBusy freeBusy, Meeting meeting, bool isBookedBefore) => freeBusy is FreeBusy.Unknown
        || (freeBusy as FreeBusy.Known)?.Times.Any(t => t.Start < meeting.End && t.End > meeting.Start
            && !(isBookedBefore && t.Start == meeting.Start && t.End == meeting.End)
            && (t.Status is BusyStatus.Busy or BusyStatus.OutOfOffice or BusyStatus.Tentative)) == true;

    private Task<EffectResult> CompleteAsync(Guid id, CalendarEvent booked, CancellationToken cancellationToken) => ledger.CompleteAsync(
        id,
        async (writer, context, token) =>
        {
            var now = clock.GetCurrentInstant();
            // The event was made by a try whose answer was lost, and the meeting is held in another project's since.
            if (context.Meeting is { SharedWith: not null } shared)
            {
                Cancellations.Intend(writer, context.Project, context.Member!, shared, booked.Id, now, await SharedMeetingFacts.WordsAsync(writer, shared, token));
                return;
            }

            var meeting = context.Meeting! with
            {
                EventId = booked.Id,
                ChangeKey = booked.ChangeKey,
                BookedStart = booked.Start,
                BookedChannel = context.Meeting!.Channel,
                State = context.Meeting!.State == MeetingState.Offered ? MeetingState.Proposed : context.Meeting.State,
                ProposedAt = context.Meeting.ProposedAt ?? now,
            };
            writer.Update(meeting);
            writer.Audit(EffectLedger.Event(
                context, "meeting.proposed", $"{{clinician}} was invited for {MeetingTime.Long(booked.Start)}.", now, SlotWords.AboutThem(meeting.Reason)));
            // The event was made by a try whose answer was lost, and the meeting has ended since.
            if (!meeting.IsOpen)
                await Cancellations.IntendAsync(writer, meeting, now, token);
        },
        cancellationToken,
        booked.Id);

    private async Task<EffectResult> SlotTakenAsync(Guid id, CancellationToken cancellationToken)
    {
        if ((await ledger.LoadAsync(id, cancellationToken)).Meeting is { State: MeetingState.Agreed } agreed)
            return await ledger.HandOverAsync(
                id, TaskKind.StepFailed,
                $"You and {{clinician}} agreed on {MeetingTime.Long(agreed.Start)}, but a calendar shows another entry then. Move that, or agree another time.",
                "The meeting is in no calendar.", cancellationToken);
        await store.WriteAsync(
            async (writer, token) =>
            {
                var context = await EffectContext.LoadAsync(writer, new EffectId(id), token);
                if (context.Effect.State != EffectState.Intended)
                    return false;
                // The mail that goes with the invitation would name a time that is gone.
                foreach (var effect in await writer.ListAsync<Effect>(e => e.MemberId == context.Effect.MemberId, token))
                    if (effect.Cause == context.Effect.Cause && effect.State == EffectState.Intended && effect.GraphId is null)
                        writer.Update(effect with { State = EffectState.Dropped });
                if (context.Meeting is { State: MeetingState.Offered } meeting)
                    writer.Update(meeting with { OfferVoid = true });
                writer.Audit(EffectLedger.Event(
                    context, "meeting.slot-taken", "The time found for {clinician} was taken meanwhile; new times are looked for.", clock.GetCurrentInstant()));
                return true;
            },
            cancellationToken);
        return EffectResult.Done;
    }

    private Task<EffectResult> UncertainAsync(Guid id, string reason, CancellationToken cancellationToken) => ledger.HandOverAsync(
        id, TaskKind.UncertainSend, $"It is not certain whether the invitation to {{clinician}} went out: {reason}", "It is not sent again.", cancellationToken);

    private Task<EffectResult> RefusedAsync(Guid id, string reason, CancellationToken cancellationToken) => ledger.HandOverAsync(
        id, TaskKind.StepFailed, $"The invitation to {{clinician}} could not be put into your calendar: {reason}", "Nobody is invited.", cancellationToken);
}
