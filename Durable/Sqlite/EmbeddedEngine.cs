using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite.Loop;
using ClinicalEngagement.Durable.Sqlite.Storage;
using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>
/// The durable engine of one machine: runs orchestrators by deterministic replay over one SQLite file, which it owns while it is open.
/// It is driven in one of two ways: live, by <see cref="StartAsync"/>, or stepped, by <see cref="RunUntilIdleAsync"/>.
/// Until either is called, what clients ask for is stored and waits.
/// </summary>
/// <remarks>All times are taken from the <see cref="TimeProvider"/> given. Thread-safe.</remarks>
public sealed class EmbeddedEngine : IAsyncDisposable
{
    /// <summary>The name of the engine's activity source and of its meter.</summary>
    public const string TelemetryName = EngineTelemetry.Name;

    private readonly FileLock fileLock;
    private readonly EngineDatabase database;
    private readonly EngineLoop loop;
    private readonly EmbeddedClient client;
    private int disposed;

    private EmbeddedEngine(FileLock fileLock, EngineDatabase database, EngineLoop loop, EngineReader reader, DurableRegistry registry)
    {
        this.fileLock = fileLock;
        this.database = database;
        this.loop = loop;
        Reader = reader;
        client = new EmbeddedClient(loop, registry, reader);
    }

    /// <summary>Starts, tells and ends orchestrations. Every call returns once its change is committed.</summary>
    public IOrchestrationClient Client => client;

    /// <summary>What the file holds, for pages and tests.</summary>
    public EngineReader Reader { get; }

    /// <summary>Completes when the engine is closed; faulted where it had to stop, as when its disk broke. A host watches it.</summary>
    public Task Completion => loop.Ended;

    /// <summary>
    /// True at a moment at which nothing runs, nothing waits to run and no timer is due. Only a host that is itself quiet can build
    /// on it: a call from outside makes it false.
    /// </summary>
    public bool IsIdle => loop.IsIdle;

    /// <summary>Opens the file, creating it where it is missing, and finds all unfinished work in it. Nothing runs yet.</summary>
    /// <param name="options">Which file, and how.</param>
    /// <param name="registry">The orchestrators and activities. Not to be changed afterwards.</param>
    /// <param name="services">Gives the scope in which each run of an activity is resolved; needs an <c>IServiceScopeFactory</c>.</param>
    /// <param name="time">The only clock of the engine.</param>
    /// <param name="loggerFactory">Where the engine and its orchestrators log.</param>
    /// <exception cref="EngineFileInUseException">Another process, or another engine here, has the file open.</exception>
    /// <exception cref="EngineStorageException">The file can't be opened for writing, or is not the engine's.</exception>
    public static Task<EmbeddedEngine> OpenAsync(
        EmbeddedEngineOptions options, DurableRegistry registry, IServiceProvider services, TimeProvider time, ILoggerFactory loggerFactory)
    {
        options.Validate();
        return Task.Run(() =>
        {
            var fileLock = FileLock.Take(options.DatabaseFile);
            EngineDatabase? database = null;
            EngineReader? reader = null;
            try
            {
                database = EngineDatabase.Open(options);
                reader = EngineReader.Open(options.DatabaseFile);
                var loop = new EngineLoop(options, database, registry, services, time, loggerFactory);
                loop.Begin();
                return new EmbeddedEngine(fileLock, database, loop, reader, registry);
            }
            catch
            {
                reader?.Close();
                database?.Dispose();
                fileLock.Dispose();
                throw;
            }
        });
    }

    /// <summary>Goes live: turns and activities run in the background as they become due, until <see cref="StopAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">The engine is being stepped.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        var answer = EmbeddedClient.Answer<bool>();
        loop.Post(new EngineMessage.GoLive(answer));
        return loop.WaitAsync(answer.Task, cancellationToken);
    }

    /// <summary>
    /// Runs all that is due at the clock's now, one activity at a time ordered by due time, instance id and sequence, until nothing
    /// is due. The order does not depend on how fast anything runs.
    /// </summary>
    /// <returns>True where anything ran.</returns>
    /// <exception cref="InvalidOperationException">The engine is live, or is being stepped already.</exception>
    /// <exception cref="EngineStorageException">The file can't be written just now; nothing is lost, and stepping again goes on.</exception>
    public async Task<bool> RunUntilIdleAsync(CancellationToken cancellationToken = default)
    {
        var answer = EmbeddedClient.Answer<bool>();
        loop.Post(new EngineMessage.Step(answer));
        try
        {
            return await loop.WaitAsync(answer.Task, cancellationToken);
        }
        catch (OperationCanceledException) when (!answer.Task.IsCompleted)
        {
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>When the earliest timer or retry is due, in UTC, or null. May lie in the past where nothing has run it yet.</summary>
    public async ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken = default)
    {
        var answer = EmbeddedClient.Answer<DateTimeOffset?>();
        loop.Post(new EngineMessage.AskNextDue(answer));
        return await loop.WaitAsync(answer.Task, cancellationToken);
    }

    /// <summary>Starts an instance under an id that may have been used before.</summary>
    /// <exception cref="ArgumentException">The orchestrator is not registered.</exception>
    public Task<StartResult> StartOrchestrationAsync<TInput>(
        OrchestratorName<TInput> orchestrator, string instanceId, TInput input, ReusePolicy reuse, CancellationToken cancellationToken) =>
        client.StartAsync(orchestrator, instanceId, input, reuse, cancellationToken);

    /// <summary>Removes instances that ended before a time, with their histories.</summary>
    /// <returns>How many were removed.</returns>
    public Task<int> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        var answer = EmbeddedClient.Answer<int>();
        loop.Post(new EngineMessage.Purge(endedBefore, answer));
        return loop.WaitAsync(answer.Task, cancellationToken);
    }

    /// <summary>Removes one instance that has ended, with its history.</summary>
    /// <returns>True when nothing of it is left; false while it runs, or an activity of it does.</returns>
    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        var answer = EmbeddedClient.Answer<bool>();
        loop.Post(new EngineMessage.PurgeOne(instanceId, answer));
        return loop.WaitAsync(answer.Task, cancellationToken);
    }

    /// <summary>Writes the engine's file anew, so that nothing of what was removed can be read from it. Turns wait meanwhile.</summary>
    /// <returns>False when somebody was reading, so that its log still holds it: to be done again.</returns>
    /// <exception cref="EngineStorageException">There is no room for a second copy of the file.</exception>
    public Task<bool> RewriteAsync(CancellationToken cancellationToken)
    {
        var answer = EmbeddedClient.Answer<bool>();
        loop.Post(new EngineMessage.Rewrite(answer));
        return loop.WaitAsync(answer.Task, cancellationToken);
    }

    /// <summary>
    /// Begins no more activities and waits for those that run; their results are committed. When the token is cancelled the
    /// activities' own token is, and the wait is over: what did not end is begun again by the next process.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var answer = EmbeddedClient.Answer<bool>();
        loop.Post(new EngineMessage.Pause(answer));
        try
        {
            await loop.WaitAsync(answer.Task, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            loop.CancelActivities();
        }
    }

    /// <summary>Closes the file. Activities that still run are cancelled and begun again by the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
            return;
        loop.Quit();
        // Whether it ended well is told by Completion, to whoever watches it.
        await Task.WhenAny(loop.Ended);
        loop.Telemetry.Dispose();
        Reader.Close();
        database.Dispose();
        fileLock.Dispose();
    }
}
