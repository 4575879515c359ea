using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using ClinicalEngagement.Durable.Tests.Contract;

namespace ClinicalEngagement.Functions.Tests.Contract;

/// <summary>
/// <c>Functions.ContractApp</c> on a Functions host of its own, with Azurite in memory. <c>CLINICAL_ENGAGEMENT_FUNCTIONS_HOST</c> is the
/// command that starts a host, run by <c>sh</c> in the app's folder, with <c>{port}</c> where it wants its port said (a host that goes by
/// ASPNETCORE_URLS needs none); <c>CLINICAL_ENGAGEMENT_AZURITE</c> names <c>azurite.js</c>.
/// </summary>
public sealed class FunctionsHost : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);
    private static readonly string Key = Convert.ToBase64String("only-on-loopback"u8);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("functions-host-");
    private readonly List<Process> processes = [];

    /// <summary>Starts nothing yet.</summary>
    public FunctionsHost() => Journal = new ContractJournal(folder.FullName);

    /// <summary>Where the app answers.</summary>
    public HttpClient Http { get; } = new() { Timeout = Patience };

    internal ContractJournal Journal { get; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        int[] ports = [FreePort(), FreePort(), FreePort(), FreePort()];
        var address = $"127.0.0.1:{ports[3]}";
        Http.BaseAddress = new Uri($"http://{address}/");

        Start("node",
            [
                Setting("CLINICAL_ENGAGEMENT_AZURITE"), "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent",
                "--blobPort", $"{ports[0]}", "--queuePort", $"{ports[1]}", "--tablePort", $"{ports[2]}",
            ],
            folder.FullName,
            ("AZURITE_ACCOUNTS", $"contract:{Key}"));
        Start("sh",
            ["-c", Setting("CLINICAL_ENGAGEMENT_FUNCTIONS_HOST").Replace("{port}", $"{ports[3]}", StringComparison.Ordinal)],
            App,
            ("AzureWebJobsScriptRoot", App),
            ("AzureWebJobsStorage", $"DefaultEndpointsProtocol=http;AccountName=contract;AccountKey={Key};"
                + $"BlobEndpoint=http://127.0.0.1:{ports[0]}/contract;QueueEndpoint=http://127.0.0.1:{ports[1]}/contract;TableEndpoint=http://127.0.0.1:{ports[2]}/contract"),
            ("AzureWebJobsSecretStorageType", "files"),
            ("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated"),
            ("ASPNETCORE_URLS", $"http://{address}"),
            // Durable Task's extension wants to know it, to say where its own doors are.
            ("WEBSITE_HOSTNAME", address),
            ("ContractJournal", folder.FullName));

        while (!await AnswersAsync(patience.Token))
            await Task.Delay(AskAgain, TimeProvider.System, patience.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        foreach (var process in Enumerable.Reverse(processes))
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private static string App => typeof(FunctionsHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "ContractApp").Value!;

    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new InvalidOperationException($"The environment variable {name} is missing.");

    private async Task<bool> AnswersAsync(CancellationToken token)
    {
        if (processes.Find(process => process.HasExited) is { } gone)
            throw new InvalidOperationException($"{gone.StartInfo.FileName} ended with {gone.ExitCode} before the app answered.");
        try
        {
            // Nothing of that name exists: the app's own 404 has no body, the host's until it has started is 503.
            using var answer = await Http.GetAsync("instances/nobody-yet", token);
            return answer.StatusCode == HttpStatusCode.NotFound;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Start(string program, string[] arguments, string directory, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        processes.Add(process);
        // Else it would wait for somebody to read what it says.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
