using ClinicalEngagement.GraphSimulator.Calendars;
using ClinicalEngagement.GraphSimulator.Control;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Reactions;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Subscriptions;
using ClinicalEngagement.GraphSimulator.Users;
using ClinicalEngagement.GraphSimulator.View;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator;

/// <summary>The simulated trust with everything that moves in it, put together.</summary>
internal sealed class Simulation : IAsyncDisposable
{
    /// <summary>Opens the file and puts everything in its place.</summary>
    public Simulation(GraphSimulatorOptions options)
    {
        World = new World(options);
        Feed = new ChangeFeed(World);
        Notifier = new Notifier(World, Feed);
        Hours = new WorkingTime(World);
        var clinicians = new Clinicians(World, Hours);
        Post = new Post(World, Feed, clinicians);
        Meetings = new Meetings(World, Feed, Post, clinicians);
        Runner = new ReactionRunner(World, Meetings, Post, clinicians, Hours);
        Dispatcher = new Dispatcher(
            World,
            [
                .. new DirectoryOperations().Operations,
                .. new ScheduleOperations().Operations,
                .. new DeltaOperations().Operations,
                .. new EventOperations(Meetings).Operations,
                .. new MessageOperations(Post, Feed).Operations,
                .. new SubscriptionOperations(Notifier).Operations,
            ]);
        Graph = new GraphEndpoint(World, Dispatcher, Notifier, options.Observe);
        Control = new ControlEndpoints(this);
        Pages = new Pages(this);
    }

    public World World { get; }

    public ChangeFeed Feed { get; }

    public Notifier Notifier { get; }

    public WorkingTime Hours { get; }

    public Post Post { get; }

    public Meetings Meetings { get; }

    public ReactionRunner Runner { get; }

    public Dispatcher Dispatcher { get; }

    public GraphEndpoint Graph { get; }

    public ControlEndpoints Control { get; }

    public Pages Pages { get; }

    /// <summary>What went wrong where nobody waited for it, or null.</summary>
    public Exception? Failure { get => field ?? Notifier.Failure; set; }

    /// <summary>True when no request is being handled and no notification is on its way or due. To be asked inside a turn.</summary>
    public bool IsIdle => Graph.Running == 0 && !Notifier.IsRunning && !(Notifier.NextDue <= World.Now);

    /// <summary>When something happens next by itself: a reaction or a notification. Null for never. To be asked inside a turn.</summary>
    public Instant? NextDue => new[] { Runner.NextDue, Notifier.NextDue }.Min();

    /// <summary>Runs every reaction that is due, then delivers every notification that is due.</summary>
    /// <returns>How many reactions there were.</returns>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        var count = await Runner.RunDueAsync(cancellationToken);
        await Notifier.DrainAsync();
        return count;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Notifier.DisposeAsync();
        World.Dispose();
    }
}
