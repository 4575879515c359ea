using ClinicalEngagement.GraphSimulator;
using ClinicalEngagement.Portal.Simulation;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>How the one-machine host is started.</summary>
public sealed record HostSettings
{
    /// <summary>The folder that holds everything: facts, workflow, simulated trust, clock and keys.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The port of the portal; 0 takes a free one.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>The network address the portal listens on; null is loopback. Anything else needs sign-in.</summary>
    public System.Net.IPAddress? Listen { get; init; }

    /// <summary>The loopback port of the simulated Microsoft 365; 0 takes a free one.</summary>
    public int SimulatorPort { get; init; } = 5081;

    /// <summary>What calendars, temperaments, ids and chance derive from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How fast simulated time runs at first.</summary>
    public SimulationSpeed Speed { get; init; } = SimulationSpeed.RealTime;

    /// <summary>Where a new simulation's clock begins.</summary>
    public required Instant Start { get; init; }

    /// <summary>True for a rehearsal: ids and keys derive from the seed, and nothing needs to outlive the machine.</summary>
    public bool Rehearsal { get; init; }

    /// <summary>How often a rehearsal's host was started before on the same data.</summary>
    internal int StartsBefore { get; init; }

    /// <summary>True where what goes wrong is rehearsed on purpose: it is not written to the console.</summary>
    internal bool Quiet { get; init; }

    /// <summary>What the new clock of a machine in a rehearsal is set to, from the right time.</summary>
    internal Duration ClockAhead { get; init; }

    /// <summary>The address that stands in links. In a rehearsal it does not depend on the port that was free.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>A mailbox of the simulated trust that organises and sends for every lead; null: each lead's own does.</summary>
    public string? SharedMailbox { get; init; }

    /// <summary>The least number of people in the simulated trust.</summary>
    public int SimulatedPeople { get; init; }

    /// <summary>Told of everything that goes between the product and the simulated Microsoft 365.</summary>
    public Action<GraphExchange>? Observe { get; init; }

    /// <summary>True to work with a real tenant by the section "Graph" of the configuration, on the real clock.</summary>
    public bool RealTenant { get; init; }
}
