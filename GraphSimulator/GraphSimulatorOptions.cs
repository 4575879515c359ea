namespace ClinicalEngagement.GraphSimulator;

/// <summary>How the simulator is started.</summary>
public sealed record GraphSimulatorOptions
{
    /// <summary>The SQLite file that holds people, calendars, mailboxes, pending reactions and the journal; made when absent. ":memory:" keeps nothing.</summary>
    public required string DataFile { get; init; }

    /// <summary>The loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>What calendars, temperaments, ids and chance derive from. An existing file keeps the seed it was made with.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The clock of the simulated trust.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>False leaves writing to the operating system (synchronous=OFF): for rehearsals that are thrown away.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>True: people react by timers of <see cref="Time"/>. False: only when POST /control/run-due says so.</summary>
    public bool AutoRun { get; init; } = true;

    /// <summary>Told of every request below /v1.0 and its answer, on the thread that answers; for tests that hold both to a contract.</summary>
    public Action<GraphExchange>? Observe { get; init; }

    /// <summary>The least number of people; above the embedded trust's about sixty, further staff are made up from the seed. 0 to 20,000.</summary>
    public int People { get; init; }
}
