using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>
/// Names what an orchestrator awaits that the engine did not create, by looking into its compiled state machine. Only for the
/// words of an error: where the runtime's fields are named otherwise, the words are less precise.
/// </summary>
internal static partial class ForeignAwait
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const int MaxDepth = 16;

    /// <summary>The awaited thing behind a posted continuation or a task, such as "Task.Delay in CountOrchestrator.RunAsync".</summary>
    public static string Describe(object? continuationOrTask) => continuationOrTask switch
    {
        Delegate { Target: { } target } => DescribeBox(target, 0) ?? "a task",
        { } other => DescribeBox(other, 0) ?? "a task",
        null => "a task",
    };

    private static string? DescribeBox(object box, int depth)
    {
        if (depth > MaxDepth || box.GetType().GetField("StateMachine", Fields)?.GetValue(box) is not IAsyncStateMachine machine)
            return null;
        foreach (var field in machine.GetType().GetFields(Fields).Where(f => f.Name.StartsWith("<>u__", StringComparison.Ordinal)))
            if (TaskOf(field.GetValue(machine), 0) is { } task && DescribeTask(task, depth) is { } words)
                return words.Contains(" in ", StringComparison.Ordinal) ? words : $"{words} in {NameOf(machine.GetType())}";
        return null;
    }

    private static string? DescribeTask(Task task, int depth)
    {
        if (task.AsyncState is OrchestrationExecution)
            return null;
        var type = task.GetType();
        if (DescribeBox(task, depth + 1) is { } inner)
            return inner;
        if (type.Name.StartsWith("AsyncStateMachineBox", StringComparison.Ordinal))
            return null;
        if (type.Name.StartsWith("WhenAll", StringComparison.Ordinal) || type.Name.Contains("WhenAny", StringComparison.Ordinal))
            return PartsOf(task).Select(part => DescribeTask(part, depth + 1)).FirstOrDefault(words => words is not null)
                ?? $"Task.{type.Name.Replace("Promise", "", StringComparison.Ordinal).Split('`')[0]}";
        return type.Name switch
        {
            _ when type.Name.StartsWith("Delay", StringComparison.Ordinal) => "Task.Delay",
            _ when type.Name.StartsWith("CancellationPromise", StringComparison.Ordinal) => "Task.WaitAsync",
            "UnwrapPromise`1" => "Task.Run",
            "Task" or "Task`1" => "a task that is not the engine's (Task.Run, a TaskCompletionSource or I/O)",
            _ => $"a {type.Name.Split('`')[0]}",
        };
    }

    private static IEnumerable<Task> PartsOf(Task composite) =>
        composite.GetType().GetFields(Fields)
            .Select(field => field.GetValue(composite))
            .OfType<IEnumerable>()
            .SelectMany(parts => parts.OfType<Task>());

    private static Task? TaskOf(object? awaiter, int depth)
    {
        if (awaiter is null || depth > 2)
            return awaiter as Task;
        foreach (var field in awaiter.GetType().GetFields(Fields))
            switch (field.GetValue(awaiter))
            {
                case Task task:
                    return task;
                case { } nested when field.FieldType.IsValueType && TaskOf(nested, depth + 1) is { } found:
                    return found;
            }
        return null;
    }

    // The compiler names a method's state machine "<Method>d__1", a local function's "<<Method>g__Local|0_0>d".
    [GeneratedRegex(@"<(?<method>[^<>]+)>(g__(?<local>\w+)\|)?")]
    private static partial Regex MethodName();

    private static string NameOf(Type machine)
    {
        var method = MethodName().Match(machine.Name) is { Success: true } match
            ? match.Groups["local"] is { Success: true } local ? local.Value : match.Groups["method"].Value
            : machine.Name;
        var owner = machine.DeclaringType;
        while (owner is { DeclaringType: not null } && owner.Name.StartsWith('<'))
            owner = owner.DeclaringType;
        return owner is null ? method : $"{owner.Name}.{method}";
    }
}
