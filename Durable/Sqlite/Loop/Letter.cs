using ClinicalEngagement.Durable.Sqlite.Execution;

namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <summary>One message on its way to an orchestration, with the row that its turn takes away.</summary>
internal sealed class Letter(Incoming message)
{
    public Incoming Message { get; } = message;

    /// <summary>The inbox row that holds the message, or 0.</summary>
    public long InboxId { get; init; }

    /// <summary>The time under which the fired timer is stored.</summary>
    public DateTimeOffset FireAt { get; init; }

    /// <summary>The activity that is answered.</summary>
    public ActivityTask? Activity { get; init; }

    /// <summary>Called once the message is durable.</summary>
    public Action? Committed { get; init; }
}
