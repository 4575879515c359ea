using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ClinicalEngagement.Infrastructure.Tests.Storage;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>
/// A private PostgreSQL cluster in a temporary folder, started by the first test that needs it from the machine's own binaries and gone
/// with the run. A database with the schema is its template, so that a test's own is a copy.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string Template = "engagement_template";

    private const string Password = "only-on-loopback";

    // The server goes when this process goes, however that comes about: the pipe's end is seen even after a kill.
    private const string UntilInputEnds = """ "$@" & server=$!; cat; kill -QUIT $server; wait $server """;

    private readonly SemaphoreSlim starting = new(1, 1);
    private DirectoryInfo? folder;
    private Process? server;
    private string? absence;
    private int port;
    private int databases;

    /// <summary>Makes an empty database with the schema; skips the test, saying why, where there is no PostgreSQL.</summary>
    public async Task<IDatabaseUnderTest> CreateDatabaseAsync()
    {
        var token = TestContext.Current.CancellationToken;
        await starting.WaitAsync(token);
        try
        {
            if (server is null && absence is null)
                await StartAsync(token);
            if (absence is not null)
                Assert.Skip(absence);
            var name = $"engagement_{++databases}";
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}", token);
            return new PostgresUnderTest(ConnectionString(name));
        }
        finally
        {
            starting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (server is not null)
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }

        server?.Dispose();
        starting.Dispose();
        folder?.Delete(recursive: true);
    }

    private string Data => Path.Combine(folder!.FullName, "data");

    private async Task StartAsync(CancellationToken token)
    {
        if (OperatingSystem.IsWindows() || Binary("initdb") is not { } initdb || Binary("postgres") is not { } postgres)
        {
            absence = "PostgreSQL's initdb and postgres are neither on PATH nor below /usr/lib/postgresql: install PostgreSQL to run this test.";
            return;
        }

        folder = Directory.CreateTempSubdirectory("engagement-pg-");
        var passwordFile = Path.Combine(folder.FullName, "password");
        await File.WriteAllTextAsync(passwordFile, Password, token);
        if (Environment.IsPrivilegedProcess)
            await RunPlainAsync("chown", ["-R", "postgres", folder.FullName], token);
        await RunAsync(
            initdb,
            ["-D", Data, "-U", "engagement", "--pwfile", passwordFile, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            token);

        port = FreePort();
        server = Process.Start(StartInfo(
            "sh",
            ["-c", UntilInputEnds, "sh", postgres, "-D", Data, "-p", $"{port}", "-k", folder.FullName,
                "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=200"]))!;
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        await WaitUntilItAnswersAsync(token);

        await ExecuteAsync($"CREATE DATABASE {Template}", token);
        await using var template = new PostgresUnderTest(ConnectionString(Template)).Open();
        await template.Database.MigrateAsync(token);
    }

    private async Task WaitUntilItAnswersAsync(CancellationToken token)
    {
        for (var deadline = Stopwatch.StartNew(); ;)
        {
            try
            {
                await ExecuteAsync("SELECT 1", token);
                return;
            }
            catch (NpgsqlException) when (deadline.Elapsed < TimeSpan.FromSeconds(60) && !server!.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, token);
            }
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(token);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(token);
    }

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={port};Database={database};Username=engagement;Password={Password};Timeout=60;Command Timeout=120";

    /// <summary>Where a program of PostgreSQL is, or null where it is not installed.</summary>
    internal static string? Binary(string name)
    {
        var below = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : [];
        return below.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // PostgreSQL refuses to run as root.
    private static ProcessStartInfo StartInfo(string file, IEnumerable<string> arguments)
    {
        var asPostgres = Environment.IsPrivilegedProcess;
        return new ProcessStartInfo(
            asPostgres ? "runuser" : file,
            asPostgres ? ["-u", "postgres", "--", file, .. arguments] : arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private static Task RunAsync(string file, IEnumerable<string> arguments, CancellationToken token) => RunToEndAsync(StartInfo(file, arguments), token);

    private static Task RunPlainAsync(string file, IEnumerable<string> arguments, CancellationToken token) => RunToEndAsync(
        new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }, token);

    private static async Task RunToEndAsync(ProcessStartInfo start, CancellationToken token)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(token);
        var error = process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed:\n{await output}{await error}");
    }
}
