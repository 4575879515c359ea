using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>What an orchestration's code asked for in a turn, as history keeps it. A replay must ask for the same in the same order.</summary>
internal abstract record Outgoing(long Seq)
{
    public sealed record ActivityScheduled(long Seq, string Name, string Input, RetryPolicy? Retry) : Outgoing(Seq)
    {
        public override string ToString() => $"activity '{Name}' with input {Input}";
    }

    public sealed record TimerCreated(long Seq, DateTimeOffset FireAt) : Outgoing(Seq)
    {
        public override string ToString() => $"a timer for {FireAt:O}";
    }

    public sealed record TimerCancelled(long Seq, DateTimeOffset FireAt) : Outgoing(Seq)
    {
        public override string ToString() => $"cancelling the timer of request {Seq}";
    }
}
