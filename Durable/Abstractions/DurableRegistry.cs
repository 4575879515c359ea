using System.Text.Json;

namespace ClinicalEngagement.Durable.Abstractions;

/// <summary>
/// The orchestrators and activities of an app by name, as data: the embedded engine runs from it, and tests compare the
/// Functions app with it.
/// </summary>
public sealed class DurableRegistry
{
    private readonly Dictionary<string, OrchestratorRegistration> orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActivityRegistration> activities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The registered orchestrators by name, without case.</summary>
    public IReadOnlyDictionary<string, OrchestratorRegistration> Orchestrators => orchestrators;

    /// <summary>The registered activities by name, without case.</summary>
    public IReadOnlyDictionary<string, ActivityRegistration> Activities => activities;

    /// <summary>Adds an orchestrator. It is created anew for every execution.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableRegistry AddOrchestrator<TOrchestrator, TInput>(OrchestratorName<TInput> name)
        where TOrchestrator : IOrchestrator<TInput>, new()
    {
        return Add(new OrchestratorRegistration(
            name.Name, typeof(TOrchestrator), typeof(TInput),
            (context, input) => new TOrchestrator().RunAsync(context, Read<TInput>(input))));
    }

    /// <summary>Adds an orchestrator that is not a class of its own.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableRegistry Add(OrchestratorRegistration orchestrator)
    {
        orchestrators.Add(orchestrator.Name, orchestrator);
        return this;
    }

    /// <summary>Adds an activity that is not a class of its own.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableRegistry Add(ActivityRegistration activity)
    {
        activities.Add(activity.Name, activity);
        return this;
    }

    /// <summary>Adds an activity. It is taken from the service provider of a scope that lives as long as one run of it.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableRegistry AddActivity<TActivity, TInput, TOutput>(ActivityName<TInput, TOutput> name)
        where TActivity : class, IActivity<TInput, TOutput>
    {
        return Add(new ActivityRegistration(
            name.Name, typeof(TActivity), typeof(TInput), typeof(TOutput),
            async (services, input, cancellationToken) =>
            {
                var activity = (TActivity?)services.GetService(typeof(TActivity))
                    ?? throw new InvalidOperationException($"Activity {typeof(TActivity).Name} is not registered as a service.");
                var output = await activity.RunAsync(Read<TInput>(input), cancellationToken);
                return JsonSerializer.Serialize(output, DurableJson.Options);
            }));
    }

    private static T Read<T>(string? json) => json is null ? default! : JsonSerializer.Deserialize<T>(json, DurableJson.Options)!;
}

/// <summary>An orchestrator by name.</summary>
/// <param name="Name">The name it is started by.</param>
/// <param name="Type">Its class.</param>
/// <param name="Input">The type of its input.</param>
/// <param name="Run">Runs one execution from the input's JSON.</param>
public sealed record OrchestratorRegistration(string Name, Type Type, Type Input, Func<IOrchestrationContext, string?, Task> Run);

/// <summary>An activity by name.</summary>
/// <param name="Name">The name it is called by.</param>
/// <param name="Type">Its class, registered as a scoped service.</param>
/// <param name="Input">The type of its input.</param>
/// <param name="Output">The type of its output.</param>
/// <param name="Run">Runs it in a scope, from the input's JSON to the output's JSON.</param>
public sealed record ActivityRegistration(
    string Name, Type Type, Type Input, Type Output, Func<IServiceProvider, string?, CancellationToken, Task<string>> Run);
