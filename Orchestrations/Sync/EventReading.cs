using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;

namespace ClinicalEngagement.Orchestrations.Sync;

/// <summary>What reading an event told us that the store did not know.</summary>
/// <param name="Meeting">The meeting as it is now.</param>
/// <param name="What">The stable name of what happened.</param>
/// <param name="Words">What happened, for the timeline.</param>
internal sealed record EventNews(Meeting Meeting, string What, string Words);

/// <summary>Compares an event of the organiser's calendar with what is stored: answers, proposed times, moves, cancellations.</summary>
internal static class EventReading
{
    /// <summary>
    /// The news, or null when there is none. Our own changes come back here too: they equal what is stored and are no news. The same
    /// event read any number of times, in any order with others, ends in the same state.
    /// </summary>
    /// <param name="meeting">As it is stored.</param>
    /// <param name="seen">The event as it is now, or null when it is gone from the calendar.</param>
    /// <param name="clinician">Whose answer counts; a secretary answers for them.</param>
    /// <param name="secretary">Their secretary's address, or null.</param>
    public static EventNews? Read(Meeting meeting, CalendarEvent? seen, EmailAddress clinician, EmailAddress? secretary)
    {
        if (!meeting.IsOpen || meeting.EventId is null)
            return null;
        if (seen is null || seen.Cancelled)
            return new EventNews(
                meeting with { State = MeetingState.Cancelled, CounterProposal = null }, "meeting.cancelled", "The meeting with {clinician} was cancelled in Outlook.");

        var moved = seen.Start != meeting.BookedStart && seen.ChangeKey != meeting.ChangeKey;
        var current = meeting with { ChangeKey = seen.ChangeKey };
        if (moved)
            current = current with
            {
                Start = seen.Start,
                BookedStart = seen.Start,
                Minutes = Math.Max(1, (int)seen.Duration.TotalMinutes),
                CounterProposal = null,
                Reason = "The time was set in Outlook.",
                ClinicalMinutesAtRisk = 0,
            };

        var answer = seen.Attendees
            .Where(a => a.Answer != AnswerKind.None && (a.Email == clinician || a.Email == secretary))
            .OrderBy(a => a.At)
            .LastOrDefault();
        var isNew = answer is { At: { } at } && (meeting.AnsweredAt is null || at > meeting.AnsweredAt);
        if (isNew)
            current = current with { AnsweredAt = answer!.At };
        if (isNew && answer!.ProposedStart is { } proposed && proposed != current.Start)
            return new EventNews(current with { CounterProposal = proposed }, "meeting.other-time", $"{{clinician}} proposed {MeetingTime.Long(proposed)}.");
        if (isNew && answer!.Answer == AnswerKind.Declined)
            return new EventNews(current with { State = MeetingState.Declined, CounterProposal = null }, "meeting.declined", "{clinician} declined.");
        if (isNew && answer!.Answer == AnswerKind.Accepted && meeting.State == MeetingState.Proposed)
            return new EventNews(
                current with { State = MeetingState.Agreed, CounterProposal = null }, "meeting.agreed", $"{{clinician}} agreed to {MeetingTime.Long(current.Start)}.");
        return moved
            ? new EventNews(current, "meeting.moved-in-outlook", $"The meeting with {{clinician}} was moved in Outlook, to {MeetingTime.Long(seen.Start)}.")
            : null;
    }
}
