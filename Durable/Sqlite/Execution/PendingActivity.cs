using System.Text.Json;
using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>An activity that was scheduled and not yet answered.</summary>
internal abstract class PendingActivity(string name)
{
    public string Name { get; } = name;

    public abstract void Complete(string result);

    public abstract void Fail(string errorType, string message);
}

/// <inheritdoc/>
internal sealed class PendingActivity<TOutput>(string name, OrchestrationExecution owner) : PendingActivity(name)
{
    private readonly TaskCompletionSource<TOutput> source = new(owner);

    public Task<TOutput> Task => source.Task;

    public override void Complete(string result)
    {
        TOutput output;
        try
        {
            output = JsonSerializer.Deserialize<TOutput>(result, DurableJson.Options)!;
        }
        catch (JsonException unreadable)
        {
            source.SetException(unreadable);
            return;
        }
        source.SetResult(output);
    }

    public override void Fail(string errorType, string message) => source.SetException(new ActivityFailedException(Name, errorType, message));
}
