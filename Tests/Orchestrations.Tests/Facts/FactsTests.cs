using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Facts;

/// <summary>What people say and do: refused with words for them, and done once however often it is said.</summary>
public sealed class FactsTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly ConcernId Concern = new(StableId.From("concern"));

    public static TheoryData<string> Refused { get; } = new(RefusedCases.Keys);

    public static TheoryData<string> Twice { get; } = new(TwiceCases.Keys);

    private static Dictionary<string, Func<HarbourTrust, Task<FactResult>>> RefusedCases => new()
    {
        ["outcome before the meeting"] = async t => await t.Lead(async l => await l.RecordOutcomeAsync((await t.MeetingAsync()).Id, Outcome.TookPlace, Token)),
        ["outcome of nothing"] = t => t.Lead(l => l.RecordOutcomeAsync(new MeetingId(StableId.From("none")), Outcome.TookPlace, Token)),
        ["concern without words"] = t => t.Hear(l => l.RecordAsync(Concern, t.Member, ConcernKind.Concern, " ", null, null, null, Token)),
        ["concern too long"] = t => t.Say(c => c.SendAsync(Concern, t.Member, ConcernKind.Concern, new string('x', 2001), null, Token)),
        ["answer to nothing"] = t => t.Hear(l => l.AnswerAsync(Concern, null, "Yes.", Token)),
        ["a question that is not asked"] = t => t.Say(c => c.AnswerUnderstandingAsync(t.Member, StableId.From("none"), null, Token)),
        ["an explanation of nothing"] = async t => await (await RaisedAsync(t)).Hear(l => l.CloseAsync(Concern, " ", Token)),
        ["an answer after closing"] = async t =>
        {
            await (await RaisedAsync(t)).Hear(l => l.CloseAsync(Concern, "The ward moves in May.", Token));
            return await t.Hear(l => l.AnswerAsync(Concern, null, "Yes.", Token));
        },
        ["a paraphrase of nothing"] = async t => await (await RaisedAsync(t)).Hear(l => l.AskUnderstandingAsync(Concern, " ", Token)),
        ["an owner without address"] = async t => await (await RaisedAsync(t)).Hear(l => l.AssignAsync(Concern, new Person("Ola Berg", new EmailAddress("")), Token)),
        ["the clinician as the owner"] = async t => await (await RaisedAsync(t)).Hear(l => l.AssignAsync(Concern, new Person("Dr Bell", HarbourTrust.BellAddress), Token)),
        ["an example without agreement"] = t => t.Hear(l => l.KeepExampleAsync(StableId.From("example"), t.Member, "Two weeks on one ward.", false, false, Token)),
        ["words to a closed project"] = async t =>
        {
            await t.Lead(l => l.CloseAsync(t.Project, "Thank you.", Token));
            return await t.Say(c => c.SendAsync(Concern, t.Member, ConcernKind.Concern, "Who covers?", null, Token));
        },
        ["no measure at all"] = t => t.Lead(l => l.AddMeasurePointsAsync(t.Project, [], Token)),
        ["measure of tomorrow"] = t => t.Lead(l => l.AddMeasurePointAsync(t.Project, new LocalDate(2026, 6, 9), 1, Token)),
        ["closing without words"] = t => t.Lead(l => l.CloseAsync(t.Project, "  ", Token)),
        ["spoken tomorrow"] = t => t.Lead(l => l.WeHaveSpokenAsync(t.Member, new LocalDate(2026, 6, 9), Token)),
        ["a second meeting"] = t => t.Lead(l => l.AskForMeetingAsync(t.Member, Token)),
        ["a time that was not offered, by reply"] = t => t.Lead(l => l.HandleReplyAsync(t.Member, HarbourTrust.Local("2026-06-09T03:00"), Token)),
        ["a time that was not offered, by link"] = t => t.Clinician(async c => await c.PickTimeAsync((await t.MeetingAsync()).Id, HarbourTrust.Local("2026-06-09T03:00"), null, Token)),
        ["a time in an hour"] = t => t.Clinician(async c => await c.ProposeTimeAsync((await t.MeetingAsync()).Id, HarbourTrust.Local("2026-06-08T11:00"), Token)),
        ["a time next year"] = t => t.Clinician(async c => await c.ProposeTimeAsync((await t.MeetingAsync()).Id, HarbourTrust.Local("2027-06-08T11:00"), Token)),
        ["a link that leads nowhere"] = t => t.Clinician(c => c.NoMoreAsync(new PanelMemberId(StableId.From("none")), Token)),
        ["an update that is not there"] = t => t.Lead(l => l.HoldUpdateAsync(new UpdateId(StableId.From("none")), Token)),
        ["a task that is not there"] = t => t.Lead(l => l.CompleteTaskAsync(new TaskId(StableId.From("none")), Token)),
        ["a step that is not there"] = t => t.Lead(l => l.TryAgainAsync(new TaskId(StableId.From("none")), Token)),
        ["a closed project"] = async t =>
        {
            await t.Lead(l => l.CloseAsync(t.Project, "Thank you.", Token));
            return await t.Lead(l => l.AdvanceStageAsync(t.Project, Stage.Implement, Token));
        },
        ["a declined invitation"] = async t =>
        {
            var meeting = await t.MeetingAsync();
            await t.Clinician(c => c.DeclineAsync(meeting.Id, null, Token));
            return await t.Clinician(c => c.PickTimeAsync(meeting.Id, meeting.Offers[0].Start, null, Token));
        },
        ["closing a concern unanswered"] = async t =>
        {
            await t.Say(c => c.SendAsync(Concern, t.Member, ConcernKind.Concern, "Who covers?", null, Token));
            return await t.Hear(l => l.RecordVerdictAsync(Concern, Verdict.Yes, Token));
        },
    };

    private static async Task<FactResult> AnsweredAsync(HarbourTrust trust, Func<HarbourTrust, Task<FactResult>> then)
    {
        await RaisedAsync(trust);
        if ((await trust.ListAsync<Concern>(c => c.Id == Concern)).Single() is { Response: null, ClosedAt: null })
            await trust.Hear(l => l.AnswerAsync(Concern, "You need cover.", "The registrar covers.", Token));
        return await then(trust);
    }

    private static async Task<HarbourTrust> RaisedAsync(HarbourTrust trust)
    {
        await trust.Say(c => c.SendAsync(Concern, trust.Member, ConcernKind.Concern, "Who covers?", null, Token));
        return trust;
    }

    private static async Task<Concern> ConcernAsync(HarbourTrust trust) => (await trust.ListAsync<Concern>(c => c.Id == Concern)).Single();

    private static Dictionary<string, Func<HarbourTrust, Task<FactResult>>> TwiceCases => new()
    {
        ["measure entered"] = t => t.Lead(l => l.AddMeasurePointAsync(t.Project, new LocalDate(2026, 6, 1), 38, Token)),
        ["measures entered"] = t => t.Lead(l => l.AddMeasurePointsAsync(t.Project, [(new LocalDate(2026, 5, 1), 36), (new LocalDate(2026, 6, 1), 38)], Token)),
        ["understanding asked"] = async t => await (await RaisedAsync(t)).Hear(l => l.AskUnderstandingAsync(Concern, "You need cover.", Token)),
        ["understanding recorded"] = async t => await (await RaisedAsync(t)).Hear(l => l.RecordUnderstoodAsync(Concern, "You need cover.", Token)),
        ["understanding confirmed by link"] = async t =>
        {
            await (await RaisedAsync(t)).Hear(l => l.AskUnderstandingAsync(Concern, "You need cover.", Token));
            return await t.Say(async c => await c.AnswerUnderstandingAsync(t.Member, (await ConcernAsync(t)).UnderstandingQuestion!.Value, null, Token));
        },
        ["owner given"] = async t => await (await RaisedAsync(t)).Hear(l => l.AssignAsync(Concern, new Person("Ola Berg", new EmailAddress("berg@harbour.example")), Token)),
        ["kind of answer said"] = async t => await (await RaisedAsync(t)).Hear(l => l.SortAsync(Concern, ConcernAbout.People, AnswerNeeded.Evidence, Token)),
        ["verdict partly"] = t => AnsweredAsync(t, async a => await a.Hear(l => l.RecordVerdictAsync(Concern, Verdict.Partly, Token))),
        ["verdict no by link"] = t => AnsweredAsync(t, async a => await a.Say(async c => await c.GiveVerdictAsync(a.Member, (await ConcernAsync(a)).VerdictQuestion!.Value, Verdict.No, "Nights?", Token))),
        ["verdict yes by link"] = t => AnsweredAsync(t, async a => await a.Say(async c => await c.GiveVerdictAsync(a.Member, (await ConcernAsync(a)).VerdictQuestion!.Value, Verdict.Yes, null, Token))),
        ["closed with an explanation"] = async t => await (await RaisedAsync(t)).Hear(l => l.CloseAsync(Concern, "The ward moves in May.", Token)),
        ["example kept"] = t => t.Hear(l => l.KeepExampleAsync(StableId.From("example"), t.Member, "Two weeks on one ward.", true, true, Token)),
        ["example withdrawn"] = async t =>
        {
            await t.Hear(l => l.KeepExampleAsync(StableId.From("example"), t.Member, "Two weeks on one ward.", true, true, Token));
            return await t.Hear(l => l.WithdrawExampleAsync(StableId.From("example"), Token));
        },
        ["a time picked"] = t => t.Clinician(async c =>
        {
            var meeting = (await t.ListAsync<Meeting>(m => m.Number == 1)).Single();
            return await c.PickTimeAsync(meeting.Id, meeting.Offers[1].Start, null, Token);
        }),
        ["no more"] = t => t.Clinician(c => c.NoMoreAsync(t.Member, Token)),
        ["words sent"] = t => t.Say(c => c.SendAsync(Concern, t.Member, ConcernKind.Suggestion, "Ask the night nurses.", null, Token)),
        ["concern recorded"] = t => t.Hear(l => l.RecordAsync(Concern, t.Member, ConcernKind.Concern, "Who covers?", null, null, null, Token)),
        ["stage advanced"] = t => t.Lead(l => l.AdvanceStageAsync(t.Project, Stage.DefineAndScope, Token)),
        ["paused"] = t => t.Lead(l => l.PauseAsync(t.Project, Token)),
        ["first message approved"] = t => t.Lead(l => l.ApproveFirstMessageAsync(t.Member, null, Token)),
        ["removed from the panel"] = t => t.Lead(l => l.RemoveMemberAsync(t.Member, Token)),
        ["spoken"] = t => t.Lead(l => l.WeHaveSpokenAsync(t.Member, new LocalDate(2026, 6, 8), Token)),
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refused_SaysWhyInWords(string what)
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var words = (await RefusedCases[what](trust)).ShouldBeOfType<FactResult.Refused>().Words;
        words.ShouldEndWith(".");
        words.Length.ShouldBeGreaterThan(15);
    }

    [Theory]
    [MemberData(nameof(Twice))]
    public async Task SaidTwice_ChangesNothingTheSecondTime(string what)
    {
        await using var trust = await HarbourTrust.BegunAsync();
        (await TwiceCases[what](trust)).ShouldBeOfType<FactResult.Recorded>();
        var (facts, mails) = (await FactsAsync(trust), trust.Mailer.Sent.Count);

        (await TwiceCases[what](trust)).ShouldBeOfType<FactResult.Recorded>();

        (await FactsAsync(trust)).ShouldBe(facts);
        trust.Mailer.Sent.Count.ShouldBe(mails);
    }

    [Fact]
    public async Task Position_IsNeverInTheTimeline()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var before = await trust.ListAsync<AuditEvent>(_ => true);
        await trust.Lead(l => l.RecordPositionAsync(trust.Member, Position.HasConcerns, Token));
        (await trust.MemberAsync()).PositionHeld.ShouldBe(Position.HasConcerns);
        (await trust.ListAsync<AuditEvent>(_ => true)).Count.ShouldBe(before.Count);
    }

    /// <summary>Everything that stands in the store about the project but the log of what happened.</summary>
    private static async Task<string> FactsAsync(HarbourTrust trust)
    {
        var lines = new List<string>();
        lines.AddRange((await trust.ListAsync<Project>(_ => true)).Select(p => $"{p.State} {p.Stage} {p.StageSince}"));
        lines.AddRange((await trust.ListAsync<PanelMember>(_ => true)).Select(m => $"{m.LeftAt} {m.SpokenAt} {m.FirstMessageApprovedAt}"));
        lines.AddRange((await trust.ListAsync<Meeting>(_ => true)).Select(m => $"{m.Number} {m.State} {m.Start} {m.BookedStart} {m.Moves}"));
        lines.AddRange((await trust.ListAsync<Domain.Effects.Effect>(_ => true)).Select(e => $"{e.Id} {e.State}"));
        lines.AddRange((await trust.ListAsync<Domain.Tasks.PersonTask>(_ => true)).Select(t => $"{t.Id} {t.DoneAt}"));
        lines.AddRange((await trust.ListAsync<Concern>(_ => true)).Select(c => $"{c with { Version = 0 }}"));
        lines.AddRange((await trust.ListAsync<PracticeExample>(_ => true)).Select(e => $"{e with { Version = 0 }}"));
        return string.Join('\n', lines);
    }

}
