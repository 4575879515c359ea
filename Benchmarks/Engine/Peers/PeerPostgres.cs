using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ClinicalEngagement.Benchmarks.Engine.Peers;

/// <summary>A PostgreSQL server of its own for one peer, on the machine's binaries, with every commit synced.</summary>
internal sealed class PeerPostgres : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly Process server;

    private PeerPostgres(DirectoryInfo folder, Process server, int port)
    {
        this.folder = folder;
        this.server = server;
        Url = $"postgresql://bench@127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/postgres";
    }

    public string Url { get; }

    /// <exception cref="PeerAbsentException">There is no PostgreSQL here, or it does not start.</exception>
    public static async Task<PeerPostgres> StartAsync()
    {
        if (Binary("initdb") is not { } initdb || Binary("postgres") is not { } postgres)
            throw new PeerAbsentException("PostgreSQL is not installed (on Debian or Ubuntu: apt-get install postgresql)");
        var folder = Directory.CreateTempSubdirectory("bench-engine-postgres-");
        var data = Path.Combine(folder.FullName, "data");
        // PostgreSQL refuses to run as root.
        string[] user = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--"] : [];
        if (user.Length > 0)
            await Command.RunAsync("chown", folder.FullName, ["postgres", folder.FullName]);
        string[] create = [.. user, initdb, "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"];
        await Command.RunAsync(create[0], Path.GetTempPath(), create[1..]);

        var port = Loopback.FreePort();
        var said = new StringBuilder();
        var server = Command.StartServer(
            [.. user, postgres, "-D", data, "-p", $"{port}", "-k", folder.FullName,
                "-c", "listen_addresses=127.0.0.1", "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "shared_buffers=512MB", "-c", "max_connections=200"],
            Path.GetTempPath(), said);
        await Loopback.AnswersAsync(port, "PostgreSQL", () => server.HasExited, said.ToString);
        return new PeerPostgres(folder, server, port);
    }

    public async ValueTask DisposeAsync()
    {
        await Command.EndAsync(server);
        folder.Delete(recursive: true);
    }

    private static string? Binary(string name)
    {
        var below = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : [];
        return below.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
