using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
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
    /// <summary>A Monday; the course of a rehearsal does not depend on the day it is run.</summary>
    private static readonly Instant Start = WorkingTime.At(new LocalDate(2027, 1, 11), new LocalTime(9, 0));
    private const int Months = 6;
    private static readonly Uri PublicAddress = new("http://localhost:5080");

    private readonly EngagementHost host;
    private readonly string folder;

    private readonly RehearsalScript? script;

    private RehearsalRun(EngagementHost host, string folder, EngagementRequest request, int seed, RehearsalScript? script)
    {
        this.script = script;
        Steps = new StepsTaken(host.Services.GetRequiredService<EngagementMetrics>());
        this.host = host;
        this.folder = folder;
        Request = request;
        Seed = seed;
    }

    /// <summary>What was asked for.</summary>
    public EngagementRequest Request { get; }

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>The project.</summary>
    public ProjectId Project { get; private set; }

    /// <summary>The project beside it, or null.</summary>
    public ProjectId? Beside { get; private set; }

    /// <summary>What is wrong with the request, or null.</summary>
    public IReadOnlyList<FieldError>? Errors { get; private set; }

    /// <summary>True when it came to its end.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>What a script has people do and what never came to pass.</summary>
    public IReadOnlyList<string> Undone { get; private set; } = [];

    /// <summary>Which steps of the protocols it took.</summary>
    public StepsTaken Steps { get; }

    /// <summary>The services of its host.</summary>
    public IServiceProvider Services => host.Services;

    /// <summary>Where the portal of its host is.</summary>
    public Uri Address => host.Address;

    /// <summary>Where its simulated trust is.</summary>
    public Uri SimulatorAddress => host.SimulatorAddress!;

    private VirtualClock Clock => Services.GetRequiredService<VirtualClock>();

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
        var folder = Directory.CreateTempSubdirectory("rehearsal-").FullName;
        var host = await EngagementHost.StartAsync(
            new HostSettings
            {
                DataFolder = folder,
                Port = 0,
                SimulatorPort = 0,
                Seed = seed,
                Start = Start,
                Rehearsal = true,
                PublicAddress = PublicAddress,
                Observe = observe,
            },
            cancellationToken);
        var run = new RehearsalRun(host, folder, request, seed, script);
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
    }

    /// <summary>Runs until the last update is out, or nothing is due any more.</summary>
    /// <param name="progress">Told how far it is, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action<double> progress, CancellationToken cancellationToken)
    {
        var stepper = Services.GetRequiredService<SimulationStepper>();
        var end = WorkingTime.At(WorkingTime.DateOf(Start).PlusMonths(script?.Months ?? Months), new LocalTime(11, 0));
        var scopes = Services.GetRequiredService<IServiceScopeFactory>();
        var players = new List<ScriptPlayer>();
        List<ScriptedLead> leads = [Lead(Project, script)];
        if (Beside is { } other)
            leads.Add(Lead(other, script! with { Deeds = script.Beside!.Deeds }));
        await stepper.SettleAsync(cancellationToken);
        var deeds = await PlanAsync();
        while (true)
        {
            if (deeds.FirstOrDefault() is { } first && first.At <= Clock.Now)
            {
                await leads[0].DoAsync(first, Clock.Now);
                await stepper.SettleAsync(cancellationToken);
                deeds = await PlanAsync();
                continue;
            }

            IsClosed = deeds.Count == 0 && await IsOverAsync(cancellationToken);
            if (IsClosed)
                break;
            var dues = new[] { await stepper.NextDueAsync(cancellationToken), deeds.FirstOrDefault()?.At };
            if (dues.Min() is not { } due || due > end + Duration.FromDays(30))
                break;
            if (await stepper.RunToAsync(due, cancellationToken))
                deeds = await PlanAsync();
            progress(Math.Clamp((Clock.Now - Start) / (end - Start), 0, 1));
        }

        Undone = [.. players.SelectMany(p => p.Undone)];
        progress(1);

        ScriptedLead Lead(ProjectId project, RehearsalScript? played)
        {
            if (played is not null)
                players.Add(new ScriptPlayer(played, project, Start, Clock, Services.GetRequiredService<SimulatorControl>()));
            return new ScriptedLead(scopes, Store, project, Start, end, Seed, played is null ? null : players[^1]);
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
        Steps.Dispose();
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private Task<bool> IsOverAsync(CancellationToken cancellationToken) => Store.ReadAsync(
        async (reader, token) =>
            await reader.FindAsync<Project>(Project, token) is { State: ProjectState.Closed }
            && (await reader.ListAsync<Update>(u => u.ProjectId == Project && u.Final, token)).Any(u => u.State == UpdateState.Sent)
            && (await reader.ListAsync<Domain.Effects.Effect>(e => e.ProjectId == Project && e.State == Domain.Effects.EffectState.Intended, token)).Count == 0,
        cancellationToken);
}
