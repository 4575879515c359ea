using System.Net;
using System.Security.Cryptography;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class GraphSubscriptionsTests
{
    private static readonly Instant Soon = StubGraph.Now + Duration.FromHours(1);

    [Fact]
    public async Task Ensure_None_CreatesBothWithOneSecret()
    {
        var graph = new StubGraph().Answer(HttpStatusCode.Created, Subscription("s1", "2026-11-26T07:00:00Z")).Answer(HttpStatusCode.Created, Subscription("s2", "2026-11-25T09:00:00Z"));

        var watch = await EnsureAsync(graph, null);

        watch.ShouldBe(new MailboxWatch(StubGraph.Lead, "s1", "s2", watch.ClientState, Instant.FromUtc(2026, 11, 25, 9, 0)));
        watch.ClientState.Length.ShouldBe(43);
        graph.Sent.Select(s => s.Body!["clientState"]!.GetValue<string>()).ShouldAllBe(s => s == watch.ClientState);
        graph.Sent.Select(s => s.Body!["resource"]!.GetValue<string>()).ShouldBe(["/users/lead@trust.example/events", "/users/lead@trust.example/mailFolders('inbox')/messages"]);
        graph.Sent.Select(s => s.Body!["changeType"]!.GetValue<string>()).ShouldBe(["created,updated,deleted", "created"]);
        graph.Sent[0].Body!["lifecycleNotificationUrl"]!.GetValue<string>().ShouldBe("https://product.example/graph/notifications");
        graph.Sent[0].Body!["expirationDateTime"]!.GetValue<DateTimeOffset>().ShouldBe((StubGraph.Now + Duration.FromMinutes(4200)).ToDateTimeOffset());
        graph.Sent[0].Prefer.ShouldContain("ImmutableId");
    }

    [Fact]
    public async Task Ensure_BothThere_RenewsThem()
    {
        var graph = new StubGraph().Answer(Subscription("s1")).Answer(Subscription("s2"));

        var watch = await EnsureAsync(graph, new MailboxWatch(StubGraph.Lead, "s1", "s2", "secret", Soon));

        (watch.EventsId, watch.InboxId, watch.ClientState).ShouldBe(("s1", "s2", "secret"));
        graph.Sent.ShouldAllBe(s => s.Method == "PATCH");
    }

    [Fact]
    public async Task Ensure_OneGone_CreatesItAnew()
    {
        var graph = new StubGraph().Error(HttpStatusCode.NotFound, "ResourceNotFound").Answer(HttpStatusCode.Created, Subscription("s3")).Answer(Subscription("s2"));

        var watch = await EnsureAsync(graph, new MailboxWatch(StubGraph.Lead, "s1", "s2", "secret", Soon));

        (watch.EventsId, watch.InboxId).ShouldBe(("s3", "s2"));
        graph.Sent[1].Body!["clientState"]!.GetValue<string>().ShouldBe("secret");
    }

    [Fact]
    public async Task Ensure_OneOfOursIsThereUnknown_ReplacesIt()
    {
        var graph = new StubGraph()
            .Error(HttpStatusCode.Conflict, "")
            .Answer("""{"value":[{"id":"old","resource":"users/lead@trust.example/events"},{"id":"other","resource":"users/else@trust.example/events"}]}""")
            .Answer(HttpStatusCode.NoContent)
            .Answer(HttpStatusCode.Created, Subscription("s1"))
            .Answer(HttpStatusCode.Created, Subscription("s2"));

        var watch = await EnsureAsync(graph, null);

        watch.EventsId.ShouldBe("s1");
        graph.Sent[3].Body!.ToJsonString().ShouldBe(graph.Sent[0].Body!.ToJsonString());
        graph.Sent.Where(s => s.Method == "DELETE").ShouldHaveSingleItem().Path.ShouldBe("/v1.0/subscriptions/old");
    }

    [Fact]
    public async Task Ensure_SecondRefused_LeavesNoHalf()
    {
        var graph = new StubGraph().Answer(HttpStatusCode.Created, Subscription("s1")).Error(HttpStatusCode.Forbidden, "ErrorAccessDenied").Answer(HttpStatusCode.NoContent);

        (await Subscriptions(graph).EnsureAsync(StubGraph.Lead, null, default)).ShouldBeOfType<PortResult<MailboxWatch>.Refused>();
        graph.Sent[2].Method.ShouldBe("DELETE");
    }

    [Fact]
    public async Task Delete_GoneAlready_IsASuccess()
    {
        var graph = new StubGraph().Error(HttpStatusCode.NotFound, "ResourceNotFound").Answer(HttpStatusCode.NoContent);

        (await Subscriptions(graph).DeleteAsync(new MailboxWatch(StubGraph.Lead, "s1", "s2", "secret", Soon), default)).ShouldBeOfType<PortResult<bool>.Answered>();
        graph.Sent.Count.ShouldBe(2);
    }

    [Fact]
    public void IsDue_AThirdOfItsLifeLeft_IsDue()
    {
        var graph = new StubGraph();
        var subscriptions = Subscriptions(graph);
        var watch = new MailboxWatch(StubGraph.Lead, "s1", "s2", "secret", StubGraph.Now + Duration.FromMinutes(4200));

        subscriptions.IsDue(null).ShouldBeTrue();
        subscriptions.IsDue(watch).ShouldBeFalse();
        graph.Clock.AdvanceMinutes(2801);
        subscriptions.IsDue(watch).ShouldBeTrue();
        Subscriptions(new StubGraph(o => o.NotificationAddress = null)).IsDue(null).ShouldBeFalse();
    }

    [Fact]
    public void Watch_KeptInTheMailboxesRecord_IsTheSame()
    {
        var watch = new MailboxWatch(StubGraph.Lead, "s1", "s2", "secret", Soon);

        MailboxWatch.From(watch.In(new MailboxSync { Mailbox = StubGraph.Lead })).ShouldBe(watch);
        MailboxWatch.From(new MailboxSync { Mailbox = StubGraph.Lead }).ShouldBeNull();
    }

    private static GraphSubscriptions Subscriptions(StubGraph graph) => new(graph.Connection, RandomNumberGenerator.Create());

    private static async Task<MailboxWatch> EnsureAsync(StubGraph graph, MailboxWatch? watch) =>
        (await Subscriptions(graph).EnsureAsync(StubGraph.Lead, watch, default)).ShouldBeOfType<PortResult<MailboxWatch>.Answered>().Value;

    private static string Subscription(string id, string expires = "2026-11-26T07:00:00Z") => $$"""{"id":"{{id}}","expirationDateTime":"{{expires}}","clientState":null}""";
}
