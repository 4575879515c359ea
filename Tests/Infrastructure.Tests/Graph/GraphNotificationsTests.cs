using System.Text;
using ClinicalEngagement.Infrastructure.Graph;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class GraphNotificationsTests
{
    private static readonly MailboxWatch Watch = new(new("lead@trust.example"), "s1", "s2", "secret", Instant.FromUtc(2026, 11, 25, 0, 0));

    [Theory]
    [InlineData("s1", "\"secret\"", true)]
    [InlineData("s2", "\"secret\"", true)]
    [InlineData("s1", "\"Secret\"", false)]
    [InlineData("s1", "\"secret2\"", false)]
    [InlineData("s1", "\"\"", false)]
    [InlineData("s1", "null", false)]
    [InlineData("s1", "5", false)]
    [InlineData("s3", "\"secret\"", false)]
    [InlineData("s3", "\"no such subscription\"", false)]
    public void TryRead_Change_IsGenuineWithTheRightSecretOnly(string id, string state, bool genuine)
    {
        var notification = Read($$"""{"value":[{"subscriptionId":"{{id}}","clientState":{{state}},"changeType":"created","resource":"users/somebody/messages/x"}]}""").ShouldHaveSingleItem();

        notification.ShouldBe(new GraphNotification(id, genuine, GraphNotificationKind.Change, genuine ? Watch.Mailbox : null));
    }

    [Theory]
    [InlineData("reauthorizationRequired", GraphNotificationKind.ReauthorizationRequired)]
    [InlineData("subscriptionRemoved", GraphNotificationKind.SubscriptionRemoved)]
    [InlineData("missed", GraphNotificationKind.Missed)]
    [InlineData("newKind", GraphNotificationKind.Other)]
    public void TryRead_Lifecycle_SaysWhat(string lifecycle, GraphNotificationKind kind) =>
        Read($$"""{"value":[{"lifecycleEvent":"{{lifecycle}}","subscriptionId":"s1","clientState":"secret"}]}""").ShouldHaveSingleItem().Kind.ShouldBe(kind);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"value\":{}}")]
    [InlineData("{\"value\":[")]
    public void TryRead_NoNotifications_IsFalse(string body) =>
        GraphNotifications.TryRead(Encoding.UTF8.GetBytes(body), _ => Watch, out _).ShouldBeFalse();

    [Fact]
    public void TryRead_SomethingElseAmongThem_IsLeftOut() =>
        Read("""{"value":[1,null,{},{"subscriptionId":7},{"subscriptionId":"s1","clientState":"secret"}]}""").ShouldHaveSingleItem().Genuine.ShouldBeTrue();

    private static IReadOnlyList<GraphNotification> Read(string body)
    {
        GraphNotifications.TryRead(Encoding.UTF8.GetBytes(body), id => Watch.Has(id) ? Watch : null, out var notifications).ShouldBeTrue();
        return notifications;
    }
}
