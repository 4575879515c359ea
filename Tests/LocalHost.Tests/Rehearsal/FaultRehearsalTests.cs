using System.Text.Json.Nodes;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.LocalHost.Rehearsal;
using ClinicalEngagement.LocalHost.Rehearsal.Scripts;
using ClinicalEngagement.LocalHost.Simulation;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal;

/// <summary>What goes wrong with a machine, on the whole host in virtual time; judged by what the simulated trust wrote down.</summary>
public sealed class FaultRehearsalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Both nights on which the clocks change: everything is at its time on the clock on the wall, before and after.</summary>
    [Theory]
    [InlineData("the-clocks-go-forward", "2027-03-28")]
    [InlineData("the-clocks-go-back", "2027-10-31")]
    public async Task ClocksChange_EveryTimeIsTheOneOnTheWall(string name, string night)
    {
        var change = NodaTime.Text.LocalDatePattern.Iso.Parse(night).Value;
        await using var run = await RunAsync(ScriptOf(name));

        await JournalJudge.JudgeAsync(run, Token);
        var options = run.Services.GetRequiredService<EngagementOptions>();
        var meetings = await MeetingsAsync(run);
        meetings.Count(m => m.State == MeetingState.Held).ShouldBe(3);
        meetings.ShouldContain(m => WorkingTime.DateOf(m.OfferedAt) < change && WorkingTime.DateOf(m.Start) > change, "a meeting offered before and held after");
        foreach (var meeting in meetings)
        {
            var start = meeting.Start.InZone(WorkingTime.Zone);
            (start.TimeOfDay >= new LocalTime(8, 0) && start.TimeOfDay < new LocalTime(18, 0)).ShouldBeTrue($"a meeting at {start}");
        }

        var mails = (await JournalAsync(run)).Where(j => j is { By: JournalLine.App, Kind: "mailSent" }).ToArray();
        mails.ShouldContain(m => WorkingTime.DateOf(m.At) > change, "mails after the change");
        foreach (var mail in mails)
        {
            var at = mail.At.InZone(WorkingTime.Zone);
            (at.TimeOfDay >= options.SendFrom && at.TimeOfDay < new LocalTime(18, 0)).ShouldBeTrue($"a mail at {at}");
        }
    }

    /// <summary>
    /// A clock set a day and an hour ahead and behind, a store that is away twice for an hour, six deploys in the middle of the work: what
    /// leaves is what leaves in a calm month, each thing once and none of it earlier.
    /// </summary>
    [Fact]
    public async Task BadMonth_NothingIsLostDoubledOrEarly()
    {
        var script = ScriptOf("a-bad-month-for-the-machine");
        await using var calm = await RunAsync(script with { Faults = [] });
        await using var bad = await RunAsync(script);

        await JournalJudge.JudgeAsync(calm, Token);
        await JournalJudge.JudgeAsync(bad, Token);
        bad.Deploys.ShouldBe(script.Faults.Count(f => f.Is == MachineFault.Deployed));
        var expected = await LeftAsync(calm);
        var left = await LeftAsync(bad);
        left.Select(l => l.What).Order(StringComparer.Ordinal).ShouldBe(expected.Select(l => l.What).Order(StringComparer.Ordinal));
        left.Count.ShouldBeGreaterThan(10);
        foreach (var (what, at) in left)
        {
            var usual = expected.Single(e => e.What == what).At;
            at.ShouldBeGreaterThanOrEqualTo(usual, $"{what}: early");
            at.ShouldBeLessThan(usual + Duration.FromHours(2), $"{what}: late");
        }

        (await MeetingsAsync(bad)).Select(m => $"{m.MemberId} {m.State} {m.Start}").Order(StringComparer.Ordinal)
            .ShouldBe((await MeetingsAsync(calm)).Select(m => $"{m.MemberId} {m.State} {m.Start}").Order(StringComparer.Ordinal));
        var tasks = await bad.Services.GetRequiredService<IEngagementStore>().ReadAsync((reader, token) => reader.ListAsync<PersonTask>(t => t.Kind == TaskKind.StepFailed, token), Token);
        tasks.ShouldBeEmpty("a step that a person had to look after");
    }

    [Fact]
    public async Task StoreAway_AsARequestIsToBeTakenOffTheQueue_IsTakenAtTheNextStep()
    {
        var script = ScriptOf("a-bad-month-for-the-machine");
        await using var run = await RehearsalRun.StartAsync(script.Requests.Changed, script.Seed, observe: null, script, Token);
        var stepper = run.Services.GetRequiredService<SimulationStepper>();
        var machine = run.Services.GetRequiredService<SimulatedMachine>();

        machine.StoreIsAway = true;
        await Should.ThrowAsync<SqliteException>(() => stepper.SettleAsync(Token));
        machine.StoreIsAway = false;
        await stepper.SettleAsync(Token);

        (await MeetingsAsync(run)).Count.ShouldBe(3);
    }

    private static async Task<RehearsalRun> RunAsync(RehearsalScript script)
    {
        var run = await RehearsalRun.StartAsync(script.Requests.Changed, script.Seed, observe: null, script, Token);
        run.Errors.ShouldBeNull();
        await run.RunAsync(_ => { }, Token);
        run.IsClosed.ShouldBeTrue("an engagement that waits on nothing");
        run.Undone.ShouldBeEmpty();
        return run;
    }

    private static RehearsalScript ScriptOf(string name)
    {
        var file = new FileInfo(Path.Combine(Samples.Folder, "rehearsals", $"{name}.json"));
        return RehearsalScript.Read(JsonNode.Parse(File.ReadAllBytes(file.FullName))!, file.Directory!);
    }

    private static Task<IReadOnlyList<JournalLine>> JournalAsync(RehearsalRun run) => run.Services.GetRequiredService<SimulatorControl>().JournalAsync(Token);

    private static Task<IReadOnlyList<Meeting>> MeetingsAsync(RehearsalRun run) =>
        run.Services.GetRequiredService<IEngagementStore>().ReadAsync((reader, token) => reader.ListAsync<Meeting>(m => m.ProjectId == run.Project, token), Token);

    /// <summary>Everything that left, and when: keys say what each is, whatever the ids of a run are.</summary>
    private static async Task<IReadOnlyList<(string What, Instant At)>> LeftAsync(RehearsalRun run) =>
        [.. (await JournalAsync(run)).Where(j => j.By == JournalLine.App && (j.Kind is "mailSent" or "eventCreated") && (j.Key ?? j.TransactionId) is not null)
            .Select(j => ($"{j.Kind} {j.Key ?? j.TransactionId} to {string.Join(", ", j.People)}", j.At))];
}
