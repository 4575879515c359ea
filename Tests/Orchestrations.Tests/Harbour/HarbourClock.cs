using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Harbour;

/// <summary>A clock that stands still until it is set.</summary>
internal sealed class HarbourClock(Instant start) : TimeProvider, IClock
{
    public Instant Now { get; set; } = start;

    public Instant GetCurrentInstant() => Now;

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
}
