using System.Diagnostics;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;

namespace ClinicalEngagement.GraphSimulator.Tests;

public sealed class SubscriptionTests
{
    private static readonly DateTime Tuesday = new(2026, 2, 17, 14, 0, 0);

    [Fact]
    public async Task Change_IsNotifiedWithClientStateAndImmutableId()
    {
        await using var trial = await Trial.StartAsync();
        await using var listener = await Listener.StartAsync();
        var subscription = await SubscribeAsync(trial, listener);

        var booked = await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday));
        await SettleAsync(trial);

        var notification = listener.Notifications.ShouldHaveSingleItem();
        notification["subscriptionId"]!.GetValue<string>().ShouldBe(subscription!.Id);
        notification["clientState"]!.GetValue<string>().ShouldBe("secret");
        notification["changeType"]!.GetValue<string>().ShouldBe("created");
        notification["resourceData"]!["id"]!.GetValue<string>().ShouldBe(booked!.Id);
    }

    [Fact]
    public async Task Create_WithoutValidation_IsRefused()
    {
        await using var trial = await Trial.StartAsync();
        await using var listener = await Listener.StartAsync();
        listener.Refuses = true;

        (await Should.ThrowAsync<ODataError>(() => SubscribeAsync(trial, listener))).ResponseStatusCode.ShouldBe(400);
    }

    [Fact]
    public async Task Create_LongerThanAllowed_IsRefused()
    {
        await using var trial = await Trial.StartAsync();
        await using var listener = await Listener.StartAsync();

        (await Should.ThrowAsync<ODataError>(() => SubscribeAsync(trial, listener, minutes: 10_081))).Error!.Code.ShouldBe("ExtensionError");
    }

    [Fact]
    public async Task Delivery_Failed_IsTriedAgainWhenDue()
    {
        await using var trial = await Trial.StartAsync();
        await using var listener = await Listener.StartAsync();
        await SubscribeAsync(trial, listener);
        listener.Status = 503;
        await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday));
        await SettleAsync(trial);
        listener.Notifications.Count.ShouldBe(1);
        (await trial.NextDueAsync()).ShouldBe(trial.Clock.GetUtcNow().AddSeconds(10));

        listener.Status = 202;
        await trial.StepAsync();

        listener.Notifications.Count.ShouldBe(2);
        (await trial.NextDueAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Delivery_FailingForFourHours_IsGivenUpAndMissed()
    {
        await using var trial = await Trial.StartAsync();
        await using var listener = await Listener.StartAsync();
        await SubscribeAsync(trial, listener);
        listener.Status = 503;
        await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday));
        var start = trial.Clock.GetUtcNow();
        while ((await trial.JournalAsync("notificationLost")).Length == 0)
            await trial.StepAsync();
        (trial.Clock.GetUtcNow() - start).TotalHours.ShouldBeInRange(3, 4);

        listener.Status = 202;
        while (await trial.StepAsync())
        {
        }

        listener.Notifications.ShouldContain(n => n.ContainsKey("lifecycleEvent") && n["lifecycleEvent"]!.GetValue<string>() == "missed");
    }

    [Fact]
    public async Task Expired_NotifiesNoMore_UnlessRenewed()
    {
        await using var trial = await Trial.StartAsync();
        await using var listener = await Listener.StartAsync();
        var subscription = await SubscribeAsync(trial, listener, minutes: 60);
        await trial.Graph.Subscriptions[subscription!.Id].PatchAsync(new Subscription { ExpirationDateTime = trial.Clock.GetUtcNow().AddMinutes(120) });

        trial.Clock.Advance(TimeSpan.FromMinutes(90));
        await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday));
        await SettleAsync(trial);
        listener.Notifications.Count.ShouldBe(1);

        trial.Clock.Advance(TimeSpan.FromMinutes(60));
        await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday.AddHours(1)));
        await SettleAsync(trial);
        listener.Notifications.Count.ShouldBe(1);
        (await Should.ThrowAsync<ODataError>(() => trial.Graph.Subscriptions[subscription.Id].GetAsync())).ResponseStatusCode.ShouldBe(404);
    }

    [Theory]
    [InlineData("notificationLost", 0)]
    [InlineData("notificationDoubled", 2)]
    [InlineData("notificationLate", 1)]
    public async Task Fault_OnDelivery_Happens(string kind, int delivered)
    {
        await using var trial = await Trial.StartAsync();
        await using var listener = await Listener.StartAsync();
        await SubscribeAsync(trial, listener);
        await trial.FaultAsync(new { kind, count = 1, seconds = 300 });

        await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday));
        await SettleAsync(trial);
        if (kind == "notificationLate")
        {
            listener.Notifications.ShouldBeEmpty();
            await trial.StepAsync();
            trial.Clock.GetUtcNow().ShouldBe(new DateTimeOffset(2026, 2, 2, 9, 5, 0, TimeSpan.Zero));
        }

        listener.Notifications.Count(n => !n.ContainsKey("lifecycleEvent")).ShouldBe(delivered);
    }

    [Fact]
    public async Task Lifecycle_SubscriptionRemoved_TellsAndRemoves()
    {
        await using var trial = await Trial.StartAsync();
        await using var listener = await Listener.StartAsync();
        var subscription = await SubscribeAsync(trial, listener);

        await trial.ControlAsync("control/lifecycle", new { subscription = subscription!.Id, @event = "subscriptionRemoved" });
        await SettleAsync(trial);

        listener.Notifications.ShouldHaveSingleItem()["lifecycleEvent"]!.GetValue<string>().ShouldBe("subscriptionRemoved");
        (await trial.Graph.Subscriptions.GetAsync())!.Value!.ShouldBeEmpty();
    }

    private static async Task SettleAsync(Trial trial)
    {
        using var response = await trial.Http.PostAsync("control/run-due", null, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        // An answer reaches its client a moment before the request is over.
        for (var since = Stopwatch.StartNew(); !(await trial.ControlAsync("control/idle"))["idle"]!.GetValue<bool>();)
            since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), "everything due was done");
    }

    private static Task<Subscription?> SubscribeAsync(Trial trial, Listener listener, int minutes = 10_000) => trial.Graph.Subscriptions.PostAsync(
        new Subscription
        {
            ChangeType = "created,updated,deleted",
            NotificationUrl = listener.Url,
            LifecycleNotificationUrl = listener.Url,
            Resource = $"users/{Trial.Lead}/events",
            ExpirationDateTime = trial.Clock.GetUtcNow().AddMinutes(minutes),
            ClientState = "secret",
        },
        c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\""));
}
