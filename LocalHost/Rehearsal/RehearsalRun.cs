using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.LocalHost.Clock;
using ClinicalEngagement.LocalHost.Hosting;
using ClinicalEngagement.LocalHost.Rehearsal.Scripts;
using ClinicalEngagement.LocalHost.Simulation;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Rehearsal;

/// <summary>One project in virtual time, on the same parts as always: engine, store, SDK over HTTP, simulated trust. Only the lead is scripted.</summary>
internal sealed class RehearsalRun : IAsyncDisposable
{
    private const int Months = 6;
    private static readonly Uri PublicAddress = new("http://localhost:5080");

    private readonly RehearsalScript? script;
    private readonly Instant start;
    private readonly List<StepsTaken> steps = [];
    private HostSettings settings;
    private EngagementHost host;
    private CancellationTokenSource? untilDeployed;
    private int requestsLeft;

    private RehearsalRun(HostSettings settings, EngagementHost host, EngagementRequest request, RehearsalScript? script)
    {
        this.script = script;
        this.settings = settings;
        this.host = host;
        start = settings.Start;
        steps.Add(new StepsTaken(host.Services.GetRequiredService<EngagementMetrics>()));
        Request = request;
        Seed = settings.Seed;
    }

    /// <summary>What was asked for.</summary>
    public EngagementRequest Request { get; }

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>The project.</summary>
    public ProjectId Project { get; private set; }

    /// <summary>How often its host was deployed anew.</summary>
    public int Deploys => settings.StartsBefore;

    /// <summary>The project beside it, or null.</summary>
    public ProjectId? Beside { get; private set; }

    /// <summary>What is wrong with the request, or null.</summary>
    public IReadOnlyList<FieldError>? Errors { get; private set; }

    /// <summary>True when it came to its end.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>What a script has people do and what never came to pass.</summary>
    public IReadOnlyList<string> Undone { get; private set; } = [];

    /// <summary>Which steps of the protocols it took.</summary>
    public IEnumerable<(string Protocol, string Transition)> StepsTaken => steps.SelectMany(s => s.Taken);

    /// <summary>The services of its host.</summary>
    public IServiceProvider Services => host.Services;

    /// <summary>Where the portal of its host is.</summary>
    public Uri Address => host.Address;

    /// <summary>Where its simulated trust is.</summary>
    public Uri SimulatorAddress => host.SimulatorAddress!;

    private VirtualClock Clock => Services.GetRequiredService<VirtualClock>();

    private SimulationStepper Stepper => Services.GetRequiredService<SimulationStepper>();

    private SimulatedMachine Machine => Services.GetRequiredService<SimulatedMachine>();

    private IEngagementStore Store => Services.GetRequiredService<IEngagementStore>();

    /// <summary>Starts the parts and hands the request in, as the form does.</summary>
    /// <param name="request">What the form would send.</param>
    /// <param name="seed">What everything derives from.</param>
    /// <param name="observe">Told of everything that goes between the product and the simulated Microsoft 365, or null.</param>
    /// <param name="script">What people do, or null: each as their temperament has it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<RehearsalRun> StartAsync(
        EngagementRequest request, int seed, Action<GraphSimulator.GraphExchange>? observe, RehearsalScript? script, CancellationToken cancellationToken)
    {
        RehearsalRun? run = null;
        var settings = new HostSettings
        {
            DataFolder = Directory.CreateTempSubdirectory("rehearsal-").FullName,
            Port = 0,
            SimulatorPort = 0,
            Seed = seed,
            Start = WorkingTime.At(script?.FirstDay ?? RehearsalScript.UsualDay, new LocalTime(9, 0)),
            Rehearsal = true,
            Quiet = script is { Faults.Count: > 0 },
            PublicAddress = PublicAddress,
            Observe = script is { Faults.Count: > 0 } ? ObserveAndCount : observe,
        };
        var host = await EngagementHost.StartAsync(settings, cancellationToken);
        run = new RehearsalRun(settings, host, request, script);
        foreach (var (address, temperament) in script?.Temperaments ?? new Dictionary<string, string>())
            await host.Services.GetRequiredService<SimulatorControl>().ChangePersonAsync(new { address, temperament }, cancellationToken);
        await using var scope = host.Services.CreateAsyncScope();
        if (script?.BesideRequest is { } beside)
            run.Beside = await scope.ServiceProvider.GetRequiredService<IntakeService>().ReceiveAsync(beside, "form", $"rehearsal-{seed}-beside", cancellationToken)
                is IntakeResult.Accepted { Project: var id } ? id : throw new InvalidOperationException("The project beside is not one that could begin.");
        switch (await scope.ServiceProvider.GetRequiredService<IntakeService>().ReceiveAsync(request, "form", $"rehearsal-{seed}", cancellationToken))
        {
            case IntakeResult.Accepted accepted:
                run.Project = accepted.Project;
                break;
            case IntakeResult.Invalid invalid:
                run.Errors = invalid.Errors;
                break;
            case var other:
                throw new InvalidOperationException($"A fresh store answered {other.GetType().Name}.");
        }

        return run;

        void ObserveAndCount(GraphSimulator.GraphExchange exchange)
        {
            observe?.Invoke(exchange);
            if (run is { untilDeployed: { } deployed } && Interlocked.Decrement(ref run.requestsLeft) <= 0)
                deployed.Cancel();
        }
    }

    /// <summary>Runs until the last update is out, or nothing is due any more.</summary>
    /// <param name="progress">Told how far it is, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action<double> progress, CancellationToken cancellationToken)
    {
        var end = WorkingTime.At(WorkingTime.DateOf(start).PlusMonths(script?.Months ?? Months), new LocalTime(11, 0));
        var players = new List<ScriptPlayer>();
        var faults = new FaultPlayer(script, WorkingTime.DateOf(start));
        List<ScriptedLead> leads = [Lead(Project, script)];
        if (Beside is { } other)
            leads.Add(Lead(other, script! with { Deeds = script.Beside!.Deeds }));
        await BeginFaultAsync();
        await RunToAsync(Clock.Now);
        var deeds = await PlanAsync();
        while (true)
        {
            await BeginFaultAsync();
            if (faults.AwayUntil is { } back)
            {
                // Nobody can use the pages meanwhile; the host goes on trying, as it always does.
                await TryToAsync(Instant.Min(back, NextFault()!.Value), cancellationToken);
                Machine.StoreIsAway = Clock.Now < back;
                continue;
            }

            if (deeds.FirstOrDefault() is { } first && first.At <= Clock.Now)
            {
                await leads[0].DoAsync(first, Clock.Now);
                await RunToAsync(Clock.Now);
                deeds = await PlanAsync();
                continue;
            }

            IsClosed = deeds.Count == 0 && await IsOverAsync(cancellationToken);
            if (IsClosed)
                break;
            var dues = new[] { await Stepper.NextDueAsync(cancellationToken), deeds.FirstOrDefault()?.At, NextFault() };
            if (dues.Min() is not { } due || due > end + Duration.FromDays(30))
                break;
            if (await RunToAsync(due))
                deeds = await PlanAsync();
            progress(Math.Clamp((Clock.Now - start) / (end - start), 0, 1));
        }

        Undone = [.. players.SelectMany(p => p.Undone)];
        progress(1);

        // A host that is to be deployed goes on to the middle of its next request; what goes wrong after that waits for it.
        Task BeginFaultAsync() => untilDeployed is null && faults.TakeDue(Clock.Now) is { } fault ? BeginAsync(fault, cancellationToken) : Task.CompletedTask;

        Instant? NextFault() => untilDeployed is null ? faults.Next : faults.AwayUntil;

        async Task<bool> RunToAsync(Instant moment)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, untilDeployed?.Token ?? default);
            try
            {
                return await Stepper.RunToAsync(moment, stop.Token);
            }
            catch (Exception) when (untilDeployed is { IsCancellationRequested: true } && !cancellationToken.IsCancellationRequested)
            {
                await DeployAsync(cancellationToken);
                return true;
            }
        }

        ScriptedLead Lead(ProjectId project, RehearsalScript? played)
        {
            if (played is not null)
                players.Add(new ScriptPlayer(played, project, start, () => Clock.Now, () => Services.GetRequiredService<SimulatorControl>()));
            return new ScriptedLead(() => Services, project, start, end, Seed, played is null ? null : players[^1]);
        }

        async Task<IReadOnlyList<ScriptedLead.Deed>> PlanAsync()
        {
            var planned = new List<ScriptedLead.Deed>();
            foreach (var lead in leads)
                planned.AddRange(await lead.PlanAsync(cancellationToken));
            return [.. planned.OrderBy(d => d.At).ThenBy(d => d.Key, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        steps.ForEach(s => s.Dispose());
        untilDeployed?.Dispose();
        await host.DisposeAsync();
        Directory.Delete(settings.DataFolder, recursive: true);
    }

    private async Task BeginAsync(ScriptedFault fault, CancellationToken cancellationToken)
    {
        switch (fault.Is)
        {
            case MachineFault.StoreAway:
                Machine.StoreIsAway = true;
                break;
            case MachineFault.ClockSet:
                Machine.Ahead = Duration.FromMinutes(fault.Minutes);
                await Stepper.SettleAsync(cancellationToken);
                break;
            case MachineFault.Deployed:
                (requestsLeft, untilDeployed) = (fault.Requests, new CancellationTokenSource());
                break;
        }
    }

    /// <summary>Stops the host where it stands, and starts a new one on what it left.</summary>
    private async Task DeployAsync(CancellationToken cancellationToken)
    {
        untilDeployed!.Dispose();
        untilDeployed = null;
        settings = settings with { Start = Clock.Now, ClockAhead = Machine.Ahead, StartsBefore = settings.StartsBefore + 1, Port = Address.Port, SimulatorPort = SimulatorAddress.Port };
        await host.DisposeAsync();
        host = await EngagementHost.StartAsync(settings, cancellationToken);
        steps.Add(new StepsTaken(Services.GetRequiredService<EngagementMetrics>()));
        await Services.GetRequiredService<MicrosoftTime>().AskAsync(cancellationToken);
    }

    /// <summary>Goes on to a moment as the host's outermost loop does, minute by minute, whatever fails.</summary>
    private async Task TryToAsync(Instant moment, CancellationToken cancellationToken)
    {
        while (Clock.Now < moment)
        {
            try
            {
                await Stepper.RunToAsync(Instant.Min(moment, Clock.Now + Duration.FromMinutes(1)), cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Clock.MoveTo(Instant.Min(moment, Clock.Now + Duration.FromMinutes(1)));
            }
        }
    }

    private Task<bool> IsOverAsync(CancellationToken cancellationToken) => Store.ReadAsync(
        async (reader, token) =>
            await reader.FindAsync<Project>(Project, token) is { State: ProjectState.Closed }
            && (await reader.ListAsync<Update>(u => u.ProjectId == Project && u.Final, token)).Any(u => u.State == UpdateState.Sent)
            && (await reader.ListAsync<Domain.Effects.Effect>(e => e.ProjectId == Project && e.State == Domain.Effects.EffectState.Intended, token)).Count == 0,
        cancellationToken);
}
