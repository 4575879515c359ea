using System.Globalization;
using System.Text.Json;

namespace ClinicalEngagement.Benchmarks.Engine.Peers;

/// <summary>
/// The workload of <see cref="StepWorkload"/> on other durable engines, each installed from npm outside the repository and run on
/// loopback with a disk policy as strict as the engine's. One that can't be installed or run stands in the report with the reason.
/// </summary>
/// <param name="report">Where the figures go.</param>
/// <param name="packages">A folder that keeps the packages for the next run.</param>
/// <param name="data">A folder for their data, on the same disk as the engine's.</param>
internal sealed class PeerBench(BenchReport report, string packages, string data)
{
    private const string Dbos = "5.3.0", Restate = "1.7.12", RestateSdk = "1.17.2", OpenWorkflow = "0.10.1", PostgresClient = "3.4.9";
    private const string OnPostgres = "PostgreSQL: fsync=on, synchronous_commit=on";

    private static readonly string[] Concurrencies = ["1", "50", "150"];

    private double? best;

    /// <summary>Measures them all.</summary>
    /// <returns>The best of them at 150 at once, in activities a second, or null where none could be run.</returns>
    public async Task<double?> RunAsync()
    {
        await MeasureAsync("dbos", $"DBOS {Dbos}", OnPostgres, [$"@dbos-inc/dbos-sdk@{Dbos}"], WithPostgresAsync);
        await MeasureAsync(
            "restate", $"Restate {Restate}", "its default: the log's WAL is synced", [$"@restatedev/restate-server@{Restate}", $"@restatedev/restate-sdk@{RestateSdk}"],
            WithRestateAsync);
        await MeasureAsync(
            "openworkflow", $"OpenWorkflow {OpenWorkflow}", OnPostgres, [$"openworkflow@{OpenWorkflow}", $"postgres@{PostgresClient}"], WithPostgresAsync);
        return best;
    }

    private async Task MeasureAsync(string name, string title, string policy, string[] npm, Func<string, string, Action<string>, Task> run)
    {
        try
        {
            var folder = Path.Combine(packages, name);
            await InstallAsync(folder, npm);
            foreach (var script in new[] { $"{name}.mjs", "measure.mjs" })
                File.Copy(Path.Combine(AppContext.BaseDirectory, "Engine", "Peers", script), Path.Combine(folder, script), overwrite: true);
            await run(folder, name, line =>
            {
                // Between the figures a peer may log.
                if (!line.StartsWith('{'))
                    return;
                using var figure = JsonDocument.Parse(line);
                var concurrency = figure.RootElement.GetProperty("concurrency").GetInt32();
                var rate = figure.RootElement.GetProperty("rate").GetDouble();
                report.Note($"{title}, {concurrency.ToString(CultureInfo.InvariantCulture)} at once ({policy})", rate, "activities/s");
                if (concurrency == 150)
                    best = Math.Max(best ?? 0, rate);
            });
        }
        catch (PeerAbsentException absent)
        {
            report.Absent($"{title} ({policy})", absent.Message);
        }
    }

    private static async Task InstallAsync(string folder, string[] npm)
    {
        var installed = Path.Combine(folder, "installed.txt");
        var wanted = string.Join('\n', npm);
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == wanted)
            return;
        Directory.CreateDirectory(folder);
        await Command.RunAsync("npm", folder, ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", .. npm]);
        await File.WriteAllTextAsync(installed, wanted);
    }

    private async Task WithPostgresAsync(string folder, string name, Action<string> figure)
    {
        await using var postgres = await PeerPostgres.StartAsync();
        await Command.RunAsync("node", folder, [$"{name}.mjs", postgres.Url, .. Concurrencies], figure);
    }

    private async Task WithRestateAsync(string folder, string name, Action<string> figure)
    {
        // The binary itself: ended through the package's launcher, it would be left behind.
        var program = Directory.GetDirectories(Path.Combine(folder, "node_modules", "@restatedev"), "restate-server-*")
            .Select(package => Path.Combine(package, "bin", "restate-server"))
            .FirstOrDefault(File.Exists) ?? throw new PeerAbsentException("its package has no server for this machine");
        await using var restate = await PeerRestate.StartAsync(program, Path.Combine(data, name));
        var service = Loopback.FreePort().ToString(CultureInfo.InvariantCulture);
        await Command.RunAsync("node", folder, [$"{name}.mjs", restate.Ingress, restate.Admin, service, .. Concurrencies], figure);
    }
}
