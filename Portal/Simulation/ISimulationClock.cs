using NodaTime;

namespace ClinicalEngagement.Portal.Simulation;

/// <summary>The clock of a simulation. A host that provides one gets the simulation bar on every page of the lead.</summary>
public interface ISimulationClock
{
    /// <summary>The time in the simulation.</summary>
    Instant Now { get; }

    /// <summary>How fast it runs.</summary>
    SimulationSpeed Speed { get; }

    /// <summary>Where calendars and mailboxes can be seen and played by hand, or null.</summary>
    Uri? Simulator { get; }

    /// <summary>Changes how fast it runs.</summary>
    Task SetSpeedAsync(SimulationSpeed speed, CancellationToken cancellationToken);

    /// <summary>Goes to the next moment at which something is due, and lets it happen.</summary>
    Task JumpToNextAsync(CancellationToken cancellationToken);
}

/// <summary>How fast simulated time runs.</summary>
public enum SimulationSpeed
{
    /// <summary>It stands.</summary>
    Paused,

    /// <summary>As fast as real time.</summary>
    RealTime,

    /// <summary>An hour a second.</summary>
    HourPerSecond,

    /// <summary>A day a second.</summary>
    DayPerSecond,
}
