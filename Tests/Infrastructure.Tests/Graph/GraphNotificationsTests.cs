using System.Text;
using ClinicalEngagement.Infrastructure.Graph;
using CsCheck;
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

    [Theory]
    [InlineData("{\"value\":[{\"subscriptionId\":\"s1\",\"clientState\":\"\\ud800\"}]}")]
    [InlineData("{\"value\":[{\"subscriptionId\":\"\\udc00\",\"clientState\":\"secret\"}]}")]
    [InlineData("{\"value\":[{\"subscriptionId\":\"s1\",\"clientState\":\"secret\",\"lifecycleEvent\":\"\\ud83d\"}]}")]
    [InlineData("{\"value\":[{\"\\ud800\":1,\"subscriptionId\":\"s1\",\"clientState\":\"secret\"}]}")]
    public void HalfASurrogatePair_IsReadOrRefusedAndNothingEscapes(string body) => ReadBoth(Encoding.UTF8.GetBytes(body));

    [Theory]
    [InlineData("clientState\":\"")]
    [InlineData("subscriptionId\":\"")]
    [InlineData("resource\":\"")]
    [InlineData("{\"")]
    public void BytesThatAreNoUtf8_AreRefused(string before)
    {
        var body = Encoding.UTF8.GetBytes("""{"value":[{"subscriptionId":"s1","clientState":"secret","resource":"users/somebody/messages/x"}]}""");
        var at = Encoding.UTF8.GetString(body).IndexOf(before, StringComparison.Ordinal) + before.Length;
        body[at] = 0xff;

        GraphNotifications.Genuine(body, Find, out _).ShouldBeNull();
        GraphNotifications.TryRead(body, Find, out var none).ShouldBeFalse();
        none.ShouldBeEmpty();
    }

    [Fact]
    public void AnyBytes_AreReadOrRefusedAndNothingEscapes() => OddJson.Gen(
        """{"value":[{"subscriptionId":"s1","clientState":"secret","changeType":"created","resource":"users/a"},{"lifecycleEvent":"missed","subscriptionId":"s2","clientState":"secret"}]}""")
        .Sample(ReadBoth, iter: OddJson.Many);

    [Fact]
    public void TryRead_SomethingElseAmongThem_IsLeftOut() =>
        Read("""{"value":[1,null,{},{"subscriptionId":7},{"subscriptionId":"s1","clientState":"secret"}]}""").ShouldHaveSingleItem().Genuine.ShouldBeTrue();

    // What is let in by the door is read again when it comes off the queue.
    private static void ReadBoth(byte[] body)
    {
        var genuine = GraphNotifications.Genuine(body, Find, out _);
        GraphNotifications.TryRead(body, Find, out var read);
        if (genuine is null)
            return;
        read.Count(n => n.Genuine).ShouldBe(genuine.Count);
        GraphNotifications.TryRead(Encoding.UTF8.GetBytes($"{{\"value\":[{string.Join(',', genuine)}]}}"), Find, out var queued).ShouldBeTrue();
        queued.Count(n => n.Genuine).ShouldBe(genuine.Count);
    }

    private static MailboxWatch? Find(string id) => Watch.Has(id) ? Watch : null;

    private static IReadOnlyList<GraphNotification> Read(string body)
    {
        GraphNotifications.TryRead(Encoding.UTF8.GetBytes(body), id => Watch.Has(id) ? Watch : null, out var notifications).ShouldBeTrue();
        return notifications;
    }
}
