namespace ClinicalEngagement.Domain.Measures;

/// <summary>What engagement asks of one specialty over all projects. Never shown as it is: <see cref="EngagementLoad"/> leaves out what is too small.</summary>
/// <param name="Specialty">Its name.</param>
/// <param name="Clinicians">Clinicians on panels of projects that are at work, each counted once.</param>
/// <param name="Messages">Mails to them in the last twelve weeks.</param>
/// <param name="Meetings">Meetings with them in the last twelve weeks, and agreed ones ahead.</param>
/// <param name="Places">Places on panels: a clinician on two panels has two.</param>
/// <param name="Reached">Places with contact in the stage that their project is in.</param>
public sealed record SpecialtyLoad(string Specialty, int Clinicians, int Messages, int Meetings, int Places, int Reached);

/// <summary>A row as it may be shown; null is a figure that is left out.</summary>
/// <param name="Specialty">Its name, or all of them.</param>
/// <param name="Clinicians">As in <see cref="SpecialtyLoad"/>.</param>
/// <param name="Messages">As in <see cref="SpecialtyLoad"/>.</param>
/// <param name="Meetings">As in <see cref="SpecialtyLoad"/>.</param>
/// <param name="Places">As in <see cref="SpecialtyLoad"/>.</param>
/// <param name="Reached">As in <see cref="SpecialtyLoad"/>.</param>
public sealed record ShownLoad(string Specialty, int? Clinicians, int? Messages, int? Meetings, int? Places, int? Reached);

/// <summary>
/// The medical director's table: what engagement asks of each specialty, without names and without a figure under five. A figure that is
/// left out cannot be worked out from the others: where a column's sum would give it away, another one is left out with it, or the sum is.
/// </summary>
/// <remarks>The rule of five, and leaving out a second figure with the first, follow NHS England's practice of disclosure control for small numbers.</remarks>
public static class EngagementLoad
{
    /// <summary>No figure below it is shown.</summary>
    public const int Least = 5;

    /// <summary>The table as it may be shown, and the sums of its columns.</summary>
    public static (IReadOnlyList<ShownLoad> Rows, ShownLoad Total) Show(IReadOnlyList<SpecialtyLoad> loads)
    {
        // A row about four people is about each of them.
        var small = loads.Select(l => l.Clinicians < Least).ToArray();
        var clinicians = Column(l => l.Clinicians, _ => false);
        var messages = Column(l => l.Messages, _ => false);
        var meetings = Column(l => l.Meetings, _ => false);
        var places = Column(l => l.Places, _ => false);
        // Who was not reached is a figure too, and stands beside as a difference.
        var reached = Column(l => l.Reached, l => l.Places - l.Reached is > 0 and < Least);
        var missed = places.Sum - reached.Sum;
        return (
            [.. loads.Select((l, i) => new ShownLoad(
                l.Specialty, clinicians.Cells[i], messages.Cells[i], meetings.Cells[i], places.Cells[i], places.Cells[i] is null ? null : reached.Cells[i]))],
            new ShownLoad("All specialties", clinicians.Sum, messages.Sum, meetings.Sum, places.Sum, missed is > 0 and < Least ? null : reached.Sum));

        (int?[] Cells, int? Sum) Column(Func<SpecialtyLoad, int> value, Func<SpecialtyLoad, bool> alsoSmall)
        {
            int[] values = [.. loads.Select(value)];
            bool[] hidden = [.. values.Select((v, i) => small[i] || v < Least || alsoSmall(loads[i]))];
            while (hidden.Any(h => h) && IsGivenAway())
            {
                var next = Enumerable.Range(0, values.Length).Where(i => !hidden[i]).OrderBy(i => values[i]).Cast<int?>().FirstOrDefault();
                if (next is not { } also)
                    break;
                hidden[also] = true;
            }

            var isShown = values.Sum() >= Least && !(hidden.Any(h => h) && IsGivenAway());
            return ([.. values.Select((v, i) => hidden[i] ? (int?)null : v)], isShown ? values.Sum() : null);

            bool IsGivenAway() => hidden.Count(h => h) == 1 || values.Where((_, i) => hidden[i]).Sum() < Least;
        }
    }
}
