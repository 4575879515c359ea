using System.Text.Json;
using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>A wait for an event of one name.</summary>
internal abstract class EventWaiter
{
    /// <summary>Gives the waiter the event, unless its wait was cancelled.</summary>
    public abstract bool TryTake(string? data);

    public abstract bool IsOver { get; }
}

/// <inheritdoc/>
internal sealed class EventWaiter<TEvent>(OrchestrationExecution owner, CancellationToken cancellationToken) : EventWaiter
{
    private readonly TaskCompletionSource<TEvent> source = new(owner);
    private CancellationTokenRegistration registration;

    public Task<TEvent> Task => source.Task;

    public override bool IsOver => source.Task.IsCompleted;

    public void Watch() => registration = cancellationToken.UnsafeRegister(static waiter => ((EventWaiter<TEvent>)waiter!).Cancel(), this);

    public override bool TryTake(string? data)
    {
        if (IsOver)
            return false;
        registration.Dispose();
        TEvent value;
        try
        {
            value = Read(data);
        }
        catch (JsonException unreadable)
        {
            return source.TrySetException(unreadable);
        }
        return source.TrySetResult(value);
    }

    public static TEvent Read(string? data) => data is null ? default! : JsonSerializer.Deserialize<TEvent>(data, DurableJson.Options)!;

    private void Cancel()
    {
        if (owner.IsCancelOnTurn("a wait for an event"))
            source.TrySetCanceled(cancellationToken);
    }
}
