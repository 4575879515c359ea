using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Effects;

/// <summary>Takes an event that is in the calendar out of it, for whatever reason the meeting ended.</summary>
internal static class Cancellations
{
    /// <summary>For an event that is not the meeting's any more: it names the event and in whose calendar it is.</summary>
    public static void Intend(IStoreWriter writer, Project project, PanelMember member, Meeting meeting, string eventId, Instant now, string words) =>
        writer.Add(Effects.Intend.For(member, EffectKind.CancelMeeting, $"{meeting.Id}/{eventId}", now, meeting) with
        {
            GraphId = eventId,
            Organiser = project.Lead.Email,
            Words = words,
        });

    public static async Task IntendAsync(IStoreWriter writer, Meeting meeting, Instant now, CancellationToken cancellationToken, string words = "")
    {
        if (meeting.EventId is null
            || await writer.FindAsync<Effect>(Effect.IdFor(meeting.ProjectId, EffectKind.CancelMeeting, meeting.Id.ToString()), cancellationToken) is not null)
            return;
        var member = await writer.FindAsync<PanelMember>(meeting.MemberId, cancellationToken)
            ?? throw new InvalidOperationException($"Panel member {meeting.MemberId} is not in the store.");
        writer.Add(Effects.Intend.For(member, EffectKind.CancelMeeting, meeting.Id.ToString(), now, meeting) with { Words = words });
    }
}
