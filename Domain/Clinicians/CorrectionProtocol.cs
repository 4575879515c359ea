using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using NodaTime;

namespace ClinicalEngagement.Domain.Clinicians;

/// <summary>
/// What is owed to a clinician when a figure was looked at again, around the protocol of meetings. Whoever questioned it gets an answer,
/// at once and uncounted. Whoever was shown a figure that was wrong is told unasked: it counts as a message, waits for the cap and for
/// sending hours, and lets everything about meetings go first; it is never lost.
/// </summary>
public static class CorrectionProtocol
{
    /// <summary>Decides from facts alone; the same facts and time give the same decision.</summary>
    public static ClinicianDecision Next(ClinicianFacts facts, Instant now, EngagementOptions options)
    {
        var next = ClinicianProtocol.Next(facts, now, options);
        if (facts.Clinician.NoMoreAt is not null || facts.Member.LeftAt is not null || facts.Project.State == ProjectState.Closed)
            return next;
        if (facts.Figures.FirstOrDefault(f => f.MemberId == facts.Member.Id && !facts.HasEffect(EffectKind.SendFigureAnswer, AnswerCause(f))) is { } asked)
            return new ClinicianDecision.AnswerFigure(asked);
        if (next is not ClinicianDecision.Wait wait || facts.Project.State == ProjectState.Paused || facts.Member.HasUnhandledReply || facts.Member.PausedUntil > now)
            return next;
        if (facts.Figures.FirstOrDefault(f => f.Outcome == FactOutcome.Corrected && f.ShownTo.Contains(facts.Member.Id)
            && !facts.HasEffect(EffectKind.SendCorrection, CorrectionCause(f, facts))) is not { } wrong)
            return next;
        return ClinicianProtocol.NextSendingTime(facts, now, options) is not { } later
            ? new ClinicianDecision.Correct(wrong)
            : new ClinicianDecision.Wait(wait.Until is { } until && until < later ? until : later);
    }

    /// <summary>The cause of the answer to whoever questioned a figure.</summary>
    public static string AnswerCause(FactQuestion question) => question.Id.ToString("N");

    /// <summary>The cause of telling one of those who were shown it.</summary>
    public static string CorrectionCause(FactQuestion question, ClinicianFacts facts) => $"{question.Id:N}/{facts.Member.Id}";
}
