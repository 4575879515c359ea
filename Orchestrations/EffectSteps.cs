using System.Diagnostics;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Orchestrations;

/// <summary>From effects to activities: the table of contents of what the workflow does to the world.</summary>
public static class EffectSteps
{
    /// <summary>Carries the effects out in order.</summary>
    /// <returns>When to come back for what is not done, as ISO text, or null when all are done.</returns>
    public static async Task<string?> CarryOutAsync(this IOrchestrationContext context, IReadOnlyList<EffectToDo> effects)
    {
        string? retryAt = null;
        foreach (var effect in effects)
        {
            EffectResult result;
            try
            {
                result = await CarryOutAsync(context, effect);
            }
            catch (ActivityFailedException)
            {
                result = await context.CallActivityAsync(ActivityNames.ReportFailure, effect.Id, Retries.Outage);
            }

            if (!result.IsDone)
                retryAt = WaitForNudge.Earlier(retryAt, result.RetryAt);
        }

        return retryAt;
    }

    private static Task<EffectResult> CarryOutAsync(IOrchestrationContext context, EffectToDo effect) => effect.Kind switch
    {
        EffectKind.IdentifyPanel => context.CallActivityAsync(ActivityNames.IdentifyPanel, effect.Id, Retries.Outage),
        EffectKind.PlanPanel => context.CallActivityAsync(ActivityNames.PlanPanel, effect.Id, Retries.Outage),
        EffectKind.StartMember or EffectKind.StartUpdates =>
            context.CallActivityAsync(ActivityNames.StartOrchestration, effect.Id, Retries.Outage),
        EffectKind.FindTimes => context.CallActivityAsync(ActivityNames.FindTimes, effect.Id, Retries.Outage),
        EffectKind.BookMeeting => context.CallActivityAsync(ActivityNames.BookMeeting, effect.Id, Retries.Outage),
        EffectKind.MoveMeeting => context.CallActivityAsync(ActivityNames.MoveMeeting, effect.Id, Retries.Outage),
        EffectKind.CancelMeeting => context.CallActivityAsync(ActivityNames.CancelMeeting, effect.Id, Retries.Outage),
        EffectKind.ConsiderProposal => context.CallActivityAsync(ActivityNames.ConsiderProposal, effect.Id, Retries.Outage),
        EffectKind.CheckSlot => context.CallActivityAsync(ActivityNames.CheckSlot, effect.Id, Retries.Outage),
        EffectKind.SendFirstMessage or EffectKind.SendOtherTimes or EffectKind.SendReminder or EffectKind.SendBrief
            or EffectKind.SendHostBrief or EffectKind.SendOutcomeReminder or EffectKind.SendResponse or EffectKind.SendUpdate
            or EffectKind.SendFigureAnswer or EffectKind.SendCorrection
            or EffectKind.SendUnderstanding or EffectKind.SendExplanation or EffectKind.SendConcernReminder or EffectKind.SendConcernOverdue =>
            SendAsync(context, effect),
        _ => throw new UnreachableException($"No activity for {effect.Kind}."),
    };

    // Draft and send are two activities, so that a crash between them finds the draft and does not make another.
    private static async Task<EffectResult> SendAsync(IOrchestrationContext context, EffectToDo effect)
    {
        var drafted = await context.CallActivityAsync(ActivityNames.CreateDraft, effect.Id, Retries.Outage);
        return drafted.IsDone ? await context.CallActivityAsync(ActivityNames.SendDraft, effect.Id, Retries.Outage) : drafted;
    }
}
