using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Portal.Layout;
using NodaTime;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>Where a meeting stands, in words and a colour that never carries meaning alone.</summary>
internal sealed record MeetingWords(string Tag, string Colour, string? Detail)
{
    public static MeetingWords Of(PanelMember member, Meeting? meeting, Clinician? clinician, Instant now)
    {
        if (clinician?.NoMoreAt is not null)
            return new("No more messages", "grey", "At their wish; respected in every project.");
        if (member.HasUnhandledReply)
            return new("Replied in words", "orange", "Everything automatic waits until you have dealt with the reply.");
        if (member.PausedUntil is { } until && until > now)
            return new("Not now", "grey", $"Asked again after {TimeWords.Day(until)}.");
        if (meeting is null)
            return member is { NoTimesAt: not null, NoTimesReason: { } why } ? new("No time found", "orange", why) : new("Not asked yet", "white", null);
        return meeting.State switch
        {
            MeetingState.Offered => new("Times found", "white", TimeWords.Weekday(meeting.Start)),
            MeetingState.Proposed => new("Invited", "yellow", TimeWords.Weekday(meeting.Start)),
            MeetingState.Agreed when meeting.End <= now => new("Outcome wanted", "orange", TimeWords.Weekday(meeting.Start)),
            MeetingState.Agreed => new("Agreed", "blue", TimeWords.Weekday(meeting.Start)),
            MeetingState.Held => new("Met", "green", TimeWords.LongDay(meeting.Start)),
            MeetingState.NotHeld => new("Did not take place", "white", TimeWords.LongDay(meeting.Start)),
            MeetingState.Declined => new("Declined the times", "white", null),
            MeetingState.Withdrawn => new("Invitation withdrawn", "white", null),
            MeetingState.Cancelled => new("Cancelled", "white", TimeWords.LongDay(meeting.Start)),
            _ => throw new System.Diagnostics.UnreachableException($"No words for {meeting.State}."),
        };
    }
}
