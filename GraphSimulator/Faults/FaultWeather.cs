using System.Globalization;
using ClinicalEngagement.GraphSimulator.Store;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Faults;

/// <summary>Plans of faults by name, drawn from a seed: the same seed, start and length give the same faults.</summary>
internal static class FaultWeather
{
    /// <summary>The names.</summary>
    public static readonly IReadOnlyList<string> Names = ["storm", "badDay"];

    /// <summary>The faults of a plan, or null when there is no plan of that name.</summary>
    /// <param name="name">Which plan.</param>
    /// <param name="seed">What chance derives from.</param>
    /// <param name="start">When it begins.</param>
    /// <param name="length">How long it lasts.</param>
    /// <param name="percent">For a storm, what share of requests is turned away, 1 to 99.</param>
    /// <param name="mailboxes">The mailboxes that a bad day may pick from.</param>
    public static IReadOnlyList<Fault>? Of(string name, int seed, Instant start, Duration length, double percent, IReadOnlyList<string> mailboxes) => name switch
    {
        "storm" => Storm(new Dice(seed), start, start + length, percent),
        "badDay" => BadDay(new Dice(seed), start, length, mailboxes),
        _ => null,
    };

    // Six kinds of turning away, each an equal part of the whole. They are asked one after the other, so the later ones
    // take their part of what the earlier ones let through.
    private static List<Fault> Storm(Dice dice, Instant start, Instant end, double percent)
    {
        (int Status, string? RetryAfter)[] kinds =
        [
            (429, Whole(dice, "a", 1, 60)),
            (429, Whole(dice, "b", 60, 121)),
            (503, Whole(dice, "c", 1, 30)),
            (429, $"{dice.Roll(20, "storm", "d")}.{dice.Roll(900, "storm", "e") + 100}"),
            (503, $"date:{dice.Roll(90, "storm", "f") + 1}"),
            (503, null),
        ];
        var faults = new List<Fault>();
        var left = 100.0;
        foreach (var (status, retryAfter) in kinds)
        {
            var part = percent / kinds.Length;
            faults.Add(new Fault { Kind = FaultKind.Status, Status = status, RetryAfter = retryAfter, Percent = part / left * 100, From = start, Until = end });
            left -= part;
        }

        return faults;
    }

    private static string Whole(Dice dice, string which, int least, int below) =>
        (least + dice.Roll(below - least, "storm", which)).ToString(CultureInfo.InvariantCulture);

    // One thing after another goes wrong for a few minutes: answers lost before and after the effect, notifications lost,
    // doubled and late, tokens that expire, reads that lag, a mailbox that is closed to us for a while.
    private static List<Fault> BadDay(Dice dice, Instant start, Duration length, IReadOnlyList<string> mailboxes)
    {
        Fault[] kinds =
        [
            new() { Kind = FaultKind.Timeout, Percent = 40 },
            new() { Kind = FaultKind.Timeout, Percent = 40, AfterEffect = true },
            new() { Kind = FaultKind.Status, Status = 504, Percent = 40, AfterEffect = true },
            new() { Kind = FaultKind.Status, Status = 500, Percent = 30 },
            new() { Kind = FaultKind.Status, Status = 429, RetryAfter = "12.5", Percent = 50 },
            new() { Kind = FaultKind.NotificationLost, Percent = 50 },
            new() { Kind = FaultKind.NotificationDoubled, Percent = 50 },
            new() { Kind = FaultKind.NotificationLate, Percent = 50, Seconds = 900 },
            new() { Kind = FaultKind.TokenExpired, Percent = 60 },
            new() { Kind = FaultKind.StaleReads, Percent = 70, Seconds = 45 },
            new() { Kind = FaultKind.DeltaExpired, Percent = 50 },
            new() { Kind = FaultKind.AccessRevoked },
            new() { Kind = FaultKind.MailboxUnreadable },
        ];
        var faults = new List<Fault>();
        var at = start;
        for (var n = 0; at < start + length; n++)
        {
            var number = n.ToString(CultureInfo.InvariantCulture);
            var until = Instant.Min(at + Duration.FromMinutes(3 + dice.Roll(20, "bad day", "length", number)), start + length);
            var fault = dice.Pick(kinds, "bad day", "kind", number) with { From = at, Until = until };
            faults.Add(fault.Kind is FaultKind.AccessRevoked or FaultKind.MailboxUnreadable && mailboxes.Count > 0
                ? fault with { Mailbox = dice.Pick(mailboxes, "bad day", "mailbox", number) }
                : fault);
            at = until + Duration.FromMinutes(dice.Roll(5, "bad day", "pause", number));
        }

        return faults;
    }
}
