using System.Text;
using ClinicalEngagement.Infrastructure.Graph;
using CsCheck;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Fuzzing;

/// <summary>Bodies at the webhook: what carries a secret of ours is believed, and reads the same when it comes off the queue.</summary>
public sealed class NotificationFuzzTests
{
    private const int MaxBytes = 256_000;
    private const string Body =
        """{"value":[{"subscriptionId":"s1","clientState":"secret","changeType":"created","resource":"users/a"},{"lifecycleEvent":"missed","subscriptionId":"s2","clientState":"secret"}]}""";

    private static readonly string[] Marks =
        ["\"value\":[", "{\"value\":[{\"value\":[", "{},", "\"clientState\":\"\\ud800\",", "\"clientState\":\"secret\",", "\"subscriptionId\":\"s1\",", "{\"subscriptionId\":\"s1\",\"clientState\":\"secret\"},", "\\u0073", "1,"];

    private static readonly MailboxWatch Watch = new(new("lead@trust.example"), "s1", "s2", "secret", Instant.FromUtc(2026, 11, 25, 0, 0));

    [Fact]
    public void Body_AnyBytes_BelievesOnlyWhatCarriesTheSecret() => Fuzz.Run(
        Gen.Frequency((3, Mutation.Of(MaxBytes, [Body], Marks)), (3, JsonMutation.Of(MaxBytes, Body)), (1, OddJson.Gen(Body))), 1000,
        body => GraphNotifications.Genuine(body, Find, out _),
        (body, genuine) =>
        {
            GraphNotifications.TryRead(body, Find, out var read).ShouldBe(genuine is not null);
            read.Count(n => n.Genuine).ShouldBe(genuine?.Count ?? 0);
            if (genuine is not { Count: > 0 })
                return genuine is null ? "unreadable" : "dropped";
            genuine.ShouldAllBe(item => item.Contains("secret", StringComparison.Ordinal) || item.Contains('\\', StringComparison.Ordinal));
            GraphNotifications.TryRead(Encoding.UTF8.GetBytes($"{{\"value\":[{string.Join(',', genuine)}]}}"), Find, out var queued).ShouldBeTrue();
            queued.Count(n => n.Genuine).ShouldBe(genuine.Count);
            return "believed";
        },
        Fuzz.Shown, "believed", "dropped", "unreadable");

    private static MailboxWatch? Find(string id) => Watch.Has(id) ? Watch : null;
}
