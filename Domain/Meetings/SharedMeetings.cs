namespace ClinicalEngagement.Domain.Meetings;

/// <summary>
/// One meeting for two projects: a clinician who is wanted by both in one week is met once. The meeting of the project that joins stays a
/// meeting of its own, with its own brief and outcome; time, answers and event are those of the meeting that it is held in.
/// </summary>
public static class SharedMeetings
{
    /// <summary>A meeting as it is once it is held in another project's; its own event is taken out of the calendar by who joins it.</summary>
    public static Meeting Join(Meeting ours, Meeting theirs) => Mirror(
        ours with { SharedWith = theirs.Id, EventId = null, ChangeKey = null, BookedStart = null, BookedGuest = null, CounterProposal = null, OfferVoid = false },
        theirs);

    /// <summary>The meeting as it has to be now, or null when it is so already.</summary>
    /// <param name="ours">A meeting that is held in another.</param>
    /// <param name="theirs">That one, or null when it is not there any more.</param>
    public static Meeting? Follow(Meeting ours, Meeting? theirs)
    {
        var next = theirs is null ? ours with { State = MeetingState.Cancelled } : Mirror(ours, theirs);
        return next == ours ? null : next;
    }

    // Each project says for itself what came of it, so that one having recorded an outcome does not speak for the other.
    private static Meeting Mirror(Meeting ours, Meeting theirs) => ours with
    {
        State = theirs.State is MeetingState.Held or MeetingState.NotHeld ? MeetingState.Agreed : theirs.State,
        Start = theirs.Start,
        Minutes = theirs.Minutes,
        Channel = theirs.Channel,
        AnsweredAt = theirs.AnsweredAt ?? ours.AnsweredAt,
        LostAt = theirs.LostAt,
        ReleasedFor = theirs.ReleasedFor,
        // Counted where it is held.
        ClinicalMinutesAtRisk = 0,
        Reason = OneForBoth,
    };

    /// <summary>Why this time, for a meeting that is held in another.</summary>
    public const string OneForBoth = "One meeting for both projects.";
}
