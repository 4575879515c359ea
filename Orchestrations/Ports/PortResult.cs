using NodaTime;

namespace ClinicalEngagement.Orchestrations.Ports;

/// <summary>What came of asking the world outside. What is expected is a case here; an exception is a bug or an outage.</summary>
public abstract record PortResult<T>
{
    private PortResult()
    {
    }

    /// <summary>It answered.</summary>
    public sealed record Answered(T Value) : PortResult<T>;

    /// <summary>It asks us to come back no earlier than that.</summary>
    public sealed record Throttled(Instant Until) : PortResult<T>;

    /// <summary>It will not: no permission, no such mailbox, an account that is gone. <paramref name="Reason"/> is for the lead or the administrator, without personal data.</summary>
    public sealed record Refused(string Reason) : PortResult<T>;

    /// <summary>It may have been done or not, and cannot be asked: a task for the lead, never a second try. <paramref name="Reason"/> is for the lead, without personal data.</summary>
    public sealed record Uncertain(string Reason) : PortResult<T>;

    /// <summary>Wraps an answer.</summary>
    public static implicit operator PortResult<T>(T value) => new Answered(value);
}
