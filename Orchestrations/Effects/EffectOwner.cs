using ClinicalEngagement.Domain.Effects;

namespace ClinicalEngagement.Orchestrations.Effects;

/// <summary>Which of a project's orchestrations carries an effect out.</summary>
public enum EffectOwner
{
    /// <summary>The project's.</summary>
    Project,

    /// <summary>The panel member's.</summary>
    Clinician,

    /// <summary>The updates'.</summary>
    Updates,
}

/// <summary>Who owns which kind.</summary>
public static class EffectOwners
{
    /// <summary>The owner of a kind of effect.</summary>
    public static EffectOwner Of(EffectKind kind) => kind switch
    {
        EffectKind.IdentifyPanel or EffectKind.PlanPanel or EffectKind.StartMember or EffectKind.StartUpdates
            or EffectKind.SendConcernReminder or EffectKind.SendConcernOverdue => EffectOwner.Project,
        EffectKind.SendUpdate => EffectOwner.Updates,
        _ => EffectOwner.Clinician,
    };
}
