using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Effects;

/// <summary>Effects as they are when they are decided.</summary>
internal static class Intend
{
    public static Effect For(ProjectId project, EffectKind kind, string cause, Instant now) => new()
    {
        Id = Effect.IdFor(project, kind, cause),
        ProjectId = project,
        Kind = kind,
        Cause = cause,
        State = EffectState.Intended,
        IntendedAt = now,
    };

    public static Effect For(PanelMember member, EffectKind kind, string cause, Instant now, Meeting? meeting = null) =>
        For(member.ProjectId, kind, cause, now) with
        {
            MemberId = member.Id,
            Clinician = member.Email,
            MeetingId = meeting?.Id,
            Unasked = kind is EffectKind.SendFirstMessage or EffectKind.SendOtherTimes or EffectKind.SendReminder or EffectKind.SendUpdate
                or EffectKind.SendCorrection,
        };
}
