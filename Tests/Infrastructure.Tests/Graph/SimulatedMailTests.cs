using System.Text.Json.Nodes;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;
using static ClinicalEngagement.Infrastructure.Tests.Graph.GraphTrial;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

/// <summary>The mail and directory ports over HTTP against the simulator; its journal is the judge of what was done.</summary>
public sealed class SimulatedMailTests
{
    [Fact]
    public async Task Draft_MadeAndSentTwice_IsOneMail()
    {
        await using var trial = await StartAsync();

        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        var again = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        var sent = Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default));
        var twice = Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default));

        again.ShouldBe(draft);
        draft.ConversationId.ShouldNotBeNullOrEmpty();
        sent.ShouldBe(SendOutcome.Sent);
        twice.ShouldBe(SendOutcome.WasSent, "an immutable id outlives the move to the sent items");
        (await trial.JournalAsync("draftCreated")).Length.ShouldBe(1);
        (await trial.JournalAsync("mailSent")).ShouldHaveSingleItem()["people"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldBe([Clinician.Value]);
    }

    /// <summary>What was planned counts from its first day to its last; whoever has switched it on is away until it is off.</summary>
    [Fact]
    public async Task IsAway_AbsencePlannedAhead_OnlyInItsDays()
    {
        await using var trial = await StartAsync();
        await trial.ControlAsync("control/people", new { address = Lead.Value, absences = new[] { new { from = "2026-02-04", to = "2026-02-05" } } });

        Answered(await trial.Mailer.IsAwayAsync(Lead, default)).ShouldBeFalse();
        trial.Time.Advance(TimeSpan.FromDays(2));
        Answered(await trial.Mailer.IsAwayAsync(Lead, default)).ShouldBeTrue();
        trial.Time.Advance(TimeSpan.FromDays(2));
        Answered(await trial.Mailer.IsAwayAsync(Lead, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task SendDraft_SentItemsLag_SaysNotFoundAndSendsNoSecond()
    {
        await using var trial = await StartAsync();
        await trial.ControlAsync("control/settings", new { sentItemsLagSeconds = 120 });
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        await trial.Mailer.SendDraftAsync(Lead, draft.Id, default);

        var lagging = Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default));
        trial.Time.Advance(TimeSpan.FromSeconds(121));
        var then = Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default));

        lagging.ShouldBe(SendOutcome.NotFound);
        then.ShouldBe(SendOutcome.WasSent);
        (await trial.JournalAsync("mailSent")).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("timeout", 0, true)]
    [InlineData("timeout", 0, false)]
    [InlineData("status", 504, true)]
    [InlineData("status", 500, false)]
    public async Task SendDraft_AnswerLost_IsOneMailInTheEnd(string kind, int status, bool afterEffect)
    {
        await using var trial = await StartAsync();
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        await trial.FaultAsync(new { kind, status, operation = "users.messages.send", count = 1, afterEffect });

        await Should.ThrowAsync<GraphOutageException>(() => trial.Mailer.SendDraftAsync(Lead, draft.Id, default));
        var then = Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default));

        then.ShouldBe(afterEffect ? SendOutcome.WasSent : SendOutcome.Sent);
        (await trial.JournalAsync("mailSent")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task CreateDraft_AnswerLost_FindsTheDraft()
    {
        await using var trial = await StartAsync();
        await trial.FaultAsync(new { kind = "timeout", operation = "users.messages.create", count = 1, afterEffect = true });

        await Should.ThrowAsync<GraphOutageException>(() => trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));

        (await trial.JournalAsync("draftCreated")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task SendDraft_FortyInAMinute_AreNeverRefusedByTheServer()
    {
        await using var trial = await StartAsync();
        var waited = 0;
        for (var i = 0; i < 40; i++)
        {
            var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf($"k{i}"), default));
            while (await trial.Mailer.SendDraftAsync(Lead, draft.Id, default) is PortResult<SendOutcome>.Throttled throttled)
            {
                waited++;
                trial.Time.SetUtcNow(throttled.Until.ToDateTimeOffset());
            }
        }

        waited.ShouldBe(1);
        (await trial.JournalAsync("mailSent")).Length.ShouldBe(40);
        trial.Log.Lines.ShouldBeEmpty("the server was never asked too often");
    }

    [Fact]
    public async Task GetIncoming_EveryKind_IsToldApart()
    {
        await using var trial = await StartAsync();
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        await trial.Mailer.SendDraftAsync(Lead, draft.Id, default);
        await trial.Calendar.CreateAsync(Lead, await trial.MeetingAsync("k2", Second), default);
        var since = trial.Now;

        await trial.ReactAsync(new { person = Clinician.Value, kind = "reply", words = "Canary: happy to talk" });
        await trial.ReactAsync(new { person = Clinician.Value, kind = "autoReply" });
        await trial.ReactAsync(new { person = Clinician.Value, kind = "bounce" });
        await trial.ReactAsync(new { person = Second.Value, kind = "accept", words = "Canary" });
        var mails = Answered(await trial.Mailer.GetIncomingAsync(Lead, since, default));

        mails.Where(m => m.Kind == IncomingMailKind.Reply).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            m => m.From.ShouldBe(Clinician), m => m.ConversationId.ShouldBe(draft.ConversationId), m => m.ReceivedAt.ShouldBeGreaterThanOrEqualTo(since));
        mails.Count(m => m.Kind == IncomingMailKind.Automatic).ShouldBe(1);
        mails.Count(m => m.Kind == IncomingMailKind.DeliveryFailure).ShouldBe(1);
        mails.Where(m => m.Kind == IncomingMailKind.MeetingResponse).ShouldHaveSingleItem().From.ShouldBe(Second);
        System.Text.Json.JsonSerializer.Serialize(mails).ShouldNotContain("Canary");
        trial.Log.Lines.ShouldAllBe(l => !l.Contains("Canary"));
    }

    [Fact]
    public async Task GetIncoming_ManyMails_AreReadOverPagesOnceEach()
    {
        await using var trial = await StartAsync();
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        await trial.Mailer.SendDraftAsync(Lead, draft.Id, default);
        for (var i = 0; i < 120; i++)
        {
            trial.Time.Advance(TimeSpan.FromSeconds(1));
            await trial.ReactAsync(new { person = Clinician.Value, kind = "autoReply" });
        }

        var all = Answered(await trial.Mailer.GetIncomingAsync(Lead, Instant.FromUtc(2026, 2, 2, 9, 0), default));
        var late = Answered(await trial.Mailer.GetIncomingAsync(Lead, Instant.FromUtc(2026, 2, 2, 9, 1, 51), default));

        all.Count.ShouldBe(120);
        all.Select(m => m.Id).Distinct().Count().ShouldBe(120);
        all.ShouldBe(all.OrderBy(m => m.ReceivedAt));
        late.Count.ShouldBe(10);
    }

    [Fact]
    public async Task SharedMailbox_SendsWithRepliesToTheLead()
    {
        var shared = new EmailAddress("idris.fennimore@arlenmere.example");
        await using var trial = await StartAsync(o => o.SharedMailbox = shared.Value);

        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        await trial.Mailer.SendDraftAsync(Lead, draft.Id, default);

        (await trial.JournalAsync("mailSent")).ShouldHaveSingleItem()["mailbox"]!.GetValue<string>().ShouldBe(shared.Value);
        var received = JsonNode.Parse(await trial.RawAsync(HttpMethod.Get, $"users/{Clinician}/mailFolders/inbox/messages?$select=replyTo,from&$top=1"))!["value"]![0]!;
        received["from"]!["emailAddress"]!["address"]!.GetValue<string>().ShouldBe(shared.Value);
        received["replyTo"]!.AsArray().Select(r => r!["emailAddress"]!["address"]!.GetValue<string>()).ShouldBe([Lead.Value, shared.Value]);
    }

    [Fact]
    public async Task Directory_Addresses_AreThoseFoundWithTheirService()
    {
        await using var trial = await StartAsync();
        await trial.ControlAsync("control/people", new { address = Second.Value, accountEnabled = false });
        var everyone = (await trial.ControlAsync("control/people"))!.AsArray().Select(p => new EmailAddress(p!["address"]!.GetValue<string>())).ToArray();

        var found = Answered(await trial.Directory.FindAsync([.. everyone, new EmailAddress("nobody@arlenmere.example")], default));

        found.Count.ShouldBe(everyone.Length);
        found[Lead].ShouldBe(new DirectoryPerson(Lead, "Marguerite Oyelaran", "Improvement lead, frailty", "Quality improvement", new LocalDate(2019, 5, 7), true));
        found[Second].Enabled.ShouldBeFalse();
        found.Keys.ShouldNotContain(new EmailAddress("nobody@arlenmere.example"));
    }

    [Fact]
    public async Task Check_EverythingPermitted_WorksAndLeavesNothing()
    {
        await using var trial = await StartAsync();
        var before = Answered(await trial.Calendar.GetChangesAsync(Lead, null, new Interval(trial.Now, trial.Now + Duration.FromDays(700)), default)).Changed.Count;
        await trial.FaultAsync(new { kind = "accessRevoked", mailbox = Second.Value });

        var lines = await trial.Check.RunAsync(Lead, Clinician, Second, await GroupAsync(trial), default);

        lines.ShouldAllBe(l => l.Works, string.Join('\n', lines));
        lines.Count.ShouldBe(8);
        (await trial.JournalAsync("mailSent")).ShouldBeEmpty();
        Answered(await trial.Calendar.GetChangesAsync(Lead, null, new Interval(trial.Now, trial.Now + Duration.FromDays(700)), default)).Changed.Count.ShouldBe(before);
        JsonNode.Parse(await trial.RawAsync(HttpMethod.Get, $"users/{Lead}/mailFolders/drafts/messages"))!["value"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_AccessRevoked_SaysWhatToAskFor()
    {
        await using var trial = await StartAsync();
        await trial.FaultAsync(new { kind = "accessRevoked", mailbox = Lead.Value });
        await trial.FaultAsync(new { kind = "accessRevoked", operation = "users.list" });

        var lines = await trial.Check.RunAsync(Lead, Clinician, Second, null, default);

        lines.Count(l => !l.Works && l.AskFor is not null).ShouldBe(7);
        lines.Single(l => l.IsOptional).AskFor!.ShouldContain("MailboxSettings.Read");
        lines.Single(l => l.What.StartsWith("Send mail")).AskFor!.ShouldContain("Mail.Send");
        lines[^1].Works.ShouldBeFalse("the app can open everybody's mailbox");
        lines[^1].AskFor!.ShouldContain("consent");
    }

    [Fact]
    public async Task Check_Notifications_AreTriedWhereAnAddressIsSet()
    {
        await using var inbox = await NotificationInbox.StartAsync();
        await using var reachable = await StartAsync(o => o.NotificationAddress = inbox.Address);
        await using var unreachable = await StartAsync(o => o.NotificationAddress = new Uri("http://127.0.0.1:1/notifications"));

        (await reachable.Check.RunAsync(Lead, Clinician, null, null, default))[^1].Works.ShouldBeTrue();
        (await reachable.JournalAsync("subscriptionDeleted")).Length.ShouldBe(1, "nothing is left behind");
        var line = (await unreachable.Check.RunAsync(Lead, Clinician, null, null, default))[^1];
        line.Works.ShouldBeFalse();
        line.Found!.ShouldContain("running and reachable");
    }

    [Fact]
    public async Task Candidates_OfAGroup_AreItsMembersAtWorkWithTheirTitles()
    {
        await using var trial = await StartAsync();
        var address = await GroupAsync(trial);
        var before = Answered(await trial.Directory.CandidatesAsync(new CandidateSource.Group(address), default));
        await trial.ControlAsync("control/people", new { address = before[0].Email.Value, accountEnabled = false });
        await trial.ControlAsync("control/people", new { address = before[1].Email.Value, guest = true });

        var found = Answered(await trial.Directory.CandidatesAsync(new CandidateSource.Group(address), default));

        before.Count.ShouldBeGreaterThan(2);
        found.Select(p => p.Email).ShouldBe(before.Skip(2).Select(p => p.Email));
        found.ShouldAllBe(p => p.Enabled && p.JobTitle != null && p.Department != null && p.HiredOn != null);
    }

    [Fact]
    public async Task Candidates_OfADepartment_ComePageByPage()
    {
        await using var trial = await StartAsync(people: 700);

        var found = Answered(await trial.Directory.CandidatesAsync(new CandidateSource.Department("Medicine"), default));

        found.Count.ShouldBeGreaterThan(600);
        found.Select(p => p.Email).ShouldBeUnique();
    }

    [Fact]
    public async Task Draft_CarriesFewHeadersOfItsOwn()
    {
        await using var trial = await StartAsync();
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));

        var headers = JsonNode.Parse(await trial.RawAsync(HttpMethod.Get, $"users/{Lead}/messages/{draft.Id}?$select=internetMessageHeaders"))!["internetMessageHeaders"]!.AsArray()
            .Select(h => h!["name"]!.GetValue<string>()).Where(n => n.StartsWith("x-", StringComparison.OrdinalIgnoreCase)).ToArray();

        headers.ShouldBe(["x-auto-response-suppress", "x-clinical-engagement"], ignoreOrder: true);
        headers.Length.ShouldBeLessThanOrEqualTo(MailHeaders.Most);
    }

    private static async Task<EmailAddress> GroupAsync(GraphTrial trial) =>
        new(JsonNode.Parse(await trial.RawAsync(HttpMethod.Get, "groups"))!["value"]![0]!["mail"]!.GetValue<string>());
}
