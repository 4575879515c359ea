using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Portal.Projects;
using NodaTime;

namespace ClinicalEngagement.Portal.BoardPaper;

/// <summary>What a board reads of a project: numbers and what changed; no names.</summary>
public sealed record BoardPaperView
{
    /// <summary>At most so many sentences, so that it stays one page.</summary>
    private const int MostChanges = 6;

    public required Project Project { get; init; }

    public required IReadOnlyList<MeasurePoint> Points { get; init; }

    public required int Panel { get; init; }

    public required int Met { get; init; }

    public required int Agreed { get; init; }

    public required int Raised { get; init; }

    public required int Answered { get; init; }

    public required int Closed { get; init; }

    public required int UpdatesSent { get; init; }

    /// <summary>Expected clinical minutes that all meetings held or agreed put at risk.</summary>
    public required int ClinicalMinutesAtRisk { get; init; }

    /// <summary>What was said and what was done about it, the newest first.</summary>
    public required IReadOnlyList<(string Said, string Did)> Changes { get; init; }

    public required Instant Now { get; init; }

    public static BoardPaperView Of(ProjectView view)
    {
        var counted = view.Meetings.Where(m => m.State is MeetingState.Held or MeetingState.Agreed).ToArray();
        string[] names = [.. view.Everyone.Values.SelectMany(NamesOf).Concat(NamesOf(view.Project.Lead.Name)).Concat(NamesOf(view.Project.CoLead?.Name)).Distinct(StringComparer.OrdinalIgnoreCase)];
        return new BoardPaperView
        {
            Project = view.Project,
            Points = view.Points,
            Panel = view.Members.Count,
            Met = view.Members.Count(m => view.Meetings.Any(x => x.MemberId == m.Id && x.State == MeetingState.Held)),
            Agreed = counted.Count(m => m.State == MeetingState.Agreed),
            Raised = view.Concerns.Count,
            Answered = view.Concerns.Count(c => c.RespondedAt is not null),
            Closed = view.Concerns.Count(c => c.ClosedAt is not null),
            UpdatesSent = view.Updates.Count(u => u.State == UpdateState.Sent),
            ClinicalMinutesAtRisk = counted.Sum(m => m.ClinicalMinutesAtRisk),
            // What a lead wrote may name somebody; such a sentence stays out.
            Changes = [.. view.Updates.Where(u => u.State == UpdateState.Sent).SelectMany(u => u.YouSaidWeDid)
                .Where(y => !names.Any(n => Has(y.Said, n) || Has(y.Did, n)))
                .Select(y => (y.Said, y.Did)).Distinct().Take(MostChanges)],
            Now = view.Now,
        };
    }

    private static IEnumerable<string> NamesOf(PanelMember member) => NamesOf(member.Name);

    // Titles and initials are no names; a short word of a name could be any word.
    private static IEnumerable<string> NamesOf(string? name) => (name ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length > 2 && part is not ("Prof" or "Professor" or "Miss" or "Mrs"));

    private static bool Has(string words, string name)
    {
        for (var at = words.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = words.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
            if ((at == 0 || !char.IsLetter(words[at - 1])) && (at + name.Length == words.Length || !char.IsLetter(words[at + name.Length])))
                return true;
        return false;
    }
}
