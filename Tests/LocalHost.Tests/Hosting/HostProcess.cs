using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ClinicalEngagement.LocalHost.Tests.Hosting;

/// <summary>The one-machine host as a process of its own, so that it can be killed like any other.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private readonly Process process;

    private readonly ConcurrentQueue<string> output = new();
    private readonly Task listening;

    private HostProcess(Process process, Uri portal, Uri simulator)
    {
        this.process = process;
        listening = ListenAsync();
        Portal = new HttpClient { BaseAddress = portal };
        Simulator = new HttpClient { BaseAddress = simulator };
    }

    public HttpClient Portal { get; }

    public HttpClient Simulator { get; }

    public bool HasEnded => process.HasExited;

    /// <summary>What it has said since it was up, line by line.</summary>
    public IReadOnlyCollection<string> Said => output;

    public static async Task<HostProcess> StartAsync(string data, string speed, string? queues = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "ClinicalEngagement.LocalHost.dll"),
                "--data", data, "--port", "0", "--simulator-port", "0", "--seed", "7", "--speed", speed,
            },
        };
        if (queues is not null)
            start.Environment["Queues__ConnectionString"] = queues;
        var process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        Uri? portal = null;
        Uri? simulator = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
                if (line.StartsWith("Clinical", StringComparison.Ordinal))
                    portal = new Uri(match.Value);
                else
                    simulator = new Uri(match.Value);
            if (line.StartsWith("Press", StringComparison.Ordinal))
            {
                return new HostProcess(process, portal!, simulator!);
            }
        }

        throw new InvalidOperationException($"The host ended before it was up: {await errors}");
    }

    public async Task<Guid> BeginAsync(FileInfo sample)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/engagements")
        {
            Content = new StringContent(await File.ReadAllTextAsync(sample.FullName), System.Text.Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", "the-one" } },
        };
        using var answer = await Portal.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(202, await answer.Content.ReadAsStringAsync());
        return Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
    }

    public async Task<JsonElement> JournalAsync() => (await Simulator.GetFromJsonAsync<JsonElement>("/control/journal?after=0")).GetProperty("entries");

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await listening;
    }

    private async Task ListenAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            output.Enqueue(line);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
        Portal.Dispose();
        Simulator.Dispose();
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();
}
