using System.CommandLine;
using System.Net;
using ClinicalEngagement.LocalHost.Hosting;
using ClinicalEngagement.LocalHost.Planning;
using ClinicalEngagement.LocalHost.Rehearsal;
using ClinicalEngagement.Portal.Simulation;
using NodaTime;

namespace ClinicalEngagement.LocalHost;

/// <summary>The command line.</summary>
internal static class Commands
{
    /// <summary>Run, rehearse, plan, check.</summary>
    public static RootCommand Root()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "Where everything is kept.",
            DefaultValueFactory = _ => new DirectoryInfo("data"),
        };
        var port = new Option<int>("--port") { Description = "The port of the pages.", DefaultValueFactory = _ => 5080 };
        var listen = new Option<IPAddress?>("--listen")
        {
            Description = "The network address of the pages, such as 0.0.0.0; loopback when left out. Anything else needs the section “SignIn” of the configuration.",
            CustomParser = parsed =>
            {
                if (IPAddress.TryParse(parsed.Tokens[0].Value, out var address))
                    return address;
                parsed.AddError("--listen takes an IP address, such as 0.0.0.0.");
                return null;
            },
        };
        var simulatorPort = new Option<int>("--simulator-port")
        {
            Description = "The loopback port of the simulated Microsoft 365.",
            DefaultValueFactory = _ => 5081,
        };
        var speed = new Option<SimulationSpeed>("--speed")
        {
            Description = "How fast simulated time runs at first.",
            DefaultValueFactory = _ => SimulationSpeed.RealTime,
        };
        var seed = new Option<int>("--seed") { Description = "What a new simulated trust derives from.", DefaultValueFactory = _ => 1 };
        var tenant = new Option<bool>("--tenant") { Description = "Work with a real Microsoft 365 by the section “Graph” of the configuration, or by mail alone by the section “Smtp”." };
        var root = new RootCommand("Clinical Engagement on one machine.") { data, port, listen, simulatorPort, speed, seed, tenant };
        root.SetAction((parsed, cancellationToken) => RunAsync(
            new HostSettings
            {
                DataFolder = parsed.GetValue(data)!.FullName,
                Port = parsed.GetValue(port),
                Listen = parsed.GetValue(listen),
                SimulatorPort = parsed.GetValue(simulatorPort),
                Seed = parsed.GetValue(seed),
                Speed = parsed.GetValue(speed),
                Start = SystemClock.Instance.GetCurrentInstant(),
                RealTenant = parsed.GetValue(tenant),
            },
            cancellationToken));
        root.Subcommands.Add(RehearseCommand.Create());
        root.Subcommands.Add(PlanCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        return root;
    }

    private static async Task<int> RunAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await using var host = await EngagementHost.StartAsync(settings, cancellationToken);
            Console.WriteLine($"Clinical Engagement is at {host.Address.OriginalString}");
            if (host.SimulatorAddress is { } simulator)
                Console.WriteLine($"The simulated Microsoft 365 is at {simulator.OriginalString.TrimEnd('/')}");
            Console.WriteLine($"Data is kept in {settings.DataFolder}");
            Console.WriteLine("Press Ctrl+C to stop. It goes on from there when it is started again.");
            await host.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (Exception e) when (e is DataFolderInUseException or SignInMissingException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"Port {settings.Port} is taken. Name another one with --port.");
            return 1;
        }
    }
}
