using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.LocalHost.Rehearsal.Scripts;
using ClinicalEngagement.Orchestrations;
using Spectre.Console;

namespace ClinicalEngagement.LocalHost.Rehearsal;

/// <summary>
/// <c>rehearse FILE</c>: runs a whole project in virtual time with a scripted lead and writes what everybody would have got. The file is a
/// project or a script of what people do; a folder of them is run one after another, and what they took together is counted.
/// </summary>
internal static class RehearseCommand
{
    public static Command Create()
    {
        var path = new Argument<FileSystemInfo>("file") { Description = "The project as JSON, such as samples/frailty-same-day.json, a script, or a folder of them, such as samples/rehearsals." };
        var seed = new Option<int?>("--seed") { Description = "What calendars, temperaments and chance derive from. The same seed gives the same bytes. 7, or what the script says." };
        var output = new Option<DirectoryInfo>("--out") { Description = "Where mails, invitations, timeline and summary go.", DefaultValueFactory = _ => new DirectoryInfo("out") };
        var coverage = new Option<bool>("--coverage") { Description = "List every step of the protocols and whether this rehearsal took it." };
        var load = new Option<bool>("--load") { Description = "Count what the engagement asks of a host: turns, activities, requests to Microsoft Graph, rows." };
        var command = new Command("rehearse", "Run a project in virtual time.") { path, seed, output, coverage, load };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(path)!, parsed.GetValue(seed), parsed.GetValue(output)!, AnsiConsole.Console, observe: null, cancellationToken,
            parsed.GetValue(coverage), parsed.GetValue(load)));
        return command;
    }

    /// <returns>
    /// 0 when every project was closed and every deed of a script came to pass, 1 when a file cannot be used, 2 when an engagement came to
    /// a halt before, or a deed never came to pass.
    /// </returns>
    internal static async Task<int> RunAsync(
        FileSystemInfo path, int? seed, DirectoryInfo output, IAnsiConsole console, Action<GraphSimulator.GraphExchange>? observe, CancellationToken cancellationToken,
        bool listSteps = false, bool countLoad = false)
    {
        var taken = new HashSet<(string Protocol, string Transition)>();
        if (path is not DirectoryInfo)
        {
            var exit = await RunFileAsync(new FileInfo(path.FullName), seed, output, console, observe, taken, countLoad, cancellationToken);
            if (exit != 1)
                PrintSteps(console, taken, listSteps);
            return exit;
        }

        var files = Directory.Exists(path.FullName) ? Directory.GetFiles(path.FullName, "*.json").Order(StringComparer.Ordinal).ToArray() : [];
        if (files.Length == 0)
        {
            console.MarkupLineInterpolated($"[red]There is no rehearsal in {path.FullName}.[/] Name a folder such as samples/rehearsals.");
            return 1;
        }

        var worst = 0;
        foreach (var file in files)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{name}[/]");
            worst = Math.Max(worst, await RunFileAsync(new FileInfo(file), seed, output.CreateSubdirectory(name), console, observe, taken, countLoad, cancellationToken));
        }

        console.WriteLine();
        console.Write($"{files.Length} rehearsals together. ");
        PrintSteps(console, taken, listSteps);
        return worst;
    }

    private static async Task<int> RunFileAsync(
        FileInfo file, int? seed, DirectoryInfo output, IAnsiConsole console, Action<GraphSimulator.GraphExchange>? observe,
        HashSet<(string Protocol, string Transition)> taken, bool countLoad, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            console.MarkupLineInterpolated($"[red]There is no file {file.FullName}.[/] Name one, such as samples/frailty-same-day.json.");
            return 1;
        }

        RehearsalScript? script = null;
        Domain.Intake.EngagementRequest request;
        try
        {
            var root = JsonNode.Parse(await File.ReadAllBytesAsync(file.FullName, cancellationToken)) ?? throw new JsonException("The file is empty.");
            script = RehearsalScript.IsScript(root) ? RehearsalScript.Read(root, file.Directory!) : null;
            request = script?.Requests.Changed ?? root.Deserialize<Domain.Intake.EngagementRequest>(IntakeJson.Options)!;
        }
        catch (JsonException e)
        {
            console.MarkupLineInterpolated($"[red]{file.Name} cannot be read:[/] {e.Message}");
            return 1;
        }

        using var load = countLoad ? new LoadCount() : null;
        await using var rehearsal = await RehearsalRun.StartAsync(request, seed ?? script?.Seed ?? 7, observe, script, cancellationToken);
        if (rehearsal.Errors is { Count: > 0 } errors)
        {
            foreach (var error in errors)
                console.MarkupLineInterpolated($"[red]{error.Field}:[/] {error.Message}");
            return 1;
        }

        await console.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var task = progress.AddTask("Rehearsing", maxValue: 1);
            await rehearsal.RunAsync(done => task.Value = done, cancellationToken);
        });
        var report = await RehearsalReport.CollectAsync(rehearsal, cancellationToken);
        await report.WriteAsync(output, cancellationToken);
        report.Print(console, output);
        if (load is not null)
        {
            await using var scope = rehearsal.Services.CreateAsyncScope();
            await load.PrintAsync(
                console, scope.ServiceProvider.GetRequiredService<EngagementDbContext>(), report.Requests.Requests, report.Summary.CliniciansOnPanel, cancellationToken);
        }

        foreach (var deed in rehearsal.Undone)
            console.MarkupLineInterpolated($"[red]Never came to pass:[/] deed {deed}.");
        if (!rehearsal.IsClosed)
            console.MarkupLine("[red]The engagement came to a halt before the project was closed.[/]");
        taken.UnionWith(rehearsal.StepsTaken);
        return rehearsal.IsClosed && rehearsal.Undone.Count == 0 ? 0 : 2;
    }

    private static void PrintSteps(IAnsiConsole console, HashSet<(string Protocol, string Transition)> taken, bool list)
    {
        var count = Protocols.All.Count(taken.Contains);
        console.WriteLine($"Taken: {count} of {Protocols.All.Count} steps of the protocols ({count * 100.0 / Protocols.All.Count:0.#} %).");
        if (list)
            foreach (var step in Protocols.All)
                console.WriteLine($"  {(taken.Contains(step) ? "✓" : " ")} {step.Protocol}: {step.Transition}");
    }
}
