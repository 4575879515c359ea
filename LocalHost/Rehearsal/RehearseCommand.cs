using System.CommandLine;
using System.Text.Json;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations;
using Spectre.Console;

namespace ClinicalEngagement.LocalHost.Rehearsal;

/// <summary><c>rehearse FILE</c>: runs a whole project in virtual time with a scripted lead and writes what everybody would have got.</summary>
internal static class RehearseCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "The project as JSON, such as samples/frailty-same-day.json." };
        var seed = new Option<int>("--seed") { Description = "What calendars, temperaments and chance derive from. The same seed gives the same bytes.", DefaultValueFactory = _ => 7 };
        var output = new Option<DirectoryInfo>("--out") { Description = "Where mails, invitations, timeline and summary go.", DefaultValueFactory = _ => new DirectoryInfo("out") };
        var coverage = new Option<bool>("--coverage") { Description = "List every step of the protocols and whether this rehearsal took it." };
        var command = new Command("rehearse", "Run a project in virtual time.") { file, seed, output, coverage };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(file)!, parsed.GetValue(seed), parsed.GetValue(output)!, AnsiConsole.Console, observe: null, cancellationToken, parsed.GetValue(coverage)));
        return command;
    }

    /// <returns>0 when the project was closed, 1 when the file cannot be used, 2 when the engagement came to a halt before.</returns>
    internal static async Task<int> RunAsync(
        FileInfo file, int seed, DirectoryInfo output, IAnsiConsole console, Action<GraphSimulator.GraphExchange>? observe, CancellationToken cancellationToken,
        bool listSteps = false)
    {
        if (!file.Exists)
        {
            console.MarkupLineInterpolated($"[red]There is no file {file.FullName}.[/] Name one, such as samples/frailty-same-day.json.");
            return 1;
        }

        Domain.Intake.EngagementRequest request;
        try
        {
            request = JsonSerializer.Deserialize<Domain.Intake.EngagementRequest>(await File.ReadAllBytesAsync(file.FullName, cancellationToken), IntakeJson.Options)
                ?? throw new JsonException("The file is empty.");
        }
        catch (JsonException e)
        {
            console.MarkupLineInterpolated($"[red]{file.Name} cannot be read:[/] {e.Message}");
            return 1;
        }

        await using var rehearsal = await RehearsalRun.StartAsync(request, seed, observe, cancellationToken);
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
        console.WriteLine($"Taken: {rehearsal.Steps.InWords}.");
        if (listSteps)
            foreach (var step in Protocols.All)
                console.WriteLine($"  {(rehearsal.Steps.Missing.Contains(step) ? " " : "✓")} {step.Protocol}: {step.Transition}");
        return rehearsal.IsClosed ? 0 : 2;
    }
}
