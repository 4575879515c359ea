using System.Text.Json;
using ClinicalEngagement.LocalHost.Rehearsal;
using Spectre.Console;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal;

/// <summary>Whole projects in virtual time, on the real engine, store and SDK over HTTP against the simulated trust.</summary>
public sealed class RehearsalTests
{
    [Theory]
    [InlineData("frailty-same-day")]
    [InlineData("sepsis-news2")]
    [InlineData("follow-up-by-choice")]
    public async Task Rehearse_Sample_MeetsTheWholePanelAndClosesWithALastUpdate(string sample)
    {
        using var folder = new TemporaryFolder();
        var output = new StringWriter();
        var wire = new WireJudge();
        var exit = await RunAsync(Samples.Of(sample), 7, folder, output, wire);

        exit.ShouldBe(0);
        wire.Faults.ShouldBeEmpty();
        output.ToString().ShouldContain("requests to Microsoft Graph a booked meeting");
        var summary = ReadSummary(folder);
        summary.GetProperty("cliniciansOnPanel").GetInt32().ShouldBe(8);
        summary.GetProperty("cliniciansContacted").GetInt32().ShouldBe(8);
        summary.GetProperty("cliniciansMet").GetInt32().ShouldBeGreaterThanOrEqualTo(7);
        summary.GetProperty("clinicalMinutesAtRisk").GetInt32().ShouldBeLessThanOrEqualTo(10, "of 160 minutes met");
        summary.GetProperty("concernsClosed").GetInt32().ShouldBe(summary.GetProperty("concernsRaised").GetInt32());
        summary.GetProperty("concernsRaised").GetInt32().ShouldBeGreaterThan(0);
        summary.GetProperty("concernsUnderstood").GetInt32().ShouldBe(summary.GetProperty("concernsRaised").GetInt32());
        summary.GetProperty("planChanges").GetInt32().ShouldBeGreaterThan(0);
        summary.GetProperty("cliniciansWhoWantUpdates").GetInt32().ShouldBe(8);
        summary.GetProperty("cliniciansUpdatedEveryMonth").GetInt32().ShouldBe(8);
        summary.GetProperty("updatesSent").GetInt32().ShouldBeGreaterThanOrEqualTo(6);
        summary.GetProperty("stagesCovered").GetArrayLength().ShouldBe(summary.GetProperty("stagesGoneThrough").GetArrayLength());
        Directory.GetFiles(Path.Combine(folder.Path, "mails"), "*.eml").Length.ShouldBeGreaterThan(50);
        Directory.GetFiles(Path.Combine(folder.Path, "invitations"), "*.ics").Length.ShouldBeGreaterThanOrEqualTo(8);
        File.Exists(Path.Combine(folder.Path, "timeline.html")).ShouldBeTrue();
        File.Exists(Path.Combine(folder.Path, "mails.html")).ShouldBeTrue();
    }

    [Fact]
    public async Task Rehearse_TwiceOnceUnderLoad_WritesTheSameBytes()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        await RunAsync(Samples.Frailty, 11, first);
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() => Burn(stop.Token))).ToArray();
        var output = new StringWriter();
        await RunAsync(Samples.Frailty, 11, second, output, countLoad: true);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        var files = RelativeFiles(first.Path);
        files.Length.ShouldBeGreaterThan(60);
        RelativeFiles(second.Path).ShouldBe(files);
        foreach (var file in files)
            File.ReadAllBytes(Path.Combine(second.Path, file)).AsSpan()
                .SequenceEqual(File.ReadAllBytes(Path.Combine(first.Path, file)))
                .ShouldBeTrue($"{file} differs");
        // What is only counted changes nothing.
        output.ToString().ShouldContain("Load of one engagement with 8 clinicians");
        output.ToString().ShouldContain("activity BookMeeting");
    }

    [Fact]
    public async Task Rehearse_AScriptWithAnUnknownDeed_NamesItAndWhatThereIs()
    {
        using var folder = new TemporaryFolder();
        var script = new FileInfo(Path.Combine(folder.Path, "script.json"));
        File.Copy(Samples.Frailty.FullName, Path.Combine(folder.Path, "project.json"));
        await File.WriteAllTextAsync(script.FullName, """{ "shows": "x", "project": "project.json", "deeds": [{ "does": "sings" }] }""", TestContext.Current.CancellationToken);
        var output = new StringWriter();

        (await RunAsync(script, 1, folder, output)).ShouldBe(1);
        output.ToString().ReplaceLineEndings(" ").ShouldContain("Deed 1: “sings” is nothing that can be done; these are: picks, proposes");
    }

    [Fact]
    public async Task Rehearse_FileThatIsNotThere_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        var output = new StringWriter();
        var exit = await RehearseCommand.RunAsync(
            new FileInfo(Path.Combine(folder.Path, "none.json")), 1, new DirectoryInfo(folder.Path), Console(output), observe: null, CancellationToken.None);

        exit.ShouldBe(1);
        output.ToString().ShouldContain("Name one");
    }

    private static Task<int> RunAsync(FileInfo sample, int seed, TemporaryFolder folder, TextWriter? output = null, WireJudge? wire = null, bool countLoad = false) => RehearseCommand.RunAsync(
        sample, seed, new DirectoryInfo(folder.Path), Console(output ?? TextWriter.Null), wire is null ? null : wire.Look, TestContext.Current.CancellationToken, countLoad: countLoad);

    internal static IAnsiConsole Console(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        // Wide enough that no line is broken, however long the folder's name is.
        console.Profile.Width = 1_000;
        return console;
    }

    private static JsonElement ReadSummary(TemporaryFolder folder) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "summary.json"))).RootElement;

    private static string[] RelativeFiles(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];

    private static void Burn(CancellationToken stop)
    {
        var spin = new SpinWait();
        while (!stop.IsCancellationRequested)
            spin.SpinOnce(sleep1Threshold: -1);
    }
}
