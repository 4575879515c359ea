using System.Runtime.InteropServices;

namespace ClinicalEngagement.Domain.Scheduling.Planning;

/// <summary>
/// A batch of meetings to be placed together, in numbers: cells of one resolution, persons, and for every meeting the starts it may have
/// and what each costs. Costs are whole numbers; lower is better.
/// </summary>
public sealed record PlanProblem
{
    /// <summary>How many persons there are: hosts and clinicians alike, numbered from 0.</summary>
    public required int Persons { get; init; }

    /// <summary>How many cells a person's time has. At most 65,536.</summary>
    public required int Cells { get; init; }

    /// <summary>The meetings.</summary>
    public required IReadOnlyList<PlanMeeting> Meetings { get; init; }

    /// <summary>The local day of each cell, rising; empty when no cap is used.</summary>
    public IReadOnlyList<int> DayOfCell { get; init; } = [];

    /// <summary>How many meetings a person may begin on one day, by person and day; null or a missing entry is no limit.</summary>
    public IReadOnlyDictionary<(int Person, int Day), int>? Caps { get; init; }

    /// <summary>What it costs to leave one meeting without a time: more than any plan of the others may save.</summary>
    public required long UnplacedCost { get; init; }
}

/// <summary>One meeting of a batch.</summary>
/// <param name="Uses">Whose time it takes; each person once.</param>
/// <param name="Choices">The starts it may have; may be empty.</param>
/// <param name="Fixed">The index of the choice that was agreed and stays, or -1.</param>
public sealed record PlanMeeting(IReadOnlyList<PlanUse> Uses, IReadOnlyList<PlanChoice> Choices, int Fixed = -1)
{
    /// <summary>The choices as memory: a batch goes over hundreds of thousands, and asking a list's interface for each takes longer than solving.</summary>
    internal ReadOnlySpan<PlanChoice> ChoiceSpan => Choices switch
    {
        PlanChoice[] array => array,
        List<PlanChoice> list => CollectionsMarshal.AsSpan(list),
        var other => other.ToArray(),
    };
}

/// <summary>A person's part in a meeting.</summary>
/// <param name="Person">Which person.</param>
/// <param name="Cells">How many cells from its start on nobody else may have of them, buffers included; at least 1.</param>
public readonly record struct PlanUse(int Person, int Cells);

/// <summary>One start that a meeting may have.</summary>
/// <param name="Start">The cell it begins in.</param>
/// <param name="Cost">What it costs, not negative.</param>
public readonly record struct PlanChoice(int Start, long Cost);

/// <summary>A plan and the proof that comes with it.</summary>
/// <param name="Choice">For every meeting the index of its choice, or -1 when it is left without a time.</param>
/// <param name="Cost">The sum of the costs, unplaced meetings included.</param>
/// <param name="Bound">No plan costs less than this.</param>
/// <param name="Nodes">How many linear programmes were solved; 1 when the first one had a whole-numbered answer.</param>
/// <param name="Steps">What that took: pivots of the linear programmes, or cells that the shortest paths of an assignment came by.</param>
public sealed record PlanSolution(IReadOnlyList<int> Choice, Int128 Cost, Int128 Bound, int Nodes, int Steps)
{
    /// <summary>True when no plan costs less.</summary>
    public bool IsProven => Cost == Bound;
}
