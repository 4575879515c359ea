using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using NodaTime;
using static ClinicalEngagement.Domain.Projects.ProjectDecision;

namespace ClinicalEngagement.Domain.Listening;

/// <summary>
/// The protocol of listening: each concern and suggestion has an owner and a day, the owner is reminded, then the co-lead is asked; it
/// stays open until the clinician says that the answer deals with it, or the lead closes it with an explanation.
/// </summary>
public static class ListeningProtocol
{
    /// <summary>The next thing to do for what is open, or when to look again.</summary>
    public static ProjectDecision Next(ProjectFacts facts, Instant now, EngagementOptions options)
    {
        Instant? wake = null;
        foreach (var concern in facts.Concerns.Where(c => c.ClosedAt is null).OrderBy(c => c.DueAt).ThenBy(c => c.Id.Value))
        {
            // What cannot be answered any more is not chased.
            if (facts.Members.FirstOrDefault(m => m.Id == concern.MemberId) is not { } member || !HearsFromUs(facts, member))
                continue;
            var decision = Next(facts, concern, now, options);
            if (decision is not Wait wait)
                return decision;
            wake = wait.Until is { } until && (wake is null || until < wake) ? until : wake;
        }

        return new Wait(wake);
    }

    /// <summary>True while something open can still come to its end: somebody waits for an answer, or for the lead to close it.</summary>
    public static bool HasOpen(ProjectFacts facts) =>
        facts.Concerns.Any(c => c.ClosedAt is null && facts.Members.Any(m => m.Id == c.MemberId && HearsFromUs(facts, m)));

    private static bool HearsFromUs(ProjectFacts facts, PanelMember member) => member.LeftAt is null && !facts.NoMore.Contains(member.Email);

    private static ProjectDecision Next(ProjectFacts facts, Concern concern, Instant now, EngagementOptions options)
    {
        var nation = facts.Project.Nation;
        if (concern.CorrectedAt is { } corrected && Once(facts, new AskLead(
            TaskKind.ParaphraseCorrected, $"{concern.Id}/{corrected}", WorkingTime.AddWorkingDays(corrected, 2, nation),
            "{clinician} corrected how you understood them. Read it, and say it back in their sense.",
            "The answer may miss what they meant.", concern.MemberId, concern.Id)) is { } correct)
            return correct;
        if (concern.NeedsAnswer)
            return Unanswered(facts, concern, now, options);
        var askAt = AtStart(WorkingTime.AddWorkingDays(concern.RespondedAt ?? now, options.VerdictAfterWorkingDays, nation), options);
        if (now < askAt)
            return new Wait(askAt);
        return Once(facts, new AskLead(
            TaskKind.VerdictMissing, $"{concern.Id}/{concern.RespondedAt}", WorkingTime.AddWorkingDays(now, 5, nation),
            "Ask {clinician} whether your answer deals with it, or close it with an explanation.",
            "It stays open.", concern.MemberId, concern.Id)) ?? new Wait(null);
    }

    private static ProjectDecision Unanswered(ProjectFacts facts, Concern concern, Instant now, EngagementOptions options)
    {
        var project = facts.Project;
        var round = concern.Round;
        if (Once(facts, new AskLead(
            TaskKind.AnswerConcern, round, concern.DueAt, WhatToAnswer(concern), "It stays open and shows as overdue.", concern.MemberId, concern.Id)) is { } answer)
            return answer;
        if (project.State == ProjectState.Paused)
            return new Wait(null);

        var firstAt = AtStart(WorkingTime.AddWorkingDays(concern.DueAt, -options.ConcernReminderWorkingDays, project.Nation), options);
        var lastAt = AtStart(concern.DueAt, options);
        var overdueAt = AtStart(WorkingTime.AddWorkingDays(concern.DueAt, 1, project.Nation), options);
        var (first, last) = ($"{round}/first", $"{round}/last");
        // Of two that fall due together, after a pause, only the later one goes.
        if (now >= lastAt && !HasReminder(facts, last))
            return new RemindOwner(concern, last);
        if (now >= firstAt && now < lastAt && !HasReminder(facts, first))
            return new RemindOwner(concern, first);
        if (now < overdueAt)
            return new Wait(now < firstAt ? firstAt : now < lastAt ? lastAt : overdueAt);
        if (Once(facts, new AskLead(
            TaskKind.ConcernOverdue, round, WorkingTime.AddWorkingDays(now, 2, project.Nation),
            concern.Kind == ConcernKind.Suggestion ? "{clinician}’s suggestion is overdue for an answer. See that it gets one." : "{clinician}’s concern is overdue for an answer. See that it gets one.",
            "They wait, and think that nobody listens.", concern.MemberId, concern.Id, project.CoLead is null ? TaskFor.Lead : TaskFor.CoLead)) is { } overdue)
            return overdue;
        return project.CoLead is not null && !facts.Effects.Any(e => e.Kind == Effects.EffectKind.SendConcernOverdue && e.Cause == round)
            ? new TellCoLead(concern, round)
            : new Wait(null);
    }

    private static string WhatToAnswer(Concern concern) => (concern.Kind, concern.Verdict) switch
    {
        (_, Verdict.Partly) => "{clinician} says that the answer deals with it in part. Answer the rest.",
        (_, Verdict.No) => "{clinician} says that the answer does not deal with it. Answer again.",
        (ConcernKind.Suggestion, _) => "Answer {clinician}’s suggestion.",
        _ => "Answer {clinician}’s concern.",
    };

    private static bool HasReminder(ProjectFacts facts, string cause) => facts.Effects.Any(e => e.Kind == Effects.EffectKind.SendConcernReminder && e.Cause == cause);

    private static ProjectDecision? Once(ProjectFacts facts, AskLead ask) => facts.HasTask(ask.Kind, ask.Cause) ? null : ask;

    private static Instant AtStart(Instant day, EngagementOptions options) => WorkingTime.At(day, options.SendFrom);
}
