using NodaTime;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>One reason that excludes every start strictly between two moments.</summary>
/// <param name="Refusal">The rule, whom it looks at, and the words.</param>
/// <param name="After">Starts at this moment or before are not touched.</param>
/// <param name="Before">Starts at this moment or later are not touched.</param>
internal readonly record struct Exclusion(SlotRefusal Refusal, Instant After, Instant Before)
{
    /// <summary>True when it excludes that start.</summary>
    public bool Excludes(Instant start) => After < start && start < Before;
}
