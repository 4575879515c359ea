using System.Globalization;
using ClinicalEngagement.GraphSimulator.Store;

namespace ClinicalEngagement.GraphSimulator.Faults;

/// <summary>Which of the faults on demand hits now. Runs inside a turn, since a fault may be counted down.</summary>
internal sealed class FaultPlan(World world)
{
    /// <summary>The first fault of those kinds that hits this operation on this mailbox, counted down; null when none does.</summary>
    public Fault? Take(string operation, string? mailbox, params ReadOnlySpan<FaultKind> kinds)
    {
        foreach (var fault in world.Faults.All.OrderBy(f => f.Id, StringComparer.Ordinal).ToArray())
        {
            if (!kinds.Contains(fault.Kind) || !Concerns(fault, operation, mailbox))
                continue;
            if (fault.Until <= world.Now)
            {
                world.Faults.Remove(fault.Id);
                continue;
            }

            if (fault.From > world.Now)
                continue;

            // Every case has a number of its own, so that a storm is the same storm for the same seed.
            if (fault.Percent is { } percent && !world.Dice.Chance(percent, "fault", fault.Id, world.Next("fault " + fault.Id).ToString(CultureInfo.InvariantCulture)))
                continue;
            if (fault.Count is { } count)
            {
                if (count <= 1)
                    world.Faults.Remove(fault.Id);
                else
                    world.Faults.Put(fault with { Count = count - 1 });
            }

            return fault;
        }

        return null;
    }

    /// <summary>The first fault of that kind that hits this mailbox, whatever the operation.</summary>
    public Fault? Take(string mailbox, FaultKind kind) => Take("", mailbox, kind);

    private static bool Concerns(Fault fault, string operation, string? mailbox) =>
        (fault.Mailbox is null || string.Equals(fault.Mailbox, mailbox, StringComparison.OrdinalIgnoreCase))
        && (fault.Operation is null
            || fault.Operation.Equals(operation, StringComparison.OrdinalIgnoreCase)
            || (fault.Operation.EndsWith('*') && operation.StartsWith(fault.Operation[..^1], StringComparison.OrdinalIgnoreCase)));
}
