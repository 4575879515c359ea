using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using NodaTime;

namespace ClinicalEngagement.Domain.Involvement;

/// <summary>The strongest contact with a clinician in a stage.</summary>
public enum Contact
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>Got an update.</summary>
    Updated,

    /// <summary>Got a response to a concern.</summary>
    Answered,

    /// <summary>Spoken, outside a meeting of ours.</summary>
    Spoken,

    /// <summary>Met one to one.</summary>
    Met,
}

/// <summary>Involvement of each clinician at each stage (DOMAIN: keep senior clinicians involved at all stages).</summary>
public static class InvolvementByStage
{
    /// <summary>The strongest contact with that member since a moment, usually the beginning of the stage.</summary>
    public static Contact Since(
        Instant since, PanelMember member, IEnumerable<Meeting> meetings, IEnumerable<Concern> concerns, IEnumerable<Effect> effects)
    {
        if (meetings.Any(m => m.MemberId == member.Id && m.State == MeetingState.Held && m.Start >= since))
            return Contact.Met;
        if (member.SpokenAt >= since)
            return Contact.Spoken;
        if (concerns.Any(c => c.MemberId == member.Id && c.RespondedAt >= since))
            return Contact.Answered;
        return effects.Any(e => e.MemberId == member.Id && e.Kind == EffectKind.SendUpdate && e.State == EffectState.Done && e.DoneAt >= since)
            ? Contact.Updated
            : Contact.Nothing;
    }
}
