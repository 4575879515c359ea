using System.Text.Json;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Infrastructure.Storage.Converters;
using ClinicalEngagement.Orchestrations.Store;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>What the store promises, on whatever database it is.</summary>
public abstract class EngagementStoreTests : IAsyncLifetime
{
    private IDatabaseUnderTest database = null!;
    private StoreUnderTest store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await CreateDatabaseAsync();
        store = database.Open();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (store is not null)
            await store.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
    }

    protected abstract Task<IDatabaseUnderTest> CreateDatabaseAsync();

    [Fact]
    public async Task Find_RecordOfEachKind_GivesBackEveryProperty()
    {
        await store.WriteAsync(writer =>
        {
            writer.Add(Records.Project);
            writer.Add(Records.PlanVersion);
            writer.Add(Records.FactQuestion);
            writer.Add(Records.GroupEvent);
            writer.Add(Records.Member);
            writer.Add(Records.Clinician);
            writer.Add(Records.Meeting);
            writer.Add(Records.Concern);
            writer.Add(Records.PracticeExample);
            writer.Add(Records.Update);
            writer.Add(Records.MeasurePoint);
            writer.Add(Records.PersonTask);
            writer.Add(Records.Effect);
            writer.Audit(Records.AuditEvent);
            writer.Add(Records.StoredRequest);
            writer.Add(Records.SlotHold);
            writer.Add(Records.MailboxSync);
            writer.Add(Records.PostedMail);
        });

        Text(await store.FindAsync<Project>(Records.Project.Id)).ShouldBe(Text(Records.Project));
        Text(await store.FindAsync<PlanVersion>(Records.PlanVersion.Id)).ShouldBe(Text(Records.PlanVersion));
        Text(await store.FindAsync<PanelMember>(Records.Member.Id)).ShouldBe(Text(Records.Member));
        Text(await store.FindAsync<Clinician>(Records.Clinician.Email)).ShouldBe(Text(Records.Clinician));
        Text(await store.FindAsync<Domain.Meetings.Meeting>(Records.Meeting.Id)).ShouldBe(Text(Records.Meeting));
        (await store.FindAsync<Domain.Listening.Concern>(Records.Concern.Id)).ShouldBe(Records.Concern);
        (await store.FindAsync<Domain.Listening.PracticeExample>(Records.PracticeExample.Id)).ShouldBe(Records.PracticeExample);
        Text(await store.FindAsync<Update>(Records.Update.Id)).ShouldBe(Text(Records.Update));
        (await store.FindAsync<MeasurePoint>(Records.MeasurePoint.Id)).ShouldBe(Records.MeasurePoint);
        (await store.FindAsync<Domain.Tasks.PersonTask>(Records.PersonTask.Id)).ShouldBe(Records.PersonTask);
        Text(await store.FindAsync<Effect>(Records.Effect.Id)).ShouldBe(Text(Records.Effect));
        Text(await store.FindAsync<Domain.Readiness.FactQuestion>(Records.FactQuestion.Id)).ShouldBe(Text(Records.FactQuestion));
        (await store.FindAsync<GroupEvent>(Records.GroupEvent.Id)).ShouldBe(Records.GroupEvent);
        (await store.ListAsync<AuditEvent>()).ShouldHaveSingleItem().ShouldBe(Records.AuditEvent with { Sequence = 1 });
        (await store.FindAsync<StoredRequest>(Records.StoredRequest.Id)).ShouldBe(Records.StoredRequest);
        (await store.FindAsync<SlotHold>(Records.SlotHold.Id)).ShouldBe(Records.SlotHold);
        (await store.FindAsync<MailboxSync>(Records.MailboxSync.Mailbox)).ShouldBe(Records.MailboxSync);
        (await store.FindAsync<PostedMail>(Records.PostedMail.Id)).ShouldBe(Records.PostedMail);

        // Records that hold lists are equal only to themselves.
        static string Text<T>(T record) => JsonSerializer.Serialize(record, JsonText.Options);
    }

    [Fact]
    public async Task Audit_BySomebodySignedIn_NamesThemByANumberThatIsTheirOwn()
    {
        foreach (var (person, actor) in new[] { ("priya@harbour.example", AuditActor.Lead), ("omar@harbour.example", AuditActor.Administrator), ("priya@harbour.example", AuditActor.Lead), ("priya@harbour.example", AuditActor.Workflow) })
        {
            store.Person.Address = new EmailAddress(person);
            await store.WriteAsync(writer => writer.Audit(Records.AuditEvent with { Actor = actor, By = null, Why = "At their wish." }));
        }

        var events = await store.ListAsync<AuditEvent>();
        var people = (await store.ListAsync<AuditPerson>()).ToDictionary(p => p.Id, p => p.Email.Value);
        events.Select(e => e.By is { } by ? people[by] : null).ShouldBe(["priya@harbour.example", "omar@harbour.example", "priya@harbour.example", null]);
        people.Count.ShouldBe(2);
        events.ShouldAllBe(e => e.Why == "At their wish.");
        JsonSerializer.Serialize(events, JsonText.Options).ShouldNotContain("@");
    }

    [Theory]
    [InlineData("UPDATE \"AuditEvents\" SET \"Words\" = 'Nothing happened.'")]
    [InlineData("DELETE FROM \"AuditEvents\"")]
    public async Task Audit_ChangedBesideTheStore_IsRefusedByTheDatabase(string change)
    {
        await store.WriteAsync(writer => writer.Audit(Records.AuditEvent));

        await using var context = store.Database.CreateContext();
        var refused = await Should.ThrowAsync<System.Data.Common.DbException>(() => context.Database.ExecuteSqlRawAsync(change, Token));

        refused.Message.ShouldContain("only ever added to");
        (await store.ListAsync<AuditEvent>()).ShouldHaveSingleItem().Words.ShouldBe(Records.AuditEvent.Words);
    }

    [Fact]
    public async Task Find_UnknownKey_IsNull() =>
        (await store.FindAsync<Project>(new ProjectId(StableId.From("nobody")))).ShouldBeNull();

    [Fact]
    public async Task Find_KeyOfAnotherType_IsRefused() =>
        await Should.ThrowAsync<ArgumentException>(() => store.FindAsync<Project>(Records.ProjectId.Value));

    [Fact]
    public async Task Update_CurrentVersion_WritesTheNextAndLeavesTheCallersRecord()
    {
        var project = Records.Project;
        await store.WriteAsync(writer => writer.Add(project));
        await store.WriteAsync(writer => writer.Update(project with { Name = "Second" }));

        project.Version.ShouldBe(0);
        (await store.FindAsync<Project>(project.Id)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.Version.ShouldBe(1),
            found => found.Name.ShouldBe("Second"));
    }

    [Fact]
    public async Task Update_OlderVersion_IsRefusedAndNothingIsWritten()
    {
        await store.WriteAsync(writer => writer.Add(Records.Project));
        await store.WriteAsync(writer => writer.Update(Records.Project with { Name = "Second" }));

        var refused = await Should.ThrowAsync<StaleRecordException>(() => store.WriteAsync(writer =>
        {
            writer.Audit(Records.AuditEvent);
            writer.Nudge("project-1");
            writer.Update(Records.Project with { Name = "Third" });
        }));

        refused.Record.ShouldBe(typeof(Project));
        (await store.FindAsync<Project>(Records.ProjectId))!.Name.ShouldBe("Second");
        (await store.ListAsync<AuditEvent>()).ShouldBeEmpty();
        (await store.ListAsync<OutboxNudge>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Update_RecordThatIsNotThere_IsRefused() =>
        await Should.ThrowAsync<StaleRecordException>(() => store.WriteAsync(writer => writer.Update(Records.Project)));

    [Fact]
    public async Task Update_StaleTheFirstTimeOnly_IsRunAgain()
    {
        await store.WriteAsync(writer => writer.Add(Records.Project));
        var current = (await store.FindAsync<Project>(Records.ProjectId))!;
        await store.WriteAsync(writer => writer.Update(current));
        var runs = 0;

        await store.Store.WriteAsync(
            async (writer, token) =>
            {
                var brought = runs++ == 0 ? current : (await writer.FindAsync<Project>(Records.ProjectId, token))!;
                writer.Update(brought with { Name = "Mended" });
                return true;
            },
            Token);

        runs.ShouldBe(2);
        (await store.FindAsync<Project>(Records.ProjectId))!.Name.ShouldBe("Mended");
    }

    [Fact]
    public async Task Remove_TakesTheRecordAway()
    {
        await store.WriteAsync(writer => writer.Add(Records.SlotHold));
        await store.WriteAsync(writer => writer.Remove(Records.SlotHold));

        (await store.FindAsync<SlotHold>(Records.SlotHold.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Write_ReadsWhatItWroteBefore()
    {
        var names = await store.Store.WriteAsync(
            async (writer, token) =>
            {
                var seen = new List<string?>();
                writer.Add(Records.Project);
                var added = (await writer.FindAsync<Project>(Records.ProjectId, token))!;
                seen.Add(added.Name);
                writer.Update(added with { Name = "Second" });
                var updated = (await writer.ListAsync<Project>(project => project.Name == "Second", token)).Single();
                seen.Add(updated.Name);
                writer.Update(updated with { Name = "Third" });
                var third = (await writer.FindAsync<Project>(Records.ProjectId, token))!;
                seen.Add(third.Name);
                writer.Remove(third);
                seen.Add((await writer.FindAsync<Project>(Records.ProjectId, token))?.Name);
                return seen;
            },
            Token);

        names.ShouldBe([Records.Project.Name, "Second", "Third", null]);
        (await store.ListAsync<Project>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_SameRecordAddedAndChangedWithoutAReadBetween_KeepsTheLast()
    {
        await store.WriteAsync(writer =>
        {
            writer.Add(Records.Project);
            writer.Update(Records.Project with { Name = "Second" });
        });

        (await store.FindAsync<Project>(Records.ProjectId))!.Name.ShouldBe("Second");
    }

    [Fact]
    public async Task Write_WorkThrows_KeepsNothing()
    {
        await Should.ThrowAsync<TimeoutException>(() => store.Store.WriteAsync<bool>(
            async (writer, token) =>
            {
                writer.Add(Records.Project);
                writer.Audit(Records.AuditEvent);
                writer.Nudge("project-1");
                await writer.FindAsync<Project>(Records.ProjectId, token);
                throw new TimeoutException();
            },
            Token));

        (await store.ListAsync<Project>()).ShouldBeEmpty();
        (await store.ListAsync<AuditEvent>()).ShouldBeEmpty();
        (await store.ListAsync<OutboxNudge>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_KeyThatIsThere_Throws()
    {
        await store.WriteAsync(writer => writer.Add(Records.Project));
        await Should.ThrowAsync<DbUpdateException>(() => store.WriteAsync(writer => writer.Add(Records.Project)));
    }

    [Fact]
    public async Task Write_WithinAWrite_IsRefusedInsteadOfWaitingForItself() =>
        await Should.ThrowAsync<InvalidOperationException>(() => store.Store.WriteAsync(
            (_, token) => store.Store.WriteAsync((_, _) => Task.FromResult(1), token), Token));

    [Fact]
    public async Task Write_ManyWritersOfOneRecord_LosesNoChange()
    {
        const int Writers = 32;
        const int Each = 50;
        await using var other = database.Open();
        await store.WriteAsync(writer => writer.Add(Records.Meeting with { Moves = 0 }));

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(number => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await (number % 2 == 0 ? store : other).Store.WriteAsync(
                    async (writer, token) =>
                    {
                        var meeting = (await writer.FindAsync<Domain.Meetings.Meeting>(Records.MeetingId, token))!;
                        writer.Update(meeting with { Moves = meeting.Moves + 1 });
                        return true;
                    },
                    Token);
            }
        })));

        (await store.FindAsync<Domain.Meetings.Meeting>(Records.MeetingId)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            meeting => meeting.Moves.ShouldBe(Writers * Each),
            meeting => meeting.Version.ShouldBe(Writers * Each));
    }

    [Fact]
    public async Task Write_ManyCountBeforeTheyAdd_NeverPassTheLimitTheyLookFor()
    {
        const int Cap = 2;
        await using var other = database.Open();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(() =>
            (number % 2 == 0 ? store : other).Store.WriteAsync(
                async (writer, token) =>
                {
                    var sent = await writer.ListAsync<Effect>(effect => effect.Clinician == Records.Consultant && effect.Unasked, token);
                    if (sent.Count < Cap)
                        writer.Add(Records.Effect with { Id = new EffectId(StableId.From("cap", number)) });
                    return true;
                },
                Token))));

        (await store.ListAsync<Effect>()).Count.ShouldBe(Cap);
    }

    [Fact]
    public async Task Write_SameIdempotencyKeyFromMany_KeepsOneAndTellsAllOfIt()
    {
        await using var other = database.Open();

        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Task.Run(() =>
            (number % 2 == 0 ? store : other).Store.WriteAsync(
                async (writer, token) =>
                {
                    var known = await writer.ListAsync<StoredRequest>(request => request.IdempotencyKey == "twice", token);
                    if (known is [var first])
                        return first.Id;
                    var request = Records.StoredRequest with { Id = new RequestId(StableId.From("request", number)), IdempotencyKey = "twice" };
                    writer.Add(request);
                    return request.Id;
                },
                Token))));

        ids.Distinct().ShouldHaveSingleItem().ShouldBe((await store.ListAsync<StoredRequest>()).ShouldHaveSingleItem().Id);
    }

    [Fact]
    public async Task Write_IdempotencyKeyThatIsThere_Throws()
    {
        await store.WriteAsync(writer => writer.Add(Records.StoredRequest));
        await Should.ThrowAsync<DbUpdateException>(() => store.WriteAsync(writer =>
            writer.Add(Records.StoredRequest with { Id = new RequestId(StableId.From("another")) })));
    }

    [Fact]
    public async Task Write_ManyRequestsWithoutAKey_KeepsAll()
    {
        await store.WriteAsync(writer =>
        {
            for (var number = 0; number < 3; number++)
                writer.Add(Records.StoredRequest with { Id = new RequestId(StableId.From(number)), IdempotencyKey = null });
        });

        (await store.ListAsync<StoredRequest>(request => request.IdempotencyKey == null)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Read_WhileOthersWrite_SeesOneMoment()
    {
        await store.WriteAsync(writer => writer.Add(Records.Project));

        var (before, after) = await store.Store.ReadAsync(
            async (reader, token) =>
            {
                var first = await reader.ListAsync<Project>(_ => true, token);
                await store.WriteAsync(writer => writer.Add(Records.Project with { Id = new ProjectId(StableId.From("second")) }));
                return (first.Count, (await reader.ListAsync<Project>(_ => true, token)).Count);
            },
            Token);

        (before, after).ShouldBe((1, 1));
        (await store.ListAsync<Project>()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task List_IsInTheOrderOfKeys()
    {
        var emails = new[] { "b@x", "a_b@x", "a.b@x", "ab@x", "a@x", "é@x", "z@x" }.Select(text => new EmailAddress(text)).ToArray();
        var ids = Enumerable.Range(0, 20).Select(number => new ProjectId(StableId.From(number))).ToArray();
        await store.WriteAsync(writer =>
        {
            foreach (var email in emails)
                writer.Add(Records.Clinician with { Email = email });
            foreach (var id in ids)
                writer.Add(Records.Project with { Id = id });
        });

        (await store.ListAsync<Clinician>()).Select(clinician => clinician.Email).ShouldBe(emails.Order());
        (await store.ListAsync<Project>()).Select(project => project.Id.ToString())
            .ShouldBe(ids.Select(id => id.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_ComparesIdsInstantsEnumsFlagsAndNulls()
    {
        var other = new EffectId(StableId.From("other"));
        await store.WriteAsync(writer =>
        {
            writer.Add(Records.Effect);
            writer.Add(Records.Effect with
            {
                Id = other,
                ProjectId = new ProjectId(StableId.From("elsewhere")),
                MemberId = null,
                Clinician = null,
                State = EffectState.Intended,
                Unasked = false,
                IntendedAt = Records.At - Duration.FromSeconds(1),
                TriedAt = null,
            });
        });
        EffectState[] finished = [EffectState.Done, EffectState.Uncertain];
        PanelMemberId? member = Records.MemberId;

        (await Ids(effect => effect.ProjectId == Records.ProjectId)).ShouldBe([Records.Effect.Id]);
        (await Ids(effect => effect.MemberId == member)).ShouldBe([Records.Effect.Id]);
        (await Ids(effect => effect.Clinician == Records.Consultant && effect.Unasked)).ShouldBe([Records.Effect.Id]);
        (await Ids(effect => effect.IntendedAt < Records.At)).ShouldBe([other]);
        (await Ids(effect => effect.IntendedAt >= Records.At)).ShouldBe([Records.Effect.Id]);
        (await Ids(effect => effect.TriedAt <= Records.At)).ShouldBe([Records.Effect.Id]);
        (await Ids(effect => effect.TriedAt == null)).ShouldBe([other]);
        (await Ids(effect => effect.State != EffectState.Uncertain)).ShouldBe([other]);
        (await Ids(effect => finished.Contains(effect.State))).ShouldBe([Records.Effect.Id]);
        (await Ids(effect => effect.State == EffectState.Dropped || effect.State == EffectState.Done)).ShouldBeEmpty();

        async Task<IEnumerable<EffectId>> Ids(System.Linq.Expressions.Expression<Func<Effect, bool>> predicate) =>
            (await store.ListAsync(predicate)).Select(effect => effect.Id);
    }

    [Fact]
    public async Task Instants_ComeBackCutToMicroseconds_AndStayInOrder()
    {
        var earliest = Instant.FromUtc(1, 1, 1, 0, 0);
        var latest = Instant.MaxValue;
        var instants = Gen.Select(Gen.Long[0, (latest - earliest).Days - 1], Gen.Long[0, NodaConstants.NanosecondsPerDay - 1])
            .Select((days, nanoseconds) => earliest + Duration.FromDays((int)days) + Duration.FromNanoseconds(nanoseconds));
        var run = 0;

        await instants.Array[1, 20].SampleAsync(
            async sample =>
            {
                var prefix = Interlocked.Increment(ref run);
                var project = new ProjectId(StableId.From(prefix));
                Instant[] all = [.. sample, earliest, latest, Records.At];
                await store.WriteAsync(writer =>
                {
                    for (var i = 0; i < all.Length; i++)
                    {
                        writer.Add(Records.Meeting with
                        {
                            Id = new MeetingId(StableId.From(prefix, i)),
                            ProjectId = project,
                            Number = i,
                            Start = all[i],
                            Offers = [new Domain.Meetings.OfferedTime(all[i], 0, "")],
                        });
                    }
                });

                var pivot = sample[0];
                var stored = await store.ListAsync<Domain.Meetings.Meeting>(meeting => meeting.ProjectId == project);
                var before = await store.ListAsync<Domain.Meetings.Meeting>(meeting => meeting.ProjectId == project && meeting.Start < pivot);
                foreach (var meeting in stored)
                {
                    var written = all[meeting.Number];
                    meeting.Start.ShouldBe(meeting.Offers[0].Start);
                    meeting.Start.ShouldBe(InstantConverter.Cut(written));
                    (written - meeting.Start).ShouldBeInRange(Duration.Zero, Duration.FromNanoseconds(999));
                }

                before.Select(meeting => meeting.Number).Order()
                    .ShouldBe(Enumerable.Range(0, all.Length).Where(i => InstantConverter.Cut(all[i]) < InstantConverter.Cut(pivot)));
            },
            iter: 25,
            threads: 1);
    }

    [Fact]
    public async Task Audit_TakenBack_IsRefusedAndStays()
    {
        await store.WriteAsync(writer => writer.Audit(Records.AuditEvent));
        var happened = (await store.ListAsync<AuditEvent>()).ShouldHaveSingleItem();

        await Should.ThrowAsync<InvalidOperationException>(() => store.WriteAsync(writer => writer.Remove(happened)));

        (await store.ListAsync<AuditEvent>()).ShouldHaveSingleItem().ShouldBe(happened);
    }

    [Fact]
    public async Task Audit_IsNumberedInTheOrderOfItsWriting_AndTheCallersRecordStaysAsItIs()
    {
        await store.WriteAsync(writer =>
        {
            writer.Audit(Records.AuditEvent with { What = "first" });
            writer.Audit(Records.AuditEvent with { What = "second" });
        });
        await store.WriteAsync(writer => writer.Audit(Records.AuditEvent with { What = "third" }));

        var events = await store.ListAsync<AuditEvent>(happened => happened.ProjectId == Records.ProjectId);
        events.Select(happened => happened.What).ShouldBe(["first", "second", "third"]);
        events.Select(happened => happened.Sequence).ShouldBeInOrder(SortDirection.Ascending);
        Records.AuditEvent.Sequence.ShouldBe(0);
    }

    [Fact]
    public async Task Nudge_IsSaidAfterTheCommitAndNotBefore()
    {
        var countAtSignal = -1;
        store.Signal.Raised += () => countAtSignal = store.ListAsync<OutboxNudge>().GetAwaiter().GetResult().Count;

        await store.WriteAsync(writer => writer.Add(Records.Project));
        countAtSignal.ShouldBe(-1);
        await store.WriteAsync(writer =>
        {
            writer.Nudge("project-1");
            writer.Nudge("project-1");
        });

        countAtSignal.ShouldBe(1);
        await store.Signal.WaitAsync(Token);
    }

    [Fact]
    public async Task Write_FaultAtAnyStep_KeepsFactAuditAndNudgeTogether()
    {
        var keptByStep = new List<bool>();
        for (var k = 1; ; k++)
        {
            var fault = new FaultAt(k);
            var id = new ProjectId(StableId.From("fault", k));
            await using (var process = database.Open(fault))
            {
                try
                {
                    await process.Store.WriteAsync(
                        async (writer, token) =>
                        {
                            writer.Add(Records.Project with { Id = id });
                            (await writer.FindAsync<Project>(id, token)).ShouldNotBeNull();
                            writer.Audit(Records.AuditEvent with { ProjectId = id });
                            writer.Nudge($"project-{id}");
                            return true;
                        },
                        Token);
                }
                catch (Exception exception) when (exception is IOException or { InnerException: IOException })
                {
                }

                if (!fault.Struck)
                    break;
            }

            var project = await store.FindAsync<Project>(id);
            var audit = await store.ListAsync<AuditEvent>(happened => happened.ProjectId == id);
            var nudges = await store.ListAsync<OutboxNudge>(nudge => nudge.InstanceId == $"project-{id}");
            (audit.Count, nudges.Count).ShouldBe(project is null ? (0, 0) : (1, 1), $"after a fault at step {k}");
            keptByStep.Add(project is not null);
        }

        // The last step is the one after the commit: everything before it left nothing behind.
        keptByStep.Count.ShouldBeGreaterThanOrEqualTo(5);
        keptByStep.ShouldBe([.. Enumerable.Repeat(false, keptByStep.Count - 1), true]);
    }

    [Fact]
    public async Task Sweep_SendsEveryInstanceOnceInOrder_AndLeavesNothing()
    {
        var engine = new RecordedNudges();
        foreach (var instance in new[] { "b", "a", "b", "c" })
            await store.WriteAsync(writer => writer.Nudge(instance));

        (await store.Pump.SweepAsync(engine, Token)).ShouldBe(3);

        engine.Accepted.ShouldBe([("b", "nudge"), ("a", "nudge"), ("c", "nudge")]);
        (await store.ListAsync<OutboxNudge>()).ShouldBeEmpty();
        (await store.Pump.SweepAsync(engine, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Sweep_MoreThanABatch_SendsAll()
    {
        await store.WriteAsync(writer =>
        {
            for (var i = 0; i < 1201; i++)
                writer.Nudge($"member-{i}");
        });
        var engine = new RecordedNudges();

        (await store.Pump.SweepAsync(engine, Token)).ShouldBe(1201);

        engine.Accepted.Select(nudge => nudge.Instance).ShouldBe(Enumerable.Range(0, 1201).Select(i => $"member-{i}"));
    }

    [Fact]
    public async Task Sweep_EngineFailsMidway_SendsTheRestNextTime()
    {
        foreach (var instance in new[] { "a", "b", "c" })
            await store.WriteAsync(writer => writer.Nudge(instance));
        var engine = new RecordedNudges { BeforeAccepting = instance => _ = instance == "b" ? throw new TimeoutException() : 0 };

        await Should.ThrowAsync<TimeoutException>(() => store.Pump.SweepAsync(engine, Token));
        engine.BeforeAccepting = _ => { };
        (await store.Pump.SweepAsync(engine, Token)).ShouldBe(2);

        engine.Accepted.Select(nudge => nudge.Instance).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task Sweep_ProcessDiesBetweenAcceptanceAndDeletion_SendsOnceMoreAndLosesNothing()
    {
        await store.WriteAsync(writer => writer.Nudge("a"));
        var fault = new FaultAt(2);
        var engine = new RecordedNudges();

        await using (var process = database.Open(fault))
            await Should.ThrowAsync<IOException>(() => process.Pump.SweepAsync(engine, Token));
        fault.Struck.ShouldBeTrue();
        await using (var next = database.Open())
            (await next.Pump.SweepAsync(engine, Token)).ShouldBe(1);

        engine.Accepted.Select(nudge => nudge.Instance).ShouldBe(["a", "a"]);
        (await store.ListAsync<OutboxNudge>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sweep_NudgesOfAProcessThatIsGone_AreSentByTheNext()
    {
        await using (var process = database.Open())
        {
            await process.WriteAsync(writer =>
            {
                writer.Add(Records.Project);
                writer.Nudge("project-1");
            });
        }

        await using var next = database.Open();
        var engine = new RecordedNudges();
        (await next.Pump.SweepAsync(engine, Token)).ShouldBe(1);

        engine.Accepted.ShouldBe([("project-1", "nudge")]);
    }
}
