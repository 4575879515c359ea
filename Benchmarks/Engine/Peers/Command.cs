using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ClinicalEngagement.Benchmarks.Engine.Peers;

/// <summary>Runs a program of the machine to its end, or keeps a server running beside the bench.</summary>
internal static class Command
{
    // Npm's longest install and a peer's whole measuring stay well below it.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    // The server goes when this process goes, however that comes about: the pipe's end is seen even after a kill.
    private const string UntilInputEnds = """ "$@" & server=$!; cat; kill -TERM $server; wait $server """;

    /// <param name="line">Given each line of its standard output.</param>
    /// <exception cref="PeerAbsentException">It is not there, failed or took too long.</exception>
    public static async Task RunAsync(string program, string folder, IEnumerable<string> arguments, Action<string>? line = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } said)
                line?.Invoke(said);
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode != 0)
                throw new PeerAbsentException($"{program} failed: {LastLine(await errors)}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new PeerAbsentException($"{program} did not end within {Longest.TotalMinutes:0} minutes");
        }
    }

    /// <summary>Starts a server that ends with this process at the latest; closing its standard input ends it.</summary>
    /// <param name="said">Collects what it says.</param>
    /// <exception cref="PeerAbsentException">It is not there.</exception>
    public static Process StartServer(string[] command, string folder, StringBuilder said)
    {
        var server = Start(new ProcessStartInfo("sh", ["-c", UntilInputEnds, "sh", .. command])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        server.OutputDataReceived += (_, line) => Collect(line.Data);
        server.ErrorDataReceived += (_, line) => Collect(line.Data);
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        return server;

        void Collect(string? line)
        {
            lock (said)
                said.AppendLine(line);
        }
    }

    /// <summary>Ends a server that <see cref="StartServer"/> started.</summary>
    public static async Task EndAsync(Process server)
    {
        server.StandardInput.Close();
        await server.WaitForExitAsync();
        server.Dispose();
    }

    /// <summary>The last line with anything on it.</summary>
    public static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it said nothing";

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new PeerAbsentException($"{start.FileName} can't be run: {missing.Message}");
        }
    }
}
