using System.Text.Json.Nodes;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;
using static ClinicalEngagement.Infrastructure.Tests.Graph.GraphTrial;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

/// <summary>The calendar port over HTTP against the simulator; its journal is the judge of what was done.</summary>
public sealed class SimulatedCalendarTests
{
    [Fact]
    public async Task Create_ThenFindGetMoveCancel_GoesThrough()
    {
        await using var trial = await StartAsync();
        var meeting = await trial.MeetingAsync("k1");

        var created = Answered(await trial.Calendar.CreateAsync(Lead, meeting, default));
        var found = Answered(await trial.Calendar.FindByKeyAsync(Lead, "k1", default))!;
        var moved = Answered(await trial.Calendar.MoveAsync(Lead, created.Id, meeting.Start + Duration.FromDays(7), Duration.FromMinutes(30), new EventPlace("Microsoft Teams", Online: true), null, default));
        var read = Answered(await trial.Calendar.GetAsync(Lead, created.Id, default))!;
        var cancelled = Answered(await trial.Calendar.CancelAsync(Lead, created.Id, "The project has closed.", default));
        var again = Answered(await trial.Calendar.CancelAsync(Lead, created.Id, "The project has closed.", default));

        (found.Id, found.ChangeKey, found.Start, found.Duration).ShouldBe((created.Id, created.ChangeKey, created.Start, created.Duration));
        found.Attendees.ShouldBe(created.Attendees);
        created.Start.ShouldBe(meeting.Start);
        created.Duration.ShouldBe(Duration.FromMinutes(30));
        created.Attendees.ShouldHaveSingleItem().ShouldBe(new AttendeeAnswer(Clinician, AnswerKind.None, null, null));
        (moved.Id, moved.Start).ShouldBe((created.Id, meeting.Start + Duration.FromDays(7)));
        moved.ChangeKey.ShouldNotBe(created.ChangeKey);
        read.ChangeKey.ShouldBe(moved.ChangeKey);
        cancelled.ShouldBeTrue();
        again.ShouldBeFalse();
        (await trial.JournalAsync("eventCancelled")).Length.ShouldBe(1);
        Answered(await trial.Calendar.FindByKeyAsync(Lead, "another key", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Move_WithSomebodyMore_InvitesThemAndKeepsTheOthersAnswer()
    {
        await using var trial = await StartAsync();
        var meeting = await trial.MeetingAsync("k1");
        var created = Answered(await trial.Calendar.CreateAsync(Lead, meeting, default));
        await trial.ControlAsync("control/react", new { person = Clinician.Value, kind = "accept" });

        var changed = Answered(await trial.Calendar.MoveAsync(
            Lead, created.Id, meeting.Start, Duration.FromMinutes(30), null, [.. meeting.Attendees, new Person("Callum Westerdale", Second)], default));

        changed.Start.ShouldBe(meeting.Start);
        changed.Attendees.Select(a => (a.Email, a.Answer)).ShouldBe([(Clinician, AnswerKind.Accepted), (Second, AnswerKind.None)]);
    }

    [Theory]
    [InlineData("badRequest")]
    [InlineData("conflict")]
    [InlineData("echo")]
    public async Task Create_SameKeyAgain_IsTheExistingEvent(string form)
    {
        await using var trial = await StartAsync();
        await trial.ControlAsync("control/settings", new { duplicateTransactionId = form });
        var meeting = await trial.MeetingAsync("k1");
        var first = Answered(await trial.Calendar.CreateAsync(Lead, meeting, default));

        var again = Answered(await trial.Calendar.CreateAsync(Lead, meeting with { Start = meeting.Start + Duration.FromDays(1) }, default));

        (again.Id, again.Start).ShouldBe((first.Id, first.Start));
        (await trial.JournalAsync("eventCreated")).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("timeout", 0, true)]
    [InlineData("timeout", 0, false)]
    [InlineData("status", 504, true)]
    [InlineData("status", 500, false)]
    [InlineData("status", 502, true)]
    public async Task Create_AnswerLost_IsAnOutageAndTheNextTryMakesNoSecond(string kind, int status, bool afterEffect)
    {
        await using var trial = await StartAsync();
        var meeting = await trial.MeetingAsync("k1");
        await trial.FaultAsync(new { kind, status, operation = "users.events.create", count = 1, afterEffect });

        await Should.ThrowAsync<GraphOutageException>(() => trial.Calendar.CreateAsync(Lead, meeting, default));
        var found = Answered(await trial.Calendar.FindByKeyAsync(Lead, "k1", default));
        var created = Answered(await trial.Calendar.CreateAsync(Lead, meeting, default));

        (found is not null).ShouldBe(afterEffect);
        if (found is not null)
            created.Id.ShouldBe(found.Id);
        (await trial.JournalAsync("eventCreated")).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(429, "5", 5_000)]
    [InlineData(429, "2.128", 2_128)]
    [InlineData(503, "date:30", 30_000)]
    [InlineData(429, null, 30_000)]
    [InlineData(503, null, 30_000)]
    public async Task Create_Throttled_ComesBackNoEarlier(int status, string? retryAfter, int milliseconds)
    {
        await using var trial = await StartAsync();
        var meeting = await trial.MeetingAsync("k1");
        await trial.FaultAsync(new { kind = "status", status, retryAfter, operation = "users.events.create", count = 1 });

        var throttled = await trial.Calendar.CreateAsync(Lead, meeting, default);
        var until = throttled.ShouldBeOfType<PortResult<CalendarEvent>.Throttled>().Until;
        trial.Time.SetUtcNow((until - Duration.FromMilliseconds(1)).ToDateTimeOffset());
        var early = await trial.Calendar.CreateAsync(Lead, meeting, default);
        trial.Time.SetUtcNow(until.ToDateTimeOffset());
        var then = await trial.Calendar.CreateAsync(Lead, meeting, default);

        (until - Instant.FromUtc(2026, 2, 2, 9, 0)).ShouldBe(Duration.FromMilliseconds(milliseconds));
        early.ShouldBe(throttled);
        Answered(then).Start.ShouldBe(meeting.Start);
    }

    [Fact]
    public async Task Create_AccessRevoked_IsRefusedAndOthersAreNot()
    {
        await using var trial = await StartAsync();
        var meeting = await trial.MeetingAsync("k1");
        await trial.FaultAsync(new { kind = "accessRevoked", mailbox = Lead.Value });

        var refused = await trial.Calendar.CreateAsync(Lead, meeting, default);
        var other = await trial.Calendar.CreateAsync(new EmailAddress("idris.fennimore@arlenmere.example"), meeting, default);

        refused.ShouldBeOfType<PortResult<CalendarEvent>.Refused>().Reason.ShouldNotContain("@");
        other.ShouldBeOfType<PortResult<CalendarEvent>.Answered>();
    }

    [Fact]
    public async Task Create_TokenExpired_IsAnOutage()
    {
        await using var trial = await StartAsync();
        await trial.FaultAsync(new { kind = "tokenExpired", count = 1 });

        await Should.ThrowAsync<GraphOutageException>(() => trial.Calendar.FindByKeyAsync(Lead, "k1", default));
        Answered(await trial.Calendar.FindByKeyAsync(Lead, "k1", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Create_OrganiserUnknown_IsRefused()
    {
        await using var trial = await StartAsync();

        (await trial.Calendar.CreateAsync(new EmailAddress("nobody@arlenmere.example"), await trial.MeetingAsync("k1"), default))
            .ShouldBeOfType<PortResult<CalendarEvent>.Refused>();
    }

    [Fact]
    public async Task GetFreeBusy_UnknownAndUnreadable_AreUnknownBesideTheKnown()
    {
        await using var trial = await StartAsync();
        var unreadable = Second;
        await trial.FaultAsync(new { kind = "mailboxUnreadable", mailbox = unreadable.Value });
        var nobody = new EmailAddress("nobody@arlenmere.example");

        var read = Answered(await trial.Calendar.GetFreeBusyAsync(Lead, [Clinician, unreadable, nobody], new Interval(trial.Now, trial.Now + Duration.FromDays(90)), default));

        read[Clinician].ShouldBeOfType<FreeBusy.Known>().Times.ShouldNotBeEmpty();
        read[unreadable].ShouldBeOfType<FreeBusy.Unknown>();
        read[nobody].ShouldBeOfType<FreeBusy.Unknown>();
    }

    [Theory]
    [InlineData("named", true)]
    [InlineData("custom", true)]
    [InlineData("missing", false)]
    public async Task GetFreeBusy_WorkingHoursInEveryForm_AreLondonsOrNone(string form, bool there)
    {
        await using var trial = await StartAsync();
        await trial.ControlAsync("control/people", new { address = Clinician.Value, workingHours = form });

        var read = Answered(await trial.Calendar.GetFreeBusyAsync(Lead, [Clinician], new Interval(trial.Now, trial.Now + Duration.FromDays(7)), default));

        ((FreeBusy.Known)read[Clinician]).Hours?.Zone.ShouldBe("Europe/London");
        (((FreeBusy.Known)read[Clinician]).Hours is not null).ShouldBe(there);
    }

    [Fact]
    public async Task GetFreeBusy_WholeTrust_IsAskedInTwentiesAndNeverThrottled()
    {
        await using var trial = await StartAsync();
        var people = (await trial.ControlAsync("control/people"))!.AsArray().Select(p => new EmailAddress(p!["address"]!.GetValue<string>())).ToArray();

        var read = Answered(await trial.Calendar.GetFreeBusyAsync(Lead, people, new Interval(trial.Now, trial.Now + Duration.FromDays(183)), default));

        read.Count.ShouldBe(people.Length);
        read.Values.OfType<FreeBusy.Known>().Count().ShouldBeGreaterThan(50);
        trial.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetFreeBusy_MarkedSubject_IsFoundNowhere()
    {
        const string Canary = "canary-7f3a";
        await using var trial = await StartAsync();
        await trial.ControlAsync("control/people", new { address = Clinician.Value, sharesDetails = true });
        await trial.RawAsync(HttpMethod.Post, $"users/{Clinician}/events", JsonNode.Parse($$$"""
            {"subject":"{{{Canary}}}","location":{"displayName":"{{{Canary}}}"},"body":{"contentType":"text","content":"{{{Canary}}}"},
             "start":{"dateTime":"2026-02-10T10:00:00","timeZone":"UTC"},"end":{"dateTime":"2026-02-10T11:00:00","timeZone":"UTC"}}
            """));
        var raw = await trial.RawAsync(HttpMethod.Post, $"users/{Lead}/calendar/getSchedule", JsonNode.Parse($$$"""
            {"schedules":["{{{Clinician}}}"],"startTime":{"dateTime":"2026-02-09T00:00:00","timeZone":"UTC"},"endTime":{"dateTime":"2026-02-14T00:00:00","timeZone":"UTC"}}
            """));
        raw.ShouldContain(Canary, customMessage: "else this test could not fail");

        var read = Answered(await trial.Calendar.GetFreeBusyAsync(Lead, [Clinician], new Interval(Instant.FromUtc(2026, 2, 9, 0, 0), Instant.FromUtc(2026, 2, 14, 0, 0)), default));
        var changes = Answered(await trial.Calendar.GetChangesAsync(Clinician, null, new Interval(Instant.FromUtc(2026, 2, 9, 0, 0), Instant.FromUtc(2026, 2, 14, 0, 0)), default));

        var times = ((FreeBusy.Known)read[Clinician]).Times;
        times.ShouldContain(new BusyTime(Instant.FromUtc(2026, 2, 10, 10, 0), Instant.FromUtc(2026, 2, 10, 11, 0), BusyStatus.Busy));
        changes.Changed.ShouldContain(e => e.Start == Instant.FromUtc(2026, 2, 10, 10, 0));
        System.Text.Json.JsonSerializer.Serialize(times).ShouldNotContain(Canary);
        System.Text.Json.JsonSerializer.Serialize(changes).ShouldNotContain(Canary);
        trial.Log.Lines.ShouldAllBe(l => !l.Contains(Canary));
    }

    [Fact]
    public async Task GetChanges_AnsweredProposedMovedCancelled_AreNoticed()
    {
        await using var trial = await StartAsync();
        var window = new Interval(trial.Now, trial.Now + Duration.FromDays(60));
        var start = Answered(await trial.Calendar.GetChangesAsync(Lead, null, window, default));
        var created = Answered(await trial.Calendar.CreateAsync(Lead, await trial.MeetingAsync("k1"), default));

        var made = await NextAsync(start);
        await trial.ReactAsync(new { person = Clinician.Value, kind = "accept" });
        var accepted = await NextAsync(made);
        await trial.ReactAsync(new { person = Clinician.Value, kind = "propose", start = "2026-02-20T14:00:00Z" });
        var proposed = await NextAsync(accepted);
        await trial.ReactAsync(new { person = Clinician.Value, kind = "move", start = "2026-02-20T15:00:00Z" });
        var moved = await NextAsync(proposed);
        await trial.Calendar.CancelAsync(Lead, created.Id, "", default);
        var gone = await NextAsync(moved);
        var nothing = await NextAsync(gone);

        start.Complete.ShouldBeTrue();
        made.Complete.ShouldBeFalse();
        Ours(made)!.ChangeKey.ShouldBe(created.ChangeKey);
        Ours(accepted)!.Attendees.ShouldHaveSingleItem().Answer.ShouldBe(AnswerKind.Accepted);
        Ours(proposed)!.Attendees[0].ProposedStart.ShouldBe(Instant.FromUtc(2026, 2, 20, 14, 0));
        Ours(moved)!.Start.ShouldBe(Instant.FromUtc(2026, 2, 20, 15, 0));
        (gone.Removed.Contains(created.Id) || Ours(gone)?.Cancelled == true).ShouldBeTrue();
        nothing.Changed.ShouldBeEmpty();
        nothing.Removed.ShouldBeEmpty();

        async Task<CalendarChanges> NextAsync(CalendarChanges before) => Answered(await trial.Calendar.GetChangesAsync(Lead, before.DeltaToken, window, default));
        CalendarEvent? Ours(CalendarChanges changes) => changes.Changed.FirstOrDefault(e => e.Id == created.Id);
    }

    [Fact]
    public async Task GetChanges_TokenExpired_ReadsAllAnew()
    {
        await using var trial = await StartAsync();
        var window = new Interval(trial.Now, trial.Now + Duration.FromDays(60));
        var created = Answered(await trial.Calendar.CreateAsync(Lead, await trial.MeetingAsync("k1"), default));
        var first = Answered(await trial.Calendar.GetChangesAsync(Lead, null, window, default));
        await trial.FaultAsync(new { kind = "deltaExpired", count = 1 });

        var anew = Answered(await trial.Calendar.GetChangesAsync(Lead, first.DeltaToken, window, default));

        anew.Complete.ShouldBeTrue();
        anew.Changed.Select(e => e.Id).ShouldContain(created.Id);
        anew.Changed.Count.ShouldBe(first.Changed.Count);
    }

    [Fact]
    public async Task GetMany_TwentyFiveEvents_AreTwoCallsAndTheOneThatIsGoneIsNull()
    {
        await using var trial = await StartAsync();
        var meeting = await trial.MeetingAsync("");
        var events = new List<CalendarEvent>();
        for (var i = 0; i < 25; i++)
            events.Add(Answered(await trial.Calendar.CreateAsync(Lead, meeting with { Key = $"k{i}", Start = meeting.Start + Duration.FromHours(i) }, default)));
        await trial.DeleteAsync($"users/{Lead}/events/{events[7].Id}");
        var calls = trial.HttpCalls;

        var read = Answered(await trial.Calendar.GetManyAsync(Lead, [.. events.Select(e => e.Id), "AAMkAGdoLXNvLXN1Y2gtaWQ="], default));

        (trial.HttpCalls - calls).ShouldBe(2);
        read.Count.ShouldBe(26);
        read[events[7].Id].ShouldBeNull();
        read["AAMkAGdoLXNvLXN1Y2gtaWQ="].ShouldBeNull();
        foreach (var e in events.Where(e => e != events[7]))
            (read[e.Id]!.Id, read[e.Id]!.Start, read[e.Id]!.ChangeKey).ShouldBe((e.Id, e.Start, e.ChangeKey));
    }

    [Fact]
    public async Task GetMany_OneItemThrottled_ComesBackAtItsTimeAndNoSooner()
    {
        await using var trial = await StartAsync();
        var meeting = await trial.MeetingAsync("");
        var one = Answered(await trial.Calendar.CreateAsync(Lead, meeting with { Key = "k1" }, default));
        var two = Answered(await trial.Calendar.CreateAsync(Lead, meeting with { Key = "k2" }, default));
        await trial.FaultAsync(new { kind = "status", status = 429, retryAfter = "40", operation = "users.events.get", count = 1 });

        var throttled = (await trial.Calendar.GetManyAsync(Lead, [one.Id, two.Id], default)).ShouldBeOfType<PortResult<IReadOnlyDictionary<string, CalendarEvent?>>.Throttled>();
        var calls = trial.HttpCalls;
        await trial.Calendar.GetAsync(Lead, one.Id, default);

        throttled.Until.ShouldBe(trial.Now + Duration.FromSeconds(40));
        trial.HttpCalls.ShouldBe(calls);
        trial.Time.Advance(TimeSpan.FromSeconds(40));
        Answered(await trial.Calendar.GetManyAsync(Lead, [one.Id, two.Id], default)).Values.ShouldAllBe(e => e != null);
    }

    [Fact]
    public async Task GetMany_BesideOthers_IsNeverMoreThanFourAtOnce()
    {
        await using var trial = await StartAsync();
        var meeting = await trial.MeetingAsync("");
        string[] ids = [Answered(await trial.Calendar.CreateAsync(Lead, meeting with { Key = "k1" }, default)).Id, Answered(await trial.Calendar.CreateAsync(Lead, meeting with { Key = "k2" }, default)).Id];

        var results = await Task.WhenAll(Enumerable.Range(0, 24).Select(async i => i % 3 == 0
            ? await trial.Calendar.GetManyAsync(Lead, ids, default) is PortResult<IReadOnlyDictionary<string, CalendarEvent?>>.Answered
            : await trial.Calendar.GetAsync(Lead, ids[i % 2], default) is PortResult<CalendarEvent?>.Answered));

        results.ShouldAllBe(answered => answered, "the simulator turns the fifth at once away");
    }

    [Fact]
    public async Task GetChanges_FullCalendar_IsReadOverPages()
    {
        await using var trial = await StartAsync();
        var window = new Interval(trial.Now, trial.Now + Duration.FromDays(7 * 8));

        var all = Answered(await trial.Calendar.GetChangesAsync(Clinician, null, window, default));

        all.Changed.Count.ShouldBeGreaterThan(50, "the size of a page");
        all.Changed.Select(e => e.Id).Distinct().Count().ShouldBe(all.Changed.Count);
    }

    [Fact]
    public async Task SharedMailbox_OrganisesForTheLead()
    {
        var shared = new EmailAddress("idris.fennimore@arlenmere.example");
        await using var trial = await StartAsync(o => o.SharedMailbox = shared.Value);

        var created = Answered(await trial.Calendar.CreateAsync(Lead, await trial.MeetingAsync("k1"), default));

        var entry = (await trial.JournalAsync("eventCreated")).ShouldHaveSingleItem();
        entry["mailbox"]!.GetValue<string>().ShouldBe(shared.Value);
        entry["people"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldBe([Clinician.Value, Lead.Value], ignoreOrder: true);
        created.Attendees.ShouldHaveSingleItem().Email.ShouldBe(Clinician);
    }
}
