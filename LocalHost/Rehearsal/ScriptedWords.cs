using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;

namespace ClinicalEngagement.LocalHost.Rehearsal;

/// <summary>What is said in a rehearsal: invented, plausible, and the same for the same seed.</summary>
internal static class ScriptedWords
{
    /// <summary>What a clinician brings to the meeting, or null.</summary>
    public static (ConcernKind Kind, string Words, string Paraphrase, ConcernAbout About, AnswerNeeded Needed, bool ByMail)? WordsOf(PanelMember member) => member.LikelyView switch
    {
        Position.HasConcerns => (
            ConcernKind.Concern, "On a busy day this falls to my team, and nobody has asked who stops doing what.",
            "You need to see who does this work on a busy day before it starts.", ConcernAbout.Process, AnswerNeeded.EffectOnMyWork, false),
        Position.DoesNotSupportAsProposed => (
            ConcernKind.Concern, "As it stands I think some patients will come to harm that nobody is counting.",
            "You need harm to be looked for and counted from the first day.", ConcernAbout.Process, AnswerNeeded.Evidence, true),
        Position.Undecided when (member.YearsHere ?? 0) <= 4 => (
            ConcernKind.Suggestion, "At my last trust a two-week trial on one ward answered most of the questions.",
            "You suggest a two-week trial on one ward first.", ConcernAbout.Process, AnswerNeeded.BetterProcess, false),
        _ => null,
    };

    /// <summary>What a newer leader tells of their last place, and agrees to have passed on; or null.</summary>
    public static string? ExampleOf(PanelMember member) => member is { YearsHere: <= 4, LikelyView: Position.Undecided }
        ? "At my last trust one ward tried it for two weeks, the staff changed the form twice, and then the other wards asked for it."
        : null;

    /// <summary>The lead's response.</summary>
    public static string ResponseTo(Concern concern) => concern.Kind == ConcernKind.Suggestion
        ? "We will do that: two weeks on one ward, and you see the results first."
        : "The plan now names who does it and what they stop doing, and it stops if the balancing measure gets worse.";

    /// <summary>The row of the bullet-proofing table that a concern becomes.</summary>
    public static Risk RiskOf(Concern concern) => new(
        concern.Paraphrase ?? concern.Words, VeryLikely: true, Major: true, "Look for harm and count it from the first day.", "Stop the trial and tell everybody why.");

    /// <summary>The change of the plan that a suggestion becomes: an objective more.</summary>
    public static PlanChange ChangeFor(Project project, Concern concern) => new(
        PlanSection.Objectives, project.PlanVersion,
        new EngagementRequest
        {
            Measure = project.Plan.Measure is { } measure ? Request(measure) : null,
            Objectives = [.. project.Plan.Objectives.Select(Request), new MeasureRequest { Name = $"Questions left open after a two-week trial on one ward ({project.PlanVersion + 1})", Unit = "", Goal = 0 }],
        })
    {
        BecauseOf = concern.Id,
        Why = "It answers more than any argument.",
    };

    private static MeasureRequest Request(Measure measure) => new()
    {
        Name = measure.Name,
        Unit = measure.Unit,
        Baseline = measure.Baseline,
        Goal = measure.Goal,
        GoalDate = measure.GoalDate,
        Balancing = measure.Balancing,
    };

    /// <summary>What they say of an answer; who needs evidence takes two.</summary>
    public static Verdict VerdictOn(Concern concern, int answers) =>
        concern.AnswerNeeded == AnswerNeeded.Evidence && answers == 1 ? Verdict.Partly : Verdict.Yes;

    /// <summary>Where they stand after the meeting.</summary>
    public static Position PositionAfter(PanelMember member) => member.LikelyView switch
    {
        null => Position.Undecided,
        Position.StronglySupports => Position.StronglySupports,
        Position.DoesNotSupportAsProposed => Position.HasConcerns,
        { } view => view - 1,
    };

    /// <summary>The measure after so many months: from the baseline towards the goal, unevenly.</summary>
    public static decimal ValueAfter(Measure measure, int month, int seed)
    {
        var from = measure.Baseline ?? 50;
        var to = measure.Goal ?? from;
        var noise = (StableId.From("noise", seed, month).ToByteArray()[0] % 7) - 3;
        return Math.Round(from + ((to - from) * month / 7m) + (noise * Math.Abs(to - from) / 60m), 1);
    }

    /// <summary>The words of the last update.</summary>
    public static string Closing(Project project) =>
        $"{project.Name} is now how we work. What changed because of you: a trial came first, the work has an owner, and harm is counted from the first day.";
}
