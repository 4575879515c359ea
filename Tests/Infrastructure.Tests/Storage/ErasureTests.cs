using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Retention;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Retention;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Testing;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>A person is taken out of everything, what is due is taken out in time, and a hold stands before both; on whatever database it is.</summary>
public abstract class ErasureTests : IAsyncLifetime
{
    private protected static readonly string[] TracesOfHer =
        ["ada.hill", "Ada Hill", "ADA.HILL", "O\\u2019Hill", "Begin small", "Try it on one ward", "One ward, not two", "She offered to chair it", "A list that day", "And the nights?", "AAMk="];

    private readonly FakeClock clock = new(Records.At + Duration.FromDays(400));

    private IDatabaseUnderTest database = null!;

    private protected StoreUnderTest Store { get; private set; } = null!;

    private protected IDatabaseUnderTest Under => database;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected RecordedTraces Traces { get; } = new();

    private protected RetentionSweep Sweep => new(Store.Store, clock, new EngagementOptions(), Traces);

    private HoldFacts Holds => new(Store.Store, clock);

    public async ValueTask InitializeAsync()
    {
        database = await CreateDatabaseAsync();
        Store = database.Open();
        Traces.Database = Store.Database;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Store is not null)
            await Store.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
    }

    protected abstract Task<IDatabaseUnderTest> CreateDatabaseAsync();

    [Fact]
    public async Task Erase_AClinician_LeavesNothingOfThemInAnyRow_AndKeepsTheStatistics()
    {
        await FillAsync();
        (await TextAsync()).ShouldContain("ada.hill");

        (await EraseAsync(Records.Consultant)).ShouldBeOfType<FactResult.Recorded>();

        var text = await TextAsync();
        foreach (var trace in TracesOfHer)
            text.ShouldNotContain(trace, Case.Sensitive);
        var erasure = (await Store.ListAsync<Erasure>()).ShouldHaveSingleItem();
        var member = (await Store.FindAsync<PanelMember>(Records.MemberId))!;
        member.Email.ShouldBe(erasure.StandIn);
        member.LeftAt.ShouldNotBeNull();
        KeptRecords.HasJudgements(member).ShouldBeFalse();
        var meeting = (await Store.FindAsync<Meeting>(Records.MeetingId))!;
        (meeting.Start, meeting.Minutes, meeting.State, meeting.ClinicalMinutesAtRisk).ShouldBe((Records.Meeting.Start, 20, MeetingState.Held, 5));
        var concern = (await Store.FindAsync<Concern>(Records.Concern.Id))!;
        (concern.RaisedAt, concern.RespondedAt, concern.Words).ShouldBe((Records.Concern.RaisedAt, Records.Concern.RespondedAt, Erasure.Words));
        (await Store.FindAsync<Effect>(Records.Effect.Id))!.Clinician.ShouldBe(erasure.StandIn);
        (await Store.FindAsync<Clinician>(erasure.StandIn))!.Specialty.ShouldBe("Geriatric medicine");
        (await Store.ListAsync<SlotHold>()).ShouldBeEmpty();
        (await Store.ListAsync<OutboxNudge>()).Select(n => n.InstanceId).ShouldBe(erasure.Members.Select(Instances.Of), ignoreOrder: true, "once more, so that they end");
        (await Store.FindAsync<Update>(Records.Update.Id))!.YouSaidWeDid.ShouldHaveSingleItem().Did.ShouldBe("One ward");
    }

    [Fact]
    public async Task Erase_OthersWhoWriteOfThem_KeepTheirWordsWithoutTheName()
    {
        await FillAsync();

        await EraseAsync(Records.Consultant);

        (await Store.FindAsync<PersonTask>(Records.PersonTask.Id))!.What.ShouldBe($"Ring {Erasure.Name} about her list.");
        var request = (await Store.FindAsync<StoredRequest>(Records.RequestId))!;
        request.Body.ShouldContain("Dr Bo Fry");
        request.Body.ShouldNotContain("Hill");
        request.Body.ShouldContain($"{Erasure.Name} asked for it");
        (await Store.FindAsync<StoredRequest>(Torn))!.Body.ShouldBe($$"""{ "clinicians": [ { "name": "{{Erasure.Name}}", "email": "{{(await Store.ListAsync<Erasure>())[0].StandIn}}" """);
    }

    [Fact]
    public async Task Erase_WhoActed_LeavesTheAuditAsItWas_UnderANumberThatNamesNobody()
    {
        await FillAsync();
        var lead = Records.Project.Lead.Email;
        Store.Person.Address = lead;
        await Store.WriteAsync(w => w.Audit(Records.AuditEvent with { Actor = AuditActor.Lead, Words = "You closed the project." }));
        Store.Person.Address = null;
        var before = await Store.ListAsync<AuditEvent>();
        before.ShouldContain(e => e.By != null);

        (await EraseAsync(lead)).ShouldBeOfType<FactResult.Recorded>();

        (await Store.ListAsync<AuditPerson>()).ShouldBeEmpty();
        (await Store.ListAsync<AuditEvent>()).SkipLast(1).ShouldBe(before);
        (await TextAsync()).ShouldNotContain("ruth.lane");
        (await Store.FindAsync<Project>(Records.ProjectId))!.Lead.Name.ShouldBe(Erasure.Name);
        (await Store.ListAsync<MailboxSync>()).ShouldBeEmpty();
        (await Store.ListAsync<PostedMail>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Erase_UnderAHold_IsRefusedUntilItIsLifted()
    {
        await FillAsync();
        foreach (var (project, person) in new (ProjectId?, EmailAddress?)[] { (Records.ProjectId, null), (null, Records.Consultant), (null, null) })
        {
            var id = StableId.From("hold", project?.ToString() ?? "", person?.Value ?? "");
            await Holds.SetAsync(id, project, person, "Inquest, file 12.", Token);

            (await EraseAsync(Records.Consultant)).ShouldBeOfType<FactResult.Refused>().Words.ShouldContain("Inquest, file 12. Lift it first");
            await Holds.LiftAsync(id, Token);
        }

        await Holds.SetAsync(StableId.From("other"), null, new EmailAddress("someone.else@trust.example"), "A complaint.", Token);
        (await EraseAsync(Records.Consultant)).ShouldBeOfType<FactResult.Recorded>();
    }

    [Fact]
    public async Task Erase_WhoStillLeadsOrIsStillToBeMet_SaysWhatToDoFirst()
    {
        await FillAsync();
        await ChangeAsync<Project>(Records.ProjectId, p => p with { State = ProjectState.Running, ClosedAt = null });
        (await EraseAsync(Records.Project.Lead.Email)).ShouldBeOfType<FactResult.Refused>().Words.ShouldContain("handed over first");

        await ChangeAsync<Meeting>(Records.MeetingId, m => m with { State = MeetingState.Agreed });
        (await EraseAsync(Records.Consultant)).ShouldBeOfType<FactResult.Refused>().Words.ShouldContain("taken off that panel");

        await ChangeAsync<Meeting>(Records.MeetingId, m => m with { State = MeetingState.Cancelled });
        await ChangeAsync<Effect>(Records.Effect.Id, e => e with { State = EffectState.Intended });
        (await EraseAsync(Records.Consultant)).ShouldBeOfType<FactResult.Refused>().Words.ShouldContain("taken off that panel");

        (await EraseAsync(new EmailAddress("never.heard@trust.example"))).ShouldBeOfType<FactResult.Refused>().Words.ShouldContain("Nobody with that address");
        (await TextAsync()).ShouldContain("ada.hill");
    }

    [Fact]
    public async Task Sweep_FinishesAnErasure_OnlyOnceItsHistoriesAreGone()
    {
        await FillAsync();
        await EraseAsync(Records.Consultant);
        Traces.Running.Add(Instances.Of(Records.MemberId));

        await Sweep.RunAsync(Token);
        (await Store.ListAsync<Erasure>())[0].FinishedAt.ShouldBeNull();

        Traces.Running.Clear();
        await Sweep.RunAsync(Token);
        (await Store.ListAsync<Erasure>())[0].FinishedAt.ShouldNotBeNull();
        (await Sweep.RunAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Sweep_TwelveMonthsAfterClosing_TakesJudgementsAndNotesOut_Once()
    {
        await FillAsync();
        clock.Reset(KeptRecords.DueAt(Records.At, 12) - Duration.FromSeconds(1));
        (await Sweep.RunAsync(Token)).ShouldBe(0);
        (await Store.FindAsync<PanelMember>(Records.MemberId))!.PositionHeld.ShouldNotBeNull();

        clock.AdvanceSeconds(1);
        (await Sweep.RunAsync(Token)).ShouldBe(2, "both projects were closed then");

        KeptRecords.HasJudgements((await Store.FindAsync<PanelMember>(Records.MemberId))!).ShouldBeFalse();
        (await Store.FindAsync<Concern>(Records.Concern.Id))!.ShouldSatisfyAllConditions(c => c.ProposedAnswer.ShouldBeNull(), c => c.Words.ShouldBe("Try it on one ward first."));
        (await Store.FindAsync<Meeting>(Records.MeetingId))!.DeclineReason.ShouldBeNull();
        (await Store.FindAsync<StoredRequest>(Begun))!.Body.ShouldNotContain("likelyView", Case.Insensitive);
        (await TextAsync()).ShouldNotContain("She offered to chair it");
        (await Store.ListAsync<AuditEvent>(e => e.What == "retention.applied")).Count.ShouldBe(2);
        (await Sweep.RunAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Sweep_UnderAHoldOnOnePerson_KeepsTheirsAlone()
    {
        await FillAsync();
        var other = Records.Member with { Id = PanelMemberId.For(Records.ProjectId, new EmailAddress("bo.fry@trust.example")), Email = new EmailAddress("bo.fry@trust.example"), Name = "Dr Bo Fry" };
        await Store.WriteAsync(w => w.Add(other));
        await Holds.SetAsync(StableId.From("h"), null, Records.Consultant, "A claim.", Token);

        await Sweep.RunAsync(Token);
        (await Store.FindAsync<PanelMember>(Records.MemberId))!.PositionHeld.ShouldBe(Position.Undecided);
        (await Store.FindAsync<PanelMember>(other.Id))!.PositionHeld.ShouldBeNull();
        (await Store.FindAsync<StoredRequest>(Begun))!.Body.ShouldContain("likelyView");

        await Holds.LiftAsync(StableId.From("h"), Token);
        await Sweep.RunAsync(Token);
        (await Store.FindAsync<PanelMember>(Records.MemberId))!.PositionHeld.ShouldBeNull();
        (await Store.FindAsync<StoredRequest>(Begun))!.Body.ShouldNotContain("likelyView");
    }

    [Fact]
    public async Task Hold_SetTwiceByOneForm_IsOne_AndTheAuditNamesNobody()
    {
        await FillAsync();
        await Holds.SetAsync(StableId.From("h"), null, Records.Consultant, "A claim.", Token);
        await Holds.SetAsync(StableId.From("h"), null, Records.Consultant, "A claim.", Token);
        await Holds.LiftAsync(StableId.From("h"), Token);
        await Holds.LiftAsync(StableId.From("h"), Token);

        var happened = (await Store.ListAsync<AuditEvent>()).Where(e => e.Actor == AuditActor.Governance).ToArray();
        happened.Select(e => e.What).ShouldBe(["hold.set", "hold.lifted"]);
        happened.ShouldAllBe(e => !e.Words.Contains("ada", StringComparison.OrdinalIgnoreCase) && e.Why == "A claim.");
    }

    private static readonly RequestId Torn = new(StableId.From("test", "torn"));
    private static readonly RequestId Begun = new(StableId.From("test", "begun"));

    private protected async Task FillAsync()
    {
        const string Body = """
            {"name":"Frailty","patientBenefit":"Dr Ada Hill asked for it","lead":{"name":"Ruth Lane","email":"ruth.lane@trust.example"},
            "Clinicians":[{"name":"Dr Ada Hill","email":"ADA.HILL@trust.example","likelyView":"hasConcerns","power":"high"},{"name":"Dr Bo Fry","email":"bo.fry@trust.example","likelyView":"supports"}]}
            """;
        await Store.WriteAsync(writer =>
        {
            writer.Add(Records.Project with { ClosingWords = "Thank you, Dr Ada Hill.", Plan = Records.Project.Plan with { ExampleElsewhere = "Dr Ada Hill saw it in Leeds." } });
            writer.Add(Records.PlanVersion with { Why = "Dr Ada Hill counted again.", Plan = Records.Project.Plan });
            writer.Add(Records.FactQuestion);
            writer.Add(Records.Member);
            writer.Add(Records.Clinician);
            writer.Add(Records.Meeting with { State = MeetingState.Held });
            writer.Add(Records.Concern with { ProposedAnswer = "Perhaps in May.", ProposedAt = Records.At });
            writer.Add(Records.PracticeExample);
            writer.Add(Records.Update with { WhatChanged = ["Dr Ada Hill opened it."] });
            writer.Add(Records.PersonTask with { What = "Ring Dr Ada Hill about her list." });
            writer.Add(Records.Effect);
            writer.Add(Records.SlotHold);
            writer.Add(Records.MailboxSync);
            writer.Add(Records.PostedMail with { Id = $"{Records.Effect.Key}.0", Key = Records.Effect.Key, Content = Convert.ToBase64String("Dear Dr Ada Hill"u8) });
            writer.Add(Records.StoredRequest with { Body = Body, Error = "No mailbox ada.hill@trust.example." });
            writer.Add(Records.StoredRequest with { Id = Torn, IdempotencyKey = null, Body = """{ "clinicians": [ { "name": "Dr Ada Hill", "email": "ADA.HILL@trust.example" """, State = RequestState.SetAside });
            writer.Add(Records.StoredRequest with { Id = Begun, IdempotencyKey = null, Body = Body, State = RequestState.Begun });
            writer.Add(new QueueMessage { Queue = "engagement-requests", Body = Body, VisibleAt = Records.At });
            writer.Audit(Records.AuditEvent);
        });
        // The project that a request begins is the one of its id.
        var again = new ProjectId(StableId.From("project", Begun));
        await Store.WriteAsync(writer =>
        {
            writer.Add(Records.Project with { Id = again, Name = "Frailty again" });
            writer.Add(Records.Member with { Id = PanelMemberId.For(again, Records.Consultant), ProjectId = again });
        });
    }

    private Task<FactResult> EraseAsync(EmailAddress person) => new ErasureFacts(Store.Store, clock, () => StableId.From("random", person)).EraseAsync(person, Token);

    private Task ChangeAsync<T>(object key, Func<T, T> change)
        where T : class, IVersioned => Store.Store.WriteAsync(
        async (writer, token) =>
        {
            writer.Update(change((await writer.FindAsync<T>(key, token))!));
            return true;
        },
        Token);

    /// <summary>Every value of every row of every table, as text.</summary>
    private async Task<string> TextAsync()
    {
        var text = new System.Text.StringBuilder();
        await using var context = Store.Database.CreateContext();
        await context.Database.OpenConnectionAsync(Token);
        foreach (var table in context.Model.GetEntityTypes().Select(t => t.GetTableName()))
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync(Token);
            while (await reader.ReadAsync(Token))
                for (var i = 0; i < reader.FieldCount; i++)
                    text.Append(reader.GetValue(i)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Histories as a host would have them, and the files of the store.</summary>
    private protected sealed class RecordedTraces : ITraces
    {
        public HashSet<string> Running { get; } = [];

        public Infrastructure.Storage.EngagementDatabase? Database { get; set; }

        public Task<bool> RemoveHistoryAsync(string instanceId, CancellationToken cancellationToken) => Task.FromResult(!Running.Contains(instanceId));

        public Task<bool> RewriteFilesAsync(CancellationToken cancellationToken) => Database!.RewriteAsync(cancellationToken);
    }
}

/// <summary>On SQLite, where what was deleted could be read from the file.</summary>
public sealed class SqliteErasureTests : ErasureTests
{
    protected override Task<IDatabaseUnderTest> CreateDatabaseAsync() => SqliteUnderTest.CreateAsync();

    [Fact]
    public async Task Erase_ThenSweep_LeavesNotAByteOfThemInTheFiles()
    {
        await FillAsync();
        Bytes().ShouldContain("Ada Hill");

        await new ErasureFacts(Store.Store, new FakeClock(Records.At), () => StableId.From("random")).EraseAsync(Records.Consultant, Token);
        await Sweep.RunAsync(Token);

        var bytes = Bytes();
        foreach (var trace in TracesOfHer)
            bytes.ShouldNotContain(trace, Case.Sensitive);
    }

    private string Bytes() => string.Concat(
        Directory.GetFiles(Path.GetDirectoryName(((SqliteUnderTest)Under).File)!).Order(StringComparer.Ordinal).Select(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }));
}

/// <summary>On PostgreSQL, whose server keeps the files.</summary>
public sealed class PostgresErasureTests(PostgresCluster cluster) : ErasureTests
{
    protected override Task<IDatabaseUnderTest> CreateDatabaseAsync() => cluster.CreateDatabaseAsync();
}
