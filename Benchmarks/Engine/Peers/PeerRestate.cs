using System.Diagnostics;
using System.Text;

namespace ClinicalEngagement.Benchmarks.Engine.Peers;

/// <summary>One Restate server with its own log and store, as its npm package ships it, listening on loopback alone.</summary>
internal sealed class PeerRestate : IAsyncDisposable
{
    private readonly Process server;

    private PeerRestate(Process server, int ingress, int admin)
    {
        this.server = server;
        (Ingress, Admin) = ($"http://127.0.0.1:{ingress}", $"http://127.0.0.1:{admin}");
    }

    public string Ingress { get; }

    public string Admin { get; }

    /// <exception cref="PeerAbsentException">It does not start.</exception>
    public static async Task<PeerRestate> StartAsync(string program, string folder)
    {
        Directory.CreateDirectory(folder);
        var (node, ingress, admin) = (Loopback.FreePort(), Loopback.FreePort(), Loopback.FreePort());
        var configuration = Path.Combine(folder, "restate.toml");
        await File.WriteAllTextAsync(configuration, $"""
            node-name = "bench"
            base-dir = "{folder}"
            listen-mode = "tcp"
            bind-address = "127.0.0.1:{node}"
            advertised-address = "http://127.0.0.1:{node}/"
            disable-telemetry = true
            log-filter = "warn"

            [ingress]
            bind-address = "127.0.0.1:{ingress}"
            advertised-address = "http://127.0.0.1:{ingress}/"

            [admin]
            bind-address = "127.0.0.1:{admin}"
            advertised-address = "http://127.0.0.1:{admin}/"
            disable-web-ui = true
            """);
        var said = new StringBuilder();
        var server = Command.StartServer([program, "--no-logo", "--config-file", configuration], folder, said);
        await Loopback.AnswersAsync(ingress, "Restate", () => server.HasExited, said.ToString);
        await Loopback.AnswersAsync(admin, "Restate", () => server.HasExited, said.ToString);
        return new PeerRestate(server, ingress, admin);
    }

    public async ValueTask DisposeAsync() => await Command.EndAsync(server);
}
