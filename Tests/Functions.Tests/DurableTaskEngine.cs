using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Functions.Durable;
using Grpc.Core.Interceptors;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Testing;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Functions.Tests;

/// <summary>A registry's orchestrators over the adapter on Durable Task's in-process test host: real replay, histories in memory.</summary>
internal sealed class DurableTaskEngine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DurableTaskTestHost host;
    private readonly DurableTaskOrchestrationClient client = new();

    // The test host builds its own web host, which takes its log level from the environment only.
    static DurableTaskEngine() => Environment.SetEnvironmentVariable("Logging__LogLevel__Default", "Warning");

    private DurableTaskEngine(DurableTaskTestHost host)
    {
        this.host = host;
        client.Use(host.Client);
    }

    /// <summary>What an orchestrator is given in place of its context.</summary>
    public delegate IOrchestrationContext Watch(TaskOrchestrationContext raw, IOrchestrationContext generation);

    public IOrchestrationClient Client => client;

    public DurableTaskClient Raw => host.Client;

    /// <param name="registry">What it runs.</param>
    /// <param name="services">What the activities need.</param>
    /// <param name="watch">Comes between an orchestrator and its context, or null.</param>
    public static Task<DurableTaskEngine> StartAsync(DurableRegistry registry, Action<IServiceCollection> services, Watch? watch = null)
    {
        var container = new ServiceCollection();
        services(container);
        return StartAsync(registry, container.BuildServiceProvider(), watch);
    }

    private static Task<DurableTaskEngine> StartAsync(DurableRegistry registry, IServiceProvider services, Watch? watch) => StartAsync(
        registry,
        async (activity, input) =>
        {
            await using var scope = services.CreateAsyncScope();
            return await activity.Run(scope.ServiceProvider, input, CancellationToken.None);
        },
        watch);

    /// <param name="registry">What it runs.</param>
    /// <param name="run">Runs an activity, from the input's JSON to the output's.</param>
    /// <param name="watch">Comes between an orchestrator and its context, or null.</param>
    /// <param name="wire">Hears what goes between the worker and the host, as the worker sees it, or null.</param>
    public static async Task<DurableTaskEngine> StartAsync(
        DurableRegistry registry, Func<ActivityRegistration, string?, Task<string>> run, Watch? watch = null, Interceptor? wire = null)
    {
        var host = await DurableTaskTestHost.StartAsync(
            tasks => Add(registry, tasks, run, watch ?? ((_, generation) => generation)),
            new DurableTaskTestHostOptions
            {
                Port = FreePort(),
                ConfigureServices = container =>
                {
                    var converter = new JsonDataConverter(DurableJson.Options);
                    container.Configure<DurableTaskWorkerOptions>(options => options.DataConverter = converter);
                    container.Configure<DurableTaskClientOptions>(options => options.DataConverter = converter);
                    container.PostConfigureAll<GrpcDurableTaskWorkerOptions>(options =>
                    {
                        Interceptor[] all = [new DeliversToTheNextGeneration(), .. wire is null ? Array.Empty<Interceptor>() : [wire]];
                        options.CallInvoker = options.Channel?.Intercept(all) ?? options.CallInvoker;
                        options.Channel = null;
                    });
                },
            },
            TestContext.Current.CancellationToken);
        return new DurableTaskEngine(host);
    }

    /// <summary>Waits until the instance has ended.</summary>
    public async Task<OrchestrationStatus> EndOfAsync(string instanceId)
    {
        using var patience = new CancellationTokenSource(Patience);
        await host.Client.WaitForInstanceCompletionAsync(instanceId, patience.Token);
        return (await client.FindAsync(instanceId, patience.Token)).ShouldNotBeNull();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private static void Add(DurableRegistry registry, DurableTaskRegistry tasks, Func<ActivityRegistration, string?, Task<string>> run, Watch watch)
    {
        foreach (var orchestrator in registry.Orchestrators.Values)
            tasks.AddOrchestratorFunc<JsonElement?>(
                orchestrator.Name,
                (context, input) => DurableTaskContext.RunAsync(context, generation => orchestrator.Run(watch(context, generation), input?.GetRawText())));
        foreach (var activity in registry.Activities.Values)
            tasks.AddActivityFunc<JsonElement?, JsonElement>(
                activity.Name, async (_, input) => JsonElement.Parse(await run(activity, input?.GetRawText())));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
