using System.Globalization;
using ClinicalEngagement.Domain.Scheduling.Planning;

namespace ClinicalEngagement.Benchmarks.Planner;

/// <summary>Reads public problem files as batches. A file that is not in its format throws <see cref="FormatException"/> with its line.</summary>
/// <remarks>
/// CSPLib prob046 (meetings of agents at places, as reformatted in 27 files: "meetings agents slots", who attends, distances): the sum of
/// starts is least. PrefLib (.soc, .soi, .toc, .toi): every voter is a meeting, every alternative a start, its rank the cost. OR-Library
/// assignNNN.txt: n and an n by n matrix of costs.
/// </remarks>
internal static class ProblemFiles
{
    /// <summary>The batch in a file, by its name's ending.</summary>
    public static PlanProblem Read(string path)
    {
        var lines = File.ReadAllLines(path);
        if (Path.GetExtension(path) is ".soc" or ".soi" or ".toc" or ".toi")
            return Preferences(lines);
        return Path.GetFileName(path).StartsWith("assign", StringComparison.OrdinalIgnoreCase) ? Assignment(lines) : Meetings(lines);
    }

    private static PlanProblem Assignment(string[] lines)
    {
        var numbers = lines.SelectMany(Numbers).ToArray();
        var n = numbers.Length == 0 ? 0 : (int)numbers[0];
        if (numbers.Length < 1 + ((long)n * n))
            throw new FormatException($"Expected {n} by {n} costs after the first number.");
        var costs = numbers.AsMemory(1);
        return new()
        {
            Persons = 1,
            Cells = n,
            UnplacedCost = (numbers.Max() + 1) * n,
            Meetings = [.. Enumerable.Range(0, n).Select(row => new PlanMeeting(
                [new(0, 1)], [.. Enumerable.Range(0, n).Select(c => new PlanChoice(c, costs.Span[(row * n) + c]))]))],
        };
    }

    private static PlanProblem Preferences(string[] lines)
    {
        var meetings = new List<PlanMeeting>();
        var alternatives = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            var colon = line.IndexOf(':');
            if (colon < 0 || !int.TryParse(line[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var voters))
                throw new FormatException($"Line {i + 1}: expected \"count: order\".");
            var (choices, rank, inTie) = (new List<PlanChoice>(), 0, false);
            foreach (var part in line[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                inTie |= part[0] == '{';
                var number = int.Parse(part.Trim('{', '}'), CultureInfo.InvariantCulture);
                alternatives = Math.Max(alternatives, number);
                choices.Add(new(number - 1, rank));
                inTie &= part[^1] != '}';
                if (!inTie)
                    rank++;
            }

            for (var v = 0; v < voters; v++)
                meetings.Add(new([new(0, 1)], choices));
        }

        return new() { Persons = 1, Cells = alternatives, Meetings = meetings, UnplacedCost = ((long)alternatives + 1) * (meetings.Count + 1) };
    }

    private static PlanProblem Meetings(string[] lines)
    {
        var filled = lines.Select((text, index) => (Numbers: Numbers(text.Contains(':') ? text[(text.IndexOf(':') + 1)..] : text).ToArray(), Line: index + 1))
            .Where(l => l.Numbers.Length > 0).ToArray();
        if (filled.Length == 0 || filled[0].Numbers.Length != 3)
            throw new FormatException("Line 1: expected meetings, agents and slots.");
        var (n, agents, slots) = ((int)filled[0].Numbers[0], (int)filled[0].Numbers[1], (int)filled[0].Numbers[2]);
        if (filled.Length < 1 + agents + n || filled.Skip(1).Take(agents + n).Any(l => l.Numbers.Length != n))
            throw new FormatException($"Expected {agents} lines of attendance and {n} of distances, {n} numbers each.");
        // Travel depends on the pair, so each pair that shares an agent is a person of its own whom both take for the way as well.
        var uses = Enumerable.Range(0, n).Select(_ => new List<PlanUse>()).ToArray();
        var pairs = 0;
        for (var a = 0; a < n; a++)
            for (var b = a + 1; b < n; b++)
                if (Enumerable.Range(1, agents).Any(g => filled[g].Numbers[a] == 1 && filled[g].Numbers[b] == 1))
                {
                    var cells = 1 + (int)filled[1 + agents + a].Numbers[b];
                    uses[a].Add(new(pairs, cells));
                    uses[b].Add(new(pairs++, cells));
                }

        return new()
        {
            Persons = pairs,
            Cells = slots,
            UnplacedCost = (long)slots * n,
            Meetings = [.. uses.Select(u => new PlanMeeting(u, [.. Enumerable.Range(0, slots).Select(s => new PlanChoice(s, s))]))],
        };
    }

    private static IEnumerable<long> Numbers(string line) => line
        .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
        .Select(t => long.Parse(t, CultureInfo.InvariantCulture));
}
