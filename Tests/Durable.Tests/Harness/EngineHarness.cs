using System.Text.Json;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ClinicalEngagement.Durable.Tests.Harness;

/// <summary>One engine over a file of its own, with a clock that stands still until it is told to go.</summary>
internal sealed class EngineHarness : IAsyncDisposable
{
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo folder = TestFolder.Create("durable-");
    private EmbeddedEngine? engine;

    public EngineHarness() => Options = new EmbeddedEngineOptions { DatabaseFile = Path.Combine(folder.FullName, "engine.db"), Synchronous = Synchronous.Off };

    public EmbeddedEngineOptions Options { get; set; }

    public FakeTimeProvider Clock { get; set; } = new(Monday);

    /// <summary>The engine's clock: <see cref="Clock"/> unless a test brings another.</summary>
    public TimeProvider? Time { get; set; }

    public DurableRegistry Registry { get; set; } = new();

    public ILoggerFactory Logs { get; set; } = NullLoggerFactory.Instance;

    public EmbeddedEngine Engine => engine ?? throw new InvalidOperationException("Open the engine first.");

    public IOrchestrationClient Client => Engine.Client;

    /// <summary>What activities and orchestrators of a test write down, in order.</summary>
    public Journal Journal { get; } = new();

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public OrchestratorName<TInput> Orchestrator<TInput>(string name, Func<IOrchestrationContext, TInput, Task> code)
    {
        Registry.Add(new OrchestratorRegistration(name, typeof(EngineHarness), typeof(TInput), (context, input) => code(context, Read<TInput>(input))));
        return new OrchestratorName<TInput>(name);
    }

    public ActivityName<TInput, TOutput> Activity<TInput, TOutput>(string name, Func<TInput, CancellationToken, Task<TOutput>> code)
    {
        Registry.Add(new ActivityRegistration(name, typeof(EngineHarness), typeof(TInput), typeof(TOutput),
            async (_, input, token) => JsonSerializer.Serialize(await code(Read<TInput>(input), token), DurableJson.Options)));
        return new ActivityName<TInput, TOutput>(name);
    }

    public ActivityName<TInput, TOutput> Activity<TInput, TOutput>(string name, Func<TInput, TOutput> code) =>
        Activity<TInput, TOutput>(name, (input, _) => Task.FromResult(code(input)));

    /// <summary>An activity that writes its input down and returns it.</summary>
    public ActivityName<string, string> Note(string name = "Note") => Activity<string, string>(name, input =>
    {
        Journal.Write(input);
        return input;
    });

    public async Task<EngineHarness> OpenAsync()
    {
        engine = await EmbeddedEngine.OpenAsync(Options, Registry, NoServices.Instance, Time ?? Clock, Logs);
        return this;
    }

    /// <summary>Closes the engine and opens the file again, as a restart of the process does.</summary>
    public async Task ReopenAsync()
    {
        await Engine.DisposeAsync();
        await OpenAsync();
    }

    /// <summary>Reopens with other code under the same names.</summary>
    public async Task ReopenWithAsync(Action<EngineHarness> register)
    {
        await Engine.DisposeAsync();
        Registry = new DurableRegistry();
        register(this);
        await OpenAsync();
    }

    public Task<bool> StepAsync() => Engine.RunUntilIdleAsync(Token);

    /// <summary>Runs all that is due, then jumps to the next due time, until nothing is pending or the clock would pass a bound.</summary>
    public async Task RunAsync(TimeSpan? bound = null)
    {
        var until = Clock.GetUtcNow() + (bound ?? TimeSpan.FromDays(10_000));
        while (true)
        {
            await StepAsync();
            if (await Engine.NextDueAsync(Token) is not { } next || next > until)
                return;
            if (next > Clock.GetUtcNow())
                Clock.SetUtcNow(next);
        }
    }

    public Task<StartResult> StartAsync<TInput>(OrchestratorName<TInput> orchestrator, string id, TInput input) =>
        Client.StartAsync(orchestrator, id, input, Token);

    public Task RaiseAsync<TEvent>(string id, string name, TEvent data) => Client.RaiseEventAsync(id, name, data, Token);

    public async Task<OrchestrationStatus> StatusAsync(string id) => (await Client.FindAsync(id, Token)).ShouldNotBeNull();

    public async Task<OrchestrationState> StateAsync(string id) => (await StatusAsync(id)).State;

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
            await engine.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static T Read<T>(string? json) => JsonSerializer.Deserialize<T>(json!, DurableJson.Options)!;
}
