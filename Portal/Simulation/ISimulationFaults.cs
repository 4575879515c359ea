namespace ClinicalEngagement.Portal.Simulation;

/// <summary>What can be made to go wrong in a simulation.</summary>
public interface ISimulationFaults
{
    /// <summary>What goes wrong at present, in words.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Makes something go wrong from now on.</summary>
    Task AddAsync(SimulationFault fault, CancellationToken cancellationToken);

    /// <summary>Ends all of it.</summary>
    Task ClearAsync(CancellationToken cancellationToken);
}

/// <summary>Something that can go wrong at the simulated Microsoft 365.</summary>
public enum SimulationFault
{
    /// <summary>Every second request is throttled.</summary>
    Throttled,

    /// <summary>Nothing answers.</summary>
    Down,

    /// <summary>Mails are sent, and the answer that says so is lost.</summary>
    SendAnswersLost,

    /// <summary>Lists do not show yet what was made in the last minute.</summary>
    StaleLists,

    /// <summary>No notifications arrive.</summary>
    NoNotifications,
}
