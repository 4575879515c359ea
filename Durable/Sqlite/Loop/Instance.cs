using System.Diagnostics;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite.Execution;
using ClinicalEngagement.Durable.Sqlite.Storage;

namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <summary>An orchestration in memory: its row, its mail, and where there has been a turn, its suspended code.</summary>
internal sealed class Instance(long key, string id, string orchestrator, DateTimeOffset createdAt)
{
    public long Key { get; } = key;

    public string Id { get; } = id;

    public string Orchestrator { get; } = orchestrator;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public OrchestrationState State { get; set; }

    public long Generation { get; set; }

    public long FirstSeq { get; set; } = 1;

    public string? Input { get; set; }

    /// <summary>The number of the next turn of this generation.</summary>
    public int NextTurn { get; set; }

    /// <summary>When this generation's last turn ran; a turn is never earlier than the one before it.</summary>
    public DateTimeOffset LastTurnAt { get; set; } = DateTimeOffset.MinValue;

    public OrchestrationExecution? Execution { get; set; }

    /// <summary>What waits for the next turn, oldest first. All of the stored inbox is in it.</summary>
    public List<Letter> Mailbox { get; set; } = [];

    /// <summary>True while it is in the queue of those with a turn to run.</summary>
    public bool IsQueued { get; set; }

    /// <summary>False until its row is in the batch or in the file.</summary>
    public bool IsStored { get; set; }

    /// <summary>The last turn's place in the trace.</summary>
    public ActivityContext? LastTurn { get; set; }

    public LinkedListNode<Instance>? Recency { get; set; }

    public bool IsEnded => State >= OrchestrationState.Completed;

    public ExecutionIdentity Identity => new(Id, CreatedAt, Generation, FirstSeq, Input);

    public static Instance From(InstanceRow row) => new(row.Key, row.Id, row.Orchestrator, row.CreatedAt)
    {
        State = row.State,
        Generation = row.Generation,
        FirstSeq = row.FirstSeq,
        Input = row.Input,
        IsStored = true,
    };
}
