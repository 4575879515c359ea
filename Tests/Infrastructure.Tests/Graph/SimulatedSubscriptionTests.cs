using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;
using static ClinicalEngagement.Infrastructure.Tests.Graph.GraphTrial;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

/// <summary>Subscriptions over HTTP against the simulator, which validates our address and posts to it.</summary>
public sealed class SimulatedSubscriptionTests
{
    [Fact]
    public async Task Watch_AnswerAndReply_AreNotified()
    {
        await using var inbox = await NotificationInbox.StartAsync();
        await using var trial = await StartAsync(o => o.NotificationAddress = inbox.Address);
        var watch = Answered(await trial.Subscriptions.EnsureAsync(Lead, null, default));
        await trial.Calendar.CreateAsync(Lead, await trial.MeetingAsync("k1"), default);
        await trial.DeliverAsync();
        inbox.Bodies.Clear();

        await trial.ReactAsync(new { person = Clinician.Value, kind = "accept" });
        await trial.DeliverAsync();

        inbox.Validations.ShouldBeGreaterThanOrEqualTo(2);
        var told = Read(inbox, watch);
        told.ShouldAllBe(n => n.Genuine && n.Kind == GraphNotificationKind.Change && n.Mailbox == Lead);
        told.Select(n => n.SubscriptionId).ShouldContain(watch.EventsId, "the organiser's copy has the answer");
        told.Select(n => n.SubscriptionId).ShouldContain(watch.InboxId, "the answer came by mail");
        Read(inbox, watch with { ClientState = "another" }).ShouldAllBe(n => !n.Genuine && n.Mailbox == null);
    }

    [Fact]
    public async Task Ensure_BeforeItsEnd_RenewsBoth()
    {
        await using var inbox = await NotificationInbox.StartAsync();
        await using var trial = await StartAsync(o => o.NotificationAddress = inbox.Address);
        var watch = Answered(await trial.Subscriptions.EnsureAsync(Lead, null, default));
        trial.Time.Advance(TimeSpan.FromHours(50));

        trial.Subscriptions.IsDue(watch).ShouldBeTrue();
        var renewed = Answered(await trial.Subscriptions.EnsureAsync(Lead, watch, default));

        renewed.ShouldBe(watch with { Expires = watch.Expires + Duration.FromHours(50) });
        trial.Subscriptions.IsDue(renewed).ShouldBeFalse();
        (await trial.JournalAsync("subscriptionRenewed")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Ensure_AfterRemovalOrExpiry_CreatesAnew()
    {
        await using var inbox = await NotificationInbox.StartAsync();
        await using var trial = await StartAsync(o => o.NotificationAddress = inbox.Address);
        var watch = Answered(await trial.Subscriptions.EnsureAsync(Lead, null, default));
        await trial.ControlAsync("control/lifecycle", new { subscription = watch.EventsId, @event = "subscriptionRemoved" });
        await trial.DeliverAsync();
        var told = Read(inbox, watch).ShouldHaveSingleItem();

        var anew = Answered(await trial.Subscriptions.EnsureAsync(Lead, watch, default));
        trial.Time.Advance(TimeSpan.FromDays(5));
        var afterExpiry = Answered(await trial.Subscriptions.EnsureAsync(Lead, anew, default));

        (told.Genuine, told.Kind).ShouldBe((true, GraphNotificationKind.SubscriptionRemoved));
        anew.EventsId.ShouldNotBe(watch.EventsId);
        anew.InboxId.ShouldBe(watch.InboxId);
        (afterExpiry.EventsId == anew.EventsId).ShouldBeFalse();
        afterExpiry.Expires.ShouldBeGreaterThan(trial.Now);
    }

    [Fact]
    public async Task Ensure_RecordLost_ReplacesWhatIsThere()
    {
        await using var inbox = await NotificationInbox.StartAsync();
        await using var trial = await StartAsync(o => o.NotificationAddress = inbox.Address);
        var lost = Answered(await trial.Subscriptions.EnsureAsync(Lead, null, default));

        var watch = Answered(await trial.Subscriptions.EnsureAsync(Lead, null, default));

        watch.ClientState.ShouldNotBe(lost.ClientState);
        (await trial.JournalAsync("subscriptionDeleted")).Length.ShouldBe(2);
        await trial.ReactAsync(new { person = Clinician.Value, kind = "autoReply", messageId = await SentAsync(trial) });
        await trial.DeliverAsync();
        Read(inbox, watch).ShouldAllBe(n => n.Genuine, "nothing goes on notifying with the lost secret");
    }

    [Fact]
    public async Task Ensure_TwoLeadsOfASharedMailbox_KeepAWatchEach()
    {
        await using var inbox = await NotificationInbox.StartAsync();
        await using var trial = await StartAsync(o => (o.NotificationAddress, o.SharedMailbox) = (inbox.Address, "idris.fennimore@arlenmere.example"));
        var one = Answered(await trial.Subscriptions.EnsureAsync(Lead, null, default));
        var two = Answered(await trial.Subscriptions.EnsureAsync(Second, null, default));

        Answered(await trial.Subscriptions.EnsureAsync(Lead, one, default)).EventsId.ShouldBe(one.EventsId);
        Answered(await trial.Subscriptions.EnsureAsync(Second, two, default)).EventsId.ShouldBe(two.EventsId);
        (await trial.JournalAsync("subscriptionDeleted")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_Twice_IsASuccess()
    {
        await using var inbox = await NotificationInbox.StartAsync();
        await using var trial = await StartAsync(o => o.NotificationAddress = inbox.Address);
        var watch = Answered(await trial.Subscriptions.EnsureAsync(Lead, null, default));

        Answered(await trial.Subscriptions.DeleteAsync(watch, default));
        Answered(await trial.Subscriptions.DeleteAsync(watch, default));

        (await trial.JournalAsync("subscriptionDeleted")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Ensure_AddressDoesNotAnswer_IsRefusedWithoutHalfAWatch()
    {
        await using var trial = await StartAsync(o => o.NotificationAddress = new Uri("http://127.0.0.1:1/notifications"));

        (await trial.Subscriptions.EnsureAsync(Lead, null, default)).ShouldBeOfType<PortResult<MailboxWatch>.Refused>();
        (await trial.JournalAsync("subscriptionCreated")).ShouldBeEmpty();
    }

    private static async Task<string> SentAsync(GraphTrial trial)
    {
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        await trial.Mailer.SendDraftAsync(Lead, draft.Id, default);
        var inbox = System.Text.Json.Nodes.JsonNode.Parse(await trial.RawAsync(HttpMethod.Get, $"users/{Clinician}/mailFolders/inbox/messages?$top=1"));
        return inbox!["value"]![0]!["id"]!.GetValue<string>();
    }

    private static GraphNotification[] Read(NotificationInbox inbox, MailboxWatch watch)
    {
        inbox.Bodies.ShouldNotBeEmpty();
        return [.. inbox.Bodies.SelectMany(body =>
        {
            GraphNotifications.TryRead(body, id => watch.Has(id) ? watch : null, out var notifications).ShouldBeTrue();
            return notifications;
        })];
    }
}
