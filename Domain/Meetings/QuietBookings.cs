using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;

namespace ClinicalEngagement.Domain.Meetings;

/// <summary>Bookings that a quiet period has come to lie over. They stand until the lead gives them back.</summary>
public static class QuietBookings
{
    /// <summary>The quiet period in which a booked meeting lies that is still ahead, or null.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="specialty">The clinician's, for which there may be a quiet period of its own.</param>
    /// <param name="periods">All quiet periods.</param>
    /// <param name="now">The time of asking.</param>
    public static QuietPeriod? PeriodOf(Meeting meeting, string? specialty, IEnumerable<QuietPeriod> periods, Instant now)
    {
        if (meeting is not { State: MeetingState.Proposed or MeetingState.Agreed, LostAt: null, SharedWith: null } || meeting.Start <= now)
            return null;
        var day = WorkingCalendar.DateOf(meeting.Start);
        return periods.FirstOrDefault(p => p.IsFor(specialty) && p.From <= day && day <= p.To);
    }
}
