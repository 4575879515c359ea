using System.Globalization;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Domain.Updates;

/// <summary>Composes an update from facts: what changed, you said / we did, the numbers, what comes next.</summary>
public static class UpdateComposer
{
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("d MMMM");

    /// <summary>The draft as the facts give it; <see cref="Update.HasNews"/> tells whether anything is in it.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="now">When it is composed.</param>
    /// <param name="sendAt">When it is to go.</param>
    /// <param name="final">True for the last one, which looks back over the whole project.</param>
    public static Update Compose(UpdateFacts facts, Instant now, Instant sendAt, bool final)
    {
        var since = final ? Instant.MinValue : facts.Updates.LastOrDefault(u => u.State == UpdateState.Sent)?.DraftedAt ?? Instant.MinValue;
        var number = facts.Updates.Count + 1;
        return new Update
        {
            Id = Update.IdFor(facts.Project.Id, number),
            ProjectId = facts.Project.Id,
            Number = number,
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

    private static IEnumerable<string> WhatChanged(UpdateFacts facts, Instant since, bool final)
    {
        if (final && facts.Project.ClosingWords is { Length: > 0 } words)
            yield return words;
        var met = facts.Meetings.Where(m => m.State == MeetingState.Held).Select(m => m.MemberId).Distinct().Count();
        var newlyMet = facts.Meetings.Count(m => m.State == MeetingState.Held && m.OutcomeAt > since);
        if (newlyMet > 0)
            yield return $"We have now met {met} of the {facts.Members.Count(m => m.LeftAt is null)} clinicians on the panel, one to one.";
        if (!final && facts.Project.StageSince > since && facts.Project.StageSince > facts.Project.CreatedAt)
            yield return $"The project has moved on to “{StageWords.Of(facts.Project.Stage)}”.";
        if (facts.Points.Where(p => p.EnteredAt > since).MaxBy(p => p.Date) is { } point && facts.Project.Plan.Measure is { } measure)
            yield return NewFigure(measure, point, facts.Points.LastOrDefault(p => p.Date < point.Date)?.Value ?? measure.Baseline);
    }

    // The figures themselves stand under "the numbers"; here is what they did.
    private static string NewFigure(Measure measure, MeasurePoint point, decimal? before) => before switch
    {
        null => $"The first figure is in: {Value(point.Value, measure.Unit)}.",
        { } b when b == point.Value => $"The measure stayed at {Value(b, measure.Unit)}.",
        { } b => $"The measure went from {Value(b, measure.Unit)} to {Value(point.Value, measure.Unit)}.",
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
        var sent = facts.Updates.Where(u => u.State == UpdateState.Sent).Select(u => u.Story).ToHashSet();
        var candidates = new[]
        {
            facts.Project.Plan.Story is { Consent: true } story ? story.Text : null,
            facts.Project.Plan.ExampleElsewhere,
        };
        return candidates.FirstOrDefault(c => !string.IsNullOrWhiteSpace(c) && !sent.Contains(c));
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
