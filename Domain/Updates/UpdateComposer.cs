using System.Globalization;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Domain.Updates;

/// <summary>What a sentence of an update tells, as far as it was composed.</summary>
public enum NewsKind
{
    /// <summary>Something else, such as the lead's own sentence.</summary>
    Other,

    /// <summary>How many were met.</summary>
    Met,

    /// <summary>The stage.</summary>
    Stage,

    /// <summary>A new figure.</summary>
    Figure,
}

/// <summary>Composes an update from facts: what changed, you said / we did, the numbers, what comes next.</summary>
public static class UpdateComposer
{
    private const string MetOpening = "We have now met ";
    private const string StageOpening = "The project has moved on to ";
    private const string FirstFigureOpening = "The first figure is in: ";
    private const string FigureOpening = "The measure ";

    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("d MMMM");

    /// <summary>The draft as the facts give it; <see cref="Update.HasNews"/> tells whether anything is in it.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="now">When it is composed.</param>
    /// <param name="sendAt">When it is to go.</param>
    /// <param name="final">True for the last one, which looks back over the whole project.</param>
    /// <param name="number">Its number; null is the next one.</param>
    public static Update Compose(UpdateFacts facts, Instant now, Instant sendAt, bool final, int? number = null)
    {
        var since = final ? Instant.MinValue : facts.Updates.LastOrDefault(u => u.State == UpdateState.Sent)?.DraftedAt ?? Instant.MinValue;
        var own = number ?? facts.Updates.Count + 1;
        return new Update
        {
            Id = Update.IdFor(facts.Project.Id, own),
            ProjectId = facts.Project.Id,
            Number = own,
            Final = final,
            State = UpdateState.Draft,
            DraftedAt = now,
            SendAt = sendAt,
            WhatChanged = [.. WhatChanged(facts, since, final)],
            YouSaidWeDid = [.. facts.Concerns
                .Where(c => c.Response is not null && c.RespondedAt > since)
                .OrderBy(c => c.RespondedAt).ThenBy(c => c.Id.Value)
                .Select(c => new YouSaid(c.MemberId, c.Paraphrase ?? c.Words, c.Response!))],
            Numbers = Numbers(facts),
            Story = StoryNotSentBefore(facts),
            Next = final ? null : Next(facts.Project),
        };
    }

    /// <summary>What a sentence tells, by how it opens: so a newer one of a kind can stand for an older one.</summary>
    public static NewsKind KindOf(string sentence) =>
        sentence.StartsWith(MetOpening, StringComparison.Ordinal) ? NewsKind.Met
        : sentence.StartsWith(StageOpening, StringComparison.Ordinal) ? NewsKind.Stage
        : sentence.StartsWith(FirstFigureOpening, StringComparison.Ordinal) || sentence.StartsWith(FigureOpening, StringComparison.Ordinal) ? NewsKind.Figure
        : NewsKind.Other;

    /// <summary>
    /// The stories and examples that may be told now, in the order of telling: the patient's story while consent is recorded, what
    /// clinicians agreed to have passed on, the example of the plan. One that is too long for an update is none.
    /// </summary>
    public static IReadOnlyList<string> Stories(Plan plan, IEnumerable<PracticeExample> examples, IReadOnlyList<PanelMember> members) =>
        [.. new[] { plan.Story is { Consent: true } story ? story.Text : null }
            .Concat(examples.Where(e => e.WithdrawnAt is null).OrderBy(e => e.AgreedAt).ThenBy(e => e.Id).Select(e => Told(e, members)))
            .Append(plan.ExampleElsewhere)
            .OfType<string>()
            .Where(text => !string.IsNullOrWhiteSpace(text) && WordCount.Of(text) <= WordCount.LongestStory)];

    /// <summary>By what a story is known to have been told: the same words are the same story.</summary>
    public static Guid IdOf(string story) => StableId.From("story", string.Join(' ', story.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static string Told(PracticeExample example, IReadOnlyList<PanelMember> members) =>
        example.NameAgreed && members.FirstOrDefault(m => m.Id == example.MemberId) is { } teller ? $"{example.Words} (Told by {teller.Name}.)" : example.Words;

    private static IEnumerable<string> WhatChanged(UpdateFacts facts, Instant since, bool final)
    {
        if (final && facts.Project.ClosingWords is { Length: > 0 } words)
            yield return words;
        // What clinicians brought into the plan, with their name where they agreed to it.
        foreach (var concern in facts.Concerns.Where(c => c.TakenInAt > since).OrderBy(c => c.TakenInAt).ThenBy(c => c.Id.Value))
            if (Credit(facts, concern) is { } credit)
                yield return credit;
        var met = facts.Meetings.Where(m => m.State == MeetingState.Held).Select(m => m.MemberId).Distinct().Count();
        var newlyMet = facts.Meetings.Count(m => m.State == MeetingState.Held && m.OutcomeAt > since);
        if (newlyMet > 0)
            yield return $"{MetOpening}{met} of the {facts.Members.Count(m => m.LeftAt is null)} clinicians on the panel, one to one.";
        if (!final && facts.Project.StageSince > since && facts.Project.StageSince > facts.Project.CreatedAt)
            yield return $"{StageOpening}“{StageWords.Of(facts.Project.Stage)}”.";
        // A figure of the past that is filled in later moves nothing.
        if (facts.Points is [.., var last] && last.EnteredAt > since && facts.Project.Plan.Measure is { } measure)
            yield return NewFigure(measure, last, facts.Points.Count > 1 ? facts.Points[^2].Value : measure.Baseline);
    }

    private static string? Credit(UpdateFacts facts, Concern concern)
    {
        if (facts.Members.FirstOrDefault(m => m.Id == concern.MemberId) is not { } member || facts.KeepPointsOut.Contains(member.Email))
            return null;
        var who = concern.CreditAgreed ? member.Name : "a colleague";
        var what = (concern.Paraphrase ?? concern.Words).TrimEnd('.');
        return concern.Kind == ConcernKind.Suggestion
            ? $"The plan changed because of {who}: “{what}”."
            : $"The plan now guards against what {who} raised: “{what}”.";
    }

    // The figures themselves stand under "the numbers"; here is what they did.
    private static string NewFigure(Measure measure, MeasurePoint point, decimal? before) => before switch
    {
        null => $"{FirstFigureOpening}{Value(point.Value, measure.Unit)}.",
        { } b when b == point.Value => $"{FigureOpening}stayed at {Value(b, measure.Unit)}.",
        { } b => $"{FigureOpening}went from {Value(b, measure.Unit)} to {Value(point.Value, measure.Unit)}.",
    };

    private static string? Numbers(UpdateFacts facts)
    {
        if (facts.Project.Plan.Measure is not { } measure || facts.Points.Count == 0)
            return null;
        var last = facts.Points[^1];
        var baseline = measure.Baseline is { } b ? $"{Value(b, measure.Unit)} at the start" : "not measured at the start";
        var goal = measure.Goal is { } g ? $", goal {Value(g, measure.Unit)}" : "";
        return $"{measure.Name}: {Value(last.Value, measure.Unit)} on {Day.Format(last.Date)} ({baseline}{goal}).";
    }

    private static string? StoryNotSentBefore(UpdateFacts facts)
    {
        // A story for which no copy had room has been told to nobody.
        var told = facts.Messages.Select(e => e.StoryTold).OfType<Guid>().ToHashSet();
        return Stories(facts.Project.Plan, facts.Examples, facts.Members).FirstOrDefault(s => !told.Contains(IdOf(s)));
    }

    private static string? Next(Project project) => project.Stage == Stage.HandoverAndSustain
        ? null
        : $"The next stage is “{StageWords.Of(project.Stage + 1)}”.";

    private static string Value(decimal value, string unit)
    {
        var number = value.ToString("0.##", CultureInfo.InvariantCulture);
        return unit.Length == 0 ? number : unit == "%" ? $"{number}%" : $"{number} {unit}";
    }
}
