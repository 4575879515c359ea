using System.Runtime.InteropServices;
using ClinicalEngagement.GraphSimulator;

// Runs the simulator alone: dotnet run --project GraphSimulator -- --port 5081 --data simulator.db --seed 7
var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
var options = new GraphSimulatorOptions
{
    DataFile = settings["data"] ?? "graph-simulator.db",
    Port = settings.GetValue("port", 5081),
    Seed = settings.GetValue("seed", 1),
    People = settings.GetValue("people", 0),
};
var stop = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
await using var server = await GraphSimulatorServer.StartAsync(options, CancellationToken.None);
Console.WriteLine($"Graph simulator: {server.Address}");
Console.WriteLine($"Base address for the SDK: {server.GraphBaseAddress} (any bearer token)");
Console.WriteLine($"Data: {Path.GetFullPath(options.DataFile)}. Ctrl+C stops it.");
await stop.Task;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}
