using System.Globalization;
using ClinicalEngagement.Durable.Sqlite.Execution;

namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>One thing that happened in an orchestration's current generation.</summary>
/// <param name="Turn">The number of the turn, from 0.</param>
/// <param name="At">When the turn ran, in UTC.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Seq">The sequence number of the request that is made or answered, or null.</param>
/// <param name="Name">An activity's, event's or error's name, or null.</param>
/// <param name="Data">JSON of an input, a result or an event's data; a timer's time; an error's message; or null.</param>
public sealed record HistoryEntry(int Turn, DateTimeOffset At, HistoryKind Kind, long? Seq, string? Name, string? Data)
{
    internal static IEnumerable<HistoryEntry> From(HistoryTurn turn) =>
        turn.Delivered.Select(incoming => From(turn, incoming)).Concat(turn.Asked.Select(outgoing => From(turn, outgoing)));

    private static HistoryEntry From(HistoryTurn turn, Incoming incoming) => incoming switch
    {
        Incoming.Begun => new(turn.Number, turn.At, HistoryKind.Begun, null, null, null),
        Incoming.ActivityCompleted c => new(turn.Number, turn.At, HistoryKind.ActivityCompleted, c.Seq, null, c.Result),
        Incoming.ActivityFailed f => new(turn.Number, turn.At, HistoryKind.ActivityFailed, f.Seq, f.ErrorType, f.Message),
        Incoming.TimerFired t => new(turn.Number, turn.At, HistoryKind.TimerFired, t.Seq, null, null),
        Incoming.EventRaised e => new(turn.Number, turn.At, HistoryKind.EventRaised, null, e.Name, e.Data),
        _ => throw new System.Diagnostics.UnreachableException(incoming.ToString()),
    };

    private static HistoryEntry From(HistoryTurn turn, Outgoing outgoing) => outgoing switch
    {
        Outgoing.ActivityScheduled a => new(turn.Number, turn.At, HistoryKind.ActivityScheduled, a.Seq, a.Name, a.Input),
        Outgoing.TimerCreated t => new(
            turn.Number, turn.At, HistoryKind.TimerCreated, t.Seq, null, t.FireAt.ToString("O", CultureInfo.InvariantCulture)),
        Outgoing.TimerCancelled x => new(turn.Number, turn.At, HistoryKind.TimerCancelled, x.Seq, null, null),
        _ => throw new System.Diagnostics.UnreachableException(outgoing.ToString()),
    };
}

/// <summary>What an entry of a history tells of.</summary>
public enum HistoryKind
{
    /// <summary>The generation began.</summary>
    Begun,

    /// <summary>An activity returned.</summary>
    ActivityCompleted,

    /// <summary>An activity threw on its last try.</summary>
    ActivityFailed,

    /// <summary>A timer fired.</summary>
    TimerFired,

    /// <summary>An event came.</summary>
    EventRaised,

    /// <summary>The code asked for an activity.</summary>
    ActivityScheduled,

    /// <summary>The code asked for a timer.</summary>
    TimerCreated,

    /// <summary>The code cancelled a timer.</summary>
    TimerCancelled,
}
