using System.Text.Json.Serialization;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Rehearsal.Scripts;

/// <summary>Something that goes wrong with the machine, at a moment.</summary>
internal sealed record ScriptedFault
{
    /// <summary>So many days after the beginning.</summary>
    public required int Day { get; init; }

    /// <summary>At this time of that day, in London, as "09:15".</summary>
    public required string At { get; init; }

    /// <summary>What goes wrong.</summary>
    public required MachineFault Is { get; init; }

    /// <summary>How far the clock is set, or how long the store is away. A clock that is set stays so until it is set again.</summary>
    public int Minutes { get; init; }

    /// <summary>In the middle of the how manyth next request to Microsoft 365 the host is stopped.</summary>
    public int Requests { get; init; } = 1;

    /// <summary>When.</summary>
    [JsonIgnore]
    public LocalTime Time => TimeOf(At) ?? default;

    /// <summary>What cannot be read of it, or null.</summary>
    [JsonIgnore]
    public string? Fault => TimeOf(At) is null ? $"“{At}” is no time of day like 09:15."
        : Day < 0 ? "“day” counts days from 0."
        : Requests < 1 ? "“requests” counts from 1."
        : Is == MachineFault.StoreAway && Minutes <= 0 ? "“minutes” says how long the store is away." : null;

    private static LocalTime? TimeOf(string text) =>
        NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text) is { Success: true, Value: var time } ? time : null;
}

/// <summary>What can go wrong with a machine.</summary>
internal enum MachineFault
{
    /// <summary>The store cannot be reached for so many minutes.</summary>
    StoreAway,

    /// <summary>Its clock is set so many minutes ahead of the right time, or behind where that is negative; 0 sets it right.</summary>
    ClockSet,

    /// <summary>The host is stopped in the middle of what it asks Microsoft 365 for, and a new one is started on what it left.</summary>
    Deployed,
}
