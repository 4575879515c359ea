using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactParts;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>Gives bookings back that lie in a quiet period, on the lead's word and not otherwise.</summary>
public sealed class QuietFacts(IEngagementStore store, IClock clock, EngagementOptions options)
{
    /// <summary>
    /// Gives these back: each clinician is told once, with an apology, in the cancellation; times after the quiet period follow when it is
    /// over for them. One that was given back before stays so.
    /// </summary>
    public Task<FactResult> ReleaseAsync(ProjectId id, IReadOnlyCollection<MeetingId> meetings, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Project>(id, token) is not { } project)
                return NotFound("project");
            if (project.State == ProjectState.Closed)
                return new Refused("This project is closed.");
            if (meetings.Count == 0)
                return new Refused("Tick the meetings to give back.");
            var now = clock.GetCurrentInstant();
            foreach (var meetingId in meetings)
            {
                if (await writer.FindAsync<Meeting>(meetingId, token) is not { } meeting || meeting.ProjectId != id)
                    return NotFound("meeting");
                if (meeting.ReleasedFor is not null)
                    continue;
                var member = await MemberAsync(writer, meeting.MemberId, token);
                var clinician = await writer.FindAsync<Clinician>(member.Email, token);
                if (QuietBookings.PeriodOf(meeting, clinician?.Specialty, options.QuietPeriods, now) is not { } period)
                    return new Refused($"The meeting with {member.Name} is not in a quiet period any more. Look at the page again.");
                writer.Update(meeting with { LostAt = now, ReleasedFor = period.Reason });
                Happened(writer, member, now, "meeting.released", $"You gave the time with {{clinician}} back for a quiet period: {period.Reason}.");
                Nudge(writer, member);
            }

            return Recorded.Ok;
        },
        cancellationToken);
}
