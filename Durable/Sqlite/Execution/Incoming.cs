namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>What a turn delivers to an orchestration, as history keeps it.</summary>
internal abstract record Incoming
{
    /// <summary>The generation begins.</summary>
    public sealed record Begun : Incoming
    {
        public static Begun Instance { get; } = new();
    }

    public sealed record ActivityCompleted(long Seq, string Result) : Incoming;

    public sealed record ActivityFailed(long Seq, string ErrorType, string Message) : Incoming;

    public sealed record TimerFired(long Seq) : Incoming;

    public sealed record EventRaised(string Name, string? Data) : Incoming;
}
