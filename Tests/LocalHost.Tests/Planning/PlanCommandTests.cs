using ClinicalEngagement.LocalHost.Planning;
using Spectre.Console;

namespace ClinicalEngagement.LocalHost.Tests.Planning;

public sealed class PlanCommandTests
{
    [Fact]
    public async Task Plan_SampleFile_PrintsTimesReasonsAndTheProof()
    {
        var (exit, text) = await RunAsync(Sample);
        exit.ShouldBe(0);
        text.ShouldContain("Sister Ifeoma Castellan: Tuesday 15 September, 10am (agreed, stays)");
        text.ShouldContain("uses 20 minutes of SPA time");
        text.ShouldContain("5 of 5 meetings have a time; 0 clinical minutes at risk, one by one it would have been 0.");
        text.ShouldContain("Proven: no plan of these meetings is better. Cost ");
    }

    [Fact]
    public async Task Plan_AskedWhyNot_NamesEveryRuleAndDrawsTheWeek()
    {
        var (_, text) = await RunAsync(Sample, "Mr Devraj Pillinger", "2026-09-17T17:15");
        text.ShouldContain("week of Mon 14 Sep");
        text.ShouldContain("14:15–17:00  Open: SPA time.");
        text.ShouldContain("OnCall (Clinician): They are on call that day.");
        text.ShouldContain("CalendarOutOfOffice (Host): The project lead is out of office at that time.");

        (await RunAsync(Sample, "Mr Devraj Pillinger", "2026-09-14T14:00")).Text.ShouldContain("Declined (Clinician): They said no to that time.");
        (await RunAsync(Sample, "Dr Anneliese Thornquist", "2026-09-14T14:15")).Text.ShouldContain("This is its time.");
        (await RunAsync(Sample, "Dr Anneliese Thornquist", "2026-09-21T14:15")).Text.ShouldContain("The time taken is better");
        (await RunAsync(Sample, "Dr Anneliese Thornquist", "2026-09-15T10:00")).Text.ShouldContain("They have a clinic then.");
    }

    [Fact]
    public async Task Plan_ProjectFile_PlansItsPanel()
    {
        var (exit, text) = await RunAsync(Samples.Frailty);
        exit.ShouldBe(0);
        text.ShouldContain("8 of 8 meetings have a time");
    }

    [Fact]
    public async Task Plan_MoreThanFit_SaysWhichMeetingsAndWhichRule()
    {
        using var folder = new TemporaryFolder();
        const string busy = """[{ "start": "2026-09-07T00:00", "end": "2026-09-16T10:00" }, { "start": "2026-09-16T10:30", "end": "2026-11-01T00:00" }]""";
        var file = Path.Combine(folder.Path, "plan.json");
        await File.WriteAllTextAsync(file, $$"""
            {
              "now": "2026-09-07T09:00",
              "people": [{ "name": "Lead", "busy": {{busy}} }, { "name": "A" }, { "name": "B" }, { "name": "C", "unreadable": true }],
              "meetings": [{ "host": "Lead", "clinician": "A" }, { "host": "Lead", "clinician": "B" }, { "host": "Lead", "clinician": "C" }]
            }
            """);
        var (exit, text) = await RunAsync(new(file));
        exit.ShouldBe(2);
        text.ShouldContain("It cannot stand beside Lead – ");
        text.ShouldContain("It would have a time if this gave way: CalendarBusy");
        text.ShouldContain("A calendar could not be read: clinician.");
        text.ShouldContain("1 of 3 meetings have a time");
    }

    [Theory]
    [InlineData("""{ "now": "tomorrow", "people": [{ "name": "A" }, { "name": "B" }], "meetings": [{ "host": "A", "clinician": "B" }] }""", "“tomorrow” is not a time")]
    [InlineData("""{ "now": "2026-09-07T09:00", "people": [{ "name": "A" }], "meetings": [{ "host": "A", "clinician": "B" }] }""", "“B” meets somebody, but is not among the people.")]
    [InlineData("""{ "now": "2026-09-07T09:00", "people": [{ "name": "A" }, { "name": "A" }], "meetings": [] }""", "“A” stands twice")]
    [InlineData("""{ "now": "2026-09-07T09:00", "people": [{ "name": "A" }], "meetings": [], "colour": 1 }""", "colour")]
    [InlineData("[]", "cannot be planned")]
    public async Task Plan_FileWithAMistake_SaysWhatIsWrong(string json, string words)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "plan.json");
        await File.WriteAllTextAsync(file, json);
        var (exit, text) = await RunAsync(new(file));
        exit.ShouldBe(1);
        text.ShouldContain(words);
    }

    [Fact]
    public async Task Plan_NoSuchFileOrMeeting_SaysWhatToDo()
    {
        (await RunAsync(new("none.json"))).ShouldSatisfyAllConditions(r => r.Exit.ShouldBe(1), r => r.Text.ShouldContain("Name one"));
        (await RunAsync(Sample, "Nobody")).ShouldSatisfyAllConditions(r => r.Exit.ShouldBe(1), r => r.Text.ShouldContain("Sister Ifeoma Castellan"));
        (await RunAsync(Sample, null, "2026-09-14T14:00")).ShouldSatisfyAllConditions(r => r.Exit.ShouldBe(1), r => r.Text.ShouldContain("--meeting"));
    }

    private static FileInfo Sample => new(Path.Combine(AppContext.BaseDirectory, "samples", "plans", "two-projects.json"));

    private static async Task<(int Exit, string Text)> RunAsync(FileInfo file, string? meeting = null, string? at = null)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 240;
        return (await PlanCommand.RunAsync(file, 60, meeting, at, console, TestContext.Current.CancellationToken), writer.ToString());
    }
}
