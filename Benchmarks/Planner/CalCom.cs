using System.Diagnostics;
using System.Text.Json;

namespace ClinicalEngagement.Benchmarks.Planner;

/// <summary>The slot code of @calcom/platform-libraries on Node, installed outside the repository the first time.</summary>
internal static class CalCom
{
    private const string Version = "0.0.360";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>One person of a case: days as 0 for Sunday, minutes of the local day, taken times in milliseconds.</summary>
    internal sealed record Person(int[] Days, int Start, int End, long[][] Busy);

    /// <summary>One case: a window, its people, the step of starts and the length of the meeting in minutes.</summary>
    internal sealed record Case(long From, long To, int Step, int Length, Person[] People);

    /// <summary>What it answered: for each case the starts in milliseconds, and the time that took in all.</summary>
    internal sealed record Answers(double Microseconds, long[][] All)
    {
        public static Answers Of(JsonElement root) => new(
            root.GetProperty("microseconds").GetDouble(),
            root.GetProperty("answers").Deserialize<long[][]>() ?? []);
    }

    /// <summary>Runs the cases; null where Node, npm or the package is out of reach, with the reason on standard error.</summary>
    public static async Task<Answers?> RunAsync(Case[] cases)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"clinical-engagement-bench-calcom-{Version}");
        if (!await InstallAsync(folder))
            return null;
        var file = Path.Combine(folder, "cases.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(cases, Json));
        var (code, output) = await StartAsync("node", folder, Path.Combine(AppContext.BaseDirectory, "Planner", "calcom-slots.cjs"), folder, file);
        if (code != 0)
            return null;
        using var document = JsonDocument.Parse(output);
        return Answers.Of(document.RootElement);
    }

    private static async Task<bool> InstallAsync(string folder)
    {
        if (File.Exists(Path.Combine(folder, "installed")))
            return true;
        Directory.CreateDirectory(folder);
        // The package names unpublished packages of its own as dependencies, which its slot code does not need: so it is unpacked, not installed.
        if ((await StartAsync("npm", folder, "pack", $"@calcom/platform-libraries@{Version}")).Code != 0
            || (await StartAsync("tar", folder, "xzf", $"calcom-platform-libraries-{Version}.tgz")).Code != 0
            || (await StartAsync("npm", folder, "install", "--no-audit", "--no-fund", "--ignore-scripts", "dayjs@1.11.13")).Code != 0)
            return false;
        await File.WriteAllTextAsync(Path.Combine(folder, "installed"), Version);
        return true;
    }

    private static async Task<(int Code, string Output)> StartAsync(string program, string folder, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }) ?? throw new InvalidOperationException($"{program} did not start.");
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                await Console.Error.WriteLineAsync($"{program} {string.Join(' ', arguments)}: {await errors}");
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            await Console.Error.WriteLineAsync($"{program} cannot be run: {error.Message}");
            return (-1, "");
        }
    }
}
