using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using NodaTime;

namespace ClinicalEngagement.Domain.Involvement;

/// <summary>Ways to be in contact with a clinician, the lightest first.</summary>
public enum LightestContact
{
    /// <summary>Answer what they raised: it is owed anyway.</summary>
    AnswerWhatTheyRaised,

    /// <summary>Read their reply and answer it.</summary>
    ReadTheirReply,

    /// <summary>Ask for their view in the next update.</summary>
    AskInNextUpdate,

    /// <summary>Speak for five minutes, by telephone or in the corridor.</summary>
    SpeakFiveMinutes,

    /// <summary>Ask for a meeting: they were never spoken with.</summary>
    AskForMeeting,
}

/// <summary>What is suggested where a stage is red; the lead chooses.</summary>
public static class LightestContacts
{
    /// <summary>
    /// The lightest contact that fits: what they wait for before anything else; a meeting only for whom nobody has spoken with yet, since
    /// an update is no first conversation; and a question in a mail is asked once in a stage.
    /// </summary>
    /// <param name="member">With whom.</param>
    /// <param name="stageSince">Since when the stage is.</param>
    /// <param name="meetings">The project's meetings.</param>
    /// <param name="concerns">What was raised on the project.</param>
    /// <param name="now">The time of asking.</param>
    public static LightestContact For(
        PanelMember member, Instant stageSince, IEnumerable<Meeting> meetings, IEnumerable<Concern> concerns, Instant now)
    {
        if (member.HasUnhandledReply)
            return LightestContact.ReadTheirReply;
        if (concerns.Any(c => c.MemberId == member.Id && c.NeedsAnswer))
            return LightestContact.AnswerWhatTheyRaised;
        if (member.SpokenAt is null && !meetings.Any(m => m.MemberId == member.Id && m.State == MeetingState.Held))
            return LightestContact.AskForMeeting;
        var getsUpdates = member.NoUpdatesAt is null && !(member.UpdatesPausedUntil > now) && !(member.PausedUntil > now);
        return getsUpdates && !(member.ViewWantedAt >= stageSince) ? LightestContact.AskInNextUpdate : LightestContact.SpeakFiveMinutes;
    }
}
