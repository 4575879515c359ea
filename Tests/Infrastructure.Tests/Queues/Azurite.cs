using System.Diagnostics;
using System.Text.RegularExpressions;
using ClinicalEngagement.Infrastructure.Tests.Queues;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace ClinicalEngagement.Infrastructure.Tests.Queues;

/// <summary>
/// Azurite's queue service in memory on a free port, started by the first test that needs it and gone with the run. The environment
/// variable <c>CLINICAL_ENGAGEMENT_AZURITE</c> names its entry, <c>azurite.js</c> of the npm package.
/// </summary>
public sealed partial class Azurite : IAsyncDisposable
{
    private const int Accounts = 100;

    private static readonly string Key = Convert.ToBase64String("only-on-loopback"u8);

    private readonly SemaphoreSlim starting = new(1, 1);
    private Process? process;
    private string? absence;
    private string endpoint = "";
    private int accounts;

    /// <summary>The connection string of a storage account of its own; skips the test, saying why, where there is no Azurite.</summary>
    public async Task<string> CreateAccountAsync()
    {
        var token = TestContext.Current.CancellationToken;
        await starting.WaitAsync(token);
        try
        {
            if (process is null && absence is null)
                await StartAsync(token);
            if (absence is not null)
                Assert.Skip(absence);
            var account = $"account{++accounts}";
            return $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={Key};QueueEndpoint={endpoint}/{account}";
        }
        finally
        {
            starting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        starting.Dispose();
    }

    private async Task StartAsync(CancellationToken token)
    {
        if (Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_AZURITE") is not { Length: > 0 } entry || !File.Exists(entry))
        {
            absence = "CLINICAL_ENGAGEMENT_AZURITE does not name Azurite's azurite.js: install the npm package azurite and set it to run this test.";
            return;
        }

        process = Process.Start(new ProcessStartInfo("node",
            [entry, "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0"])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(1, Accounts).Select(number => $"account{number}:{Key}")) },
        })!;
        process.BeginErrorReadLine();
        var said = new List<string>();
        while (endpoint.Length == 0)
        {
            var line = await process.StandardOutput.ReadLineAsync(token)
                ?? throw new InvalidOperationException($"Azurite ended before it listened:\n{string.Join('\n', said)}");
            said.Add(line);
            endpoint = Listening().Match(line).Groups[1].Value;
        }

        // Else Azurite would wait for somebody to read what it says.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
    }

    [GeneratedRegex(@"Queue service is successfully listening at (http\S+)")]
    private static partial Regex Listening();
}
