using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;
using Spectre.Console;

namespace ClinicalEngagement.LocalHost.Planning;

/// <summary><c>plan FILE</c>: plans the meetings of a file together, proves it, and says of any time why not.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "The meetings as JSON, such as samples/plans/two-projects.json, or a project such as samples/frailty-same-day.json." };
        var seconds = new Option<int>("--seconds") { Description = "After so long the best plan so far is shown with its gap.", DefaultValueFactory = _ => 60 };
        var meeting = new Option<string?>("--meeting") { Description = "Draw the week of this clinician’s meeting, with what stands in its way." };
        var at = new Option<string?>("--at") { Description = "With --meeting: say why this time was not taken, as in 2026-09-16T10:00." };
        var command = new Command("plan", "Plan meetings together at the least clinical activity at risk.") { file, seconds, meeting, at };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(file)!, parsed.GetValue(seconds), parsed.GetValue(meeting), parsed.GetValue(at), AnsiConsole.Console, cancellationToken));
        return command;
    }

    /// <returns>0 when every meeting has a time, 1 when the file cannot be used, 2 when some meeting has none.</returns>
    internal static async Task<int> RunAsync(
        FileInfo file, int seconds, string? meeting, string? at, IAnsiConsole console, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            console.MarkupLineInterpolated($"[red]There is no file {file.FullName}.[/] Name one, such as samples/plans/two-projects.json.");
            return 1;
        }

        try
        {
            var now = SystemClock.Instance.GetCurrentInstant().InZone(WorkingCalendar.Zone).LocalDateTime;
            var batch = PlanFile.Read(await File.ReadAllBytesAsync(file.FullName, cancellationToken), now).ToBatch();
            Instant? asked = at is null ? null : PlanFile.Moment(at);
            var shown = meeting is null ? null : batch.FirstOrDefault(m => m.Clinician == meeting || m.Key == meeting)
                ?? throw new FormatException($"No meeting is with “{meeting}”. There are: {string.Join(", ", batch.Select(m => m.Clinician).Distinct())}.");
            if (shown is null && asked is not null)
                throw new FormatException("Say with --meeting of which meeting the time is asked.");
            var watch = Stopwatch.StartNew();
            var plan = PanelPlanner.Plan(batch, () => watch.Elapsed.TotalSeconds > seconds || cancellationToken.IsCancellationRequested);
            var time = watch.Elapsed;
            var printer = new PlanPrinter(console, batch, plan);
            printer.Plan(time);
            if (shown is not null)
                printer.Week(shown, asked);
            if (shown is not null && asked is { } start)
                printer.WhyNot(shown, start);
            return plan.Unplanned.Count == 0 ? 0 : 2;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            console.MarkupLineInterpolated($"[red]{file.Name} cannot be planned:[/] {e.Message}");
            return 1;
        }
    }
}
