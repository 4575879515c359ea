using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.LocalHost.Clock;
using ClinicalEngagement.LocalHost.Hosting;
using ClinicalEngagement.LocalHost.Simulation;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Tests.Storm;

/// <summary>
/// For the first hour after many projects have begun, nine of ten requests to Graph are turned away. Everything goes through one shared
/// mailbox, so that what is left afterwards is bound by thirty messages a minute. The simulator's journal is the judge.
/// CLINICAL_ENGAGEMENT_STORM_PROJECTS sets how many projects.
/// </summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private const int PanelSize = 8;
    private const int MessagesAMinute = 30;
    private const string Shared = "engagement@arlenmere.example";

    private static readonly int Projects = int.TryParse(
        Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_STORM_PROJECTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 2;

    private static readonly Instant Start = WorkingTime.At(new LocalDate(2027, 1, 11), new LocalTime(9, 0));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnHourOfStorm_LosesAndDoublesNothing_KeepsToRetryAfter_AndDrainsAsFastAsTheQuotaAllows()
    {
        using var folder = new TemporaryFolder();
        var wire = new WireJudge();
        await using var host = await EngagementHost.StartAsync(
            new HostSettings
            {
                DataFolder = folder.Path,
                Port = 0,
                SimulatorPort = 0,
                Seed = 7,
                Start = Start,
                Rehearsal = true,
                SharedMailbox = Shared,
                SimulatedPeople = 80 + (Projects * (PanelSize + 1)),
                Observe = wire.Look,
            },
            Token);
        var simulator = host.Services.GetRequiredService<SimulatorControl>();
        var stepper = host.Services.GetRequiredService<SimulationStepper>();
        var clock = host.Services.GetRequiredService<VirtualClock>();
        var over = Start + Duration.FromHours(1);
        await simulator.PlanFaultsAsync(new { plan = "storm", seed = 11, minutes = 60, percent = 90 }, Token);
        await BeginAsync(host);

        await stepper.RunToAsync(over, Token);
        var before = await FirstMessagesAsync(host);
        var stormy = await simulator.PressureAsync(Token);
        while (await FirstMessagesAsync(host) is { Waiting: > 0 } && await stepper.NextDueAsync(Token) is { } due && due < over + Duration.FromHours(6))
            await stepper.RunToAsync(due, Token);
        // A little longer, so that what were done a second time would be seen.
        await stepper.RunToAsync(clock.Now + Duration.FromMinutes(30), Token);

        var after = await FirstMessagesAsync(host);
        var journal = await simulator.JournalAsync(Token);
        var pressure = await simulator.PressureAsync(Token);
        var sent = journal.Where(j => j is { By: JournalLine.App, Kind: "mailSent" }).ToArray();
        var booked = journal.Where(j => j is { By: JournalLine.App, Kind: "eventCreated" }).ToArray();
        var waited = Instant.Max(over, stormy.ClosedUntil ?? over);
        var minimum = Duration.FromMinutes(Math.Max(1, (before.Waiting + MessagesAMinute - 1) / MessagesAMinute));
        var drained = sent.Where(s => after.Keys.Contains(s.Key!)).Max(s => s.At);
        var counted = RequestCount.Of(journal, pressure.Requests - pressure.TurnedAway, new HashSet<string> { Shared }, Projects * (PanelSize + 1));
        output.WriteLine(
            $"{Projects} projects, {after.Keys.Count} first messages, {before.Waiting} of them left after the storm; {stormy.TurnedAway} of {stormy.Requests} requests turned away in the storm, {pressure.Requests} in all, "
            + $"{pressure.Early} early, {pressure.MostOnTheWay} at most on the way; drained {(drained - waited).TotalMinutes:0.0} minutes after the last Retry-After, the quota's minimum is {minimum.TotalMinutes:0}. "
            + $"{counted.PerMeeting:0.0} answered requests a booked meeting, the least possible is {counted.PossiblePerMeeting:0.0}.");

        after.Waiting.ShouldBe(0);
        after.Keys.Count.ShouldBeGreaterThanOrEqualTo(Projects * PanelSize * 9 / 10, "nearly everybody has a free time");
        stormy.TurnedAway.ShouldBeGreaterThan(stormy.Requests / 2, "the storm blew");

        // Nothing lost, nothing doubled.
        sent.Select(s => s.Key!).ShouldBeUnique();
        after.Keys.ShouldBeSubsetOf(sent.Select(s => s.Key!));
        booked.Select(b => b.TransactionId!).ShouldBeUnique();
        booked.Select(b => b.TransactionId!).Order().ShouldBe(after.Bookings.Order());
        after.Uncertain.ShouldBeEmpty();

        // Nothing before its time: not a second early, and at the moment of the refusal only what was on its way, four at once.
        pressure.Early.ShouldBe(0);
        pressure.MostOnTheWay.ShouldBeLessThanOrEqualTo(3);

        (drained - waited).ShouldBeLessThanOrEqualTo(minimum * 1.2);
        wire.Faults.ShouldBeEmpty();
    }

    private static async Task BeginAsync(EngagementHost host)
    {
        using var http = new HttpClient { BaseAddress = host.SimulatorAddress };
        (await http.PostAsJsonAsync("control/people", new { address = Shared, name = "Clinical engagement" }, Token)).EnsureSuccessStatusCode();
        using var all = JsonDocument.Parse(await http.GetStringAsync("control/people", Token));
        var staff = new Queue<JsonElement>(all.RootElement.EnumerateArray()
            .Where(p => p.GetProperty("address").GetString()!.Any(char.IsDigit)));
        var sample = JsonSerializer.Deserialize<EngagementRequest>(await File.ReadAllBytesAsync(Samples.Frailty.FullName, Token), IntakeJson.Options)!;
        for (var n = 0; n < Projects; n++)
        {
            var request = sample with
            {
                Name = $"{sample.Name} {n + 1}",
                Lead = Lead(staff.Dequeue()),
                CoLead = null,
                Clinicians = [.. Enumerable.Range(0, PanelSize).Select(_ => staff.Dequeue()).Select(p => new ClinicianRequest
                {
                    Name = p.GetProperty("name").GetString(),
                    Email = p.GetProperty("address").GetString(),
                    Role = "Consultant",
                })],
            };
            await using var scope = host.Services.CreateAsyncScope();
            (await scope.ServiceProvider.GetRequiredService<IntakeService>().ReceiveAsync(request, "form", $"storm-{n}", Token)).ShouldBeOfType<IntakeResult.Accepted>();
        }
    }

    private static PersonRequest Lead(JsonElement person) => new() { Name = person.GetProperty("name").GetString(), Email = person.GetProperty("address").GetString() };

    private static Task<Progress> FirstMessagesAsync(EngagementHost host) => host.Services.GetRequiredService<IEngagementStore>().ReadAsync(
        async (reader, token) =>
        {
            var effects = await reader.ListAsync<Effect>(e => e.State != EffectState.Dropped, token);
            var first = effects.Where(e => e.Kind == EffectKind.SendFirstMessage).ToArray();
            var invited = first.Select(e => e.MemberId).ToHashSet();
            var members = await reader.ListAsync<PanelMember>(_ => true, token);
            var still = (Projects * PanelSize) - members.Count(m => invited.Contains(m.Id) || m.NoTimesAt is not null);
            var tasks = await reader.ListAsync<PersonTask>(t => t.Kind == TaskKind.UncertainSend || t.Kind == TaskKind.StepFailed, token);
            return new Progress(
                still + first.Count(e => e.State != EffectState.Done),
                first.Where(e => e.State == EffectState.Done).Select(e => e.Key).ToHashSet(),
                [.. effects.Where(e => e is { Kind: EffectKind.BookMeeting, State: EffectState.Done }).Select(e => e.Key)],
                [.. effects.Where(e => e.State == EffectState.Uncertain).Select(e => $"{e.Kind}"), .. tasks.Select(t => t.What)]);
        },
        Token);

    /// <param name="Waiting">Clinicians who have neither an invitation nor no free time, or whose first message is not out.</param>
    /// <param name="Keys">Keys of the first messages that are out.</param>
    /// <param name="Bookings">Keys of the meetings that are booked.</param>
    /// <param name="Uncertain">What was given up or is uncertain.</param>
    private sealed record Progress(int Waiting, IReadOnlySet<string> Keys, IReadOnlyList<string> Bookings, IReadOnlyList<string> Uncertain);
}
