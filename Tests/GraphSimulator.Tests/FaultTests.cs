using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;

namespace ClinicalEngagement.GraphSimulator.Tests;

public sealed class FaultTests
{
    private static readonly DateTime Tuesday = new(2026, 2, 17, 14, 0, 0);

    [Theory]
    [InlineData("5", "5")]
    [InlineData("2.128", "2.128")]
    [InlineData("date:30", "Mon, 02 Feb 2026 09:00:30 GMT")]
    [InlineData(null, null)]
    public async Task Throttled_WithAnyKindOfRetryAfter(string? retryAfter, string? header)
    {
        await using var trial = await Trial.StartAsync();
        await trial.FaultAsync(new { kind = "status", status = 429, retryAfter, operation = "users.events.create", count = 1 });

        var refused = await Should.ThrowAsync<ODataError>(() => trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday, "key")));

        refused.ResponseStatusCode.ShouldBe(429);
        refused.ResponseHeaders!.TryGetValue("Retry-After", out var values).ShouldBe(header is not null);
        if (header is not null)
            values!.ShouldHaveSingleItem().ShouldBe(header);
        (await trial.JournalAsync()).ShouldBeEmpty("a refused request has no effect");
        await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday, "key"));
    }

    [Theory]
    [InlineData("status", true)]
    [InlineData("timeout", true)]
    [InlineData("timeout", false)]
    public async Task Fault_AfterOrBeforeTheEffect(string kind, bool afterEffect)
    {
        await using var trial = await Trial.StartAsync();
        await trial.FaultAsync(new { kind, status = 504, afterEffect, operation = "users.events.create", count = 1 });

        await Should.ThrowAsync<Exception>(() => trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday, "key")));

        (await trial.JournalAsync("eventCreated")).Length.ShouldBe(afterEffect ? 1 : 0);
    }

    [Fact]
    public async Task Storm_HitsTheSameRequestsForTheSameSeed()
    {
        async Task<string> RunAsync()
        {
            await using var trial = await Trial.StartAsync();
            await trial.FaultAsync(new { kind = "status", status = 503, percent = 50, until = "2026-02-02T10:00:00Z" });
            var pattern = "";
            for (var n = 0; n < 30; n++)
                pattern += await TryAsync(trial) ? '1' : '0';
            trial.Clock.Advance(TimeSpan.FromHours(1));
            (await TryAsync(trial)).ShouldBeTrue("the storm is over");
            return pattern;
        }

        var first = await RunAsync();

        first.ShouldContain('0');
        first.ShouldContain('1');
        (await RunAsync()).ShouldBe(first);
    }

    [Fact]
    public async Task AccessRevoked_Is403_AndDisabledAccount404()
    {
        await using var trial = await Trial.StartAsync();
        await trial.FaultAsync(new { kind = "accessRevoked", mailbox = Trial.Lead, count = 1 });
        (await Should.ThrowAsync<ODataError>(() => trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday)))).ResponseStatusCode.ShouldBe(403);

        await trial.ControlAsync("control/people", new { address = Trial.Lead, accountEnabled = false });

        (await Should.ThrowAsync<ODataError>(() => trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday)))).Error!.Code.ShouldBe("MailboxNotEnabledForRESTAPI");
    }

    [Fact]
    public async Task StaleReads_DontShowWhatIsNew()
    {
        await using var trial = await Trial.StartAsync();
        await trial.FaultAsync(new { kind = "staleReads", mailbox = Trial.Lead, seconds = 60 });
        await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday, "key"));
        Task<EventCollectionResponse?> Look() => trial.Graph.Users[Trial.Lead].Events.GetAsync(c => c.QueryParameters.Filter = "transactionId eq 'key'");

        (await Look())!.Value!.ShouldBeEmpty();
        trial.Clock.Advance(TimeSpan.FromSeconds(61));
        (await Look())!.Value!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Limit_ThirtyMessagesAMinute()
    {
        await using var trial = await Trial.StartAsync();
        for (var n = 0; n < 30; n++)
            await trial.Graph.Users[Trial.Lead].SendMail.PostAsync(new() { Message = MailTests.Letter(Trial.Never) });

        var refused = await Should.ThrowAsync<ODataError>(() => trial.Graph.Users[Trial.Lead].SendMail.PostAsync(new() { Message = MailTests.Letter(Trial.Never) }));

        refused.ResponseStatusCode.ShouldBe(429);
        trial.Clock.Advance(TimeSpan.FromSeconds(int.Parse(refused.ResponseHeaders!["Retry-After"].First(), System.Globalization.CultureInfo.InvariantCulture)));
        await trial.Graph.Users[Trial.Lead].SendMail.PostAsync(new() { Message = MailTests.Letter(Trial.Never) });
    }

    [Fact]
    public async Task Limit_FourAtOncePerMailbox()
    {
        await using var trial = await Trial.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => trial.Http.SendAsync(Request(), TestContext.Current.CancellationToken)));

        answers.ShouldAllBe(a => (int)a.StatusCode == 200 || (int)a.StatusCode == 429);
        answers.Count(a => (int)a.StatusCode == 200).ShouldBeGreaterThanOrEqualTo(4);

        static HttpRequestMessage Request() => new(HttpMethod.Get, $"v1.0/users/{Trial.Lead}/events") { Headers = { { "Authorization", "Bearer x" } } };
    }

    [Fact]
    public async Task Plan_Storm_TurnsNineOfTenAwayForItsHourInEveryForm()
    {
        await using var trial = await Trial.StartAsync();
        await trial.ControlAsync("control/fault-plan", new { plan = "storm", seed = 3, from = "2026-02-02T10:00:00Z", minutes = 60 });
        await trial.ControlAsync("control/settings", new { throttling = false });
        (await TryAsync(trial)).ShouldBeTrue("it has not begun");
        trial.Clock.Advance(TimeSpan.FromHours(1));

        var refusals = new List<ODataError>();
        for (var n = 0; n < 400; n++)
            if (await RefusalAsync(trial) is { } refusal)
                refusals.Add(refusal);

        refusals.Count.ShouldBeInRange(340, 380);
        refusals.Select(r => r.ResponseStatusCode).Distinct().Order().ShouldBe([429, 503]);
        refusals.Select(r => r.ResponseHeaders!.TryGetValue("Retry-After", out var v) ? v.Single() : "").Distinct().Count().ShouldBe(6);
        trial.Clock.Advance(TimeSpan.FromHours(1));
        (await TryAsync(trial)).ShouldBeTrue("it is over");
    }

    [Theory]
    [InlineData("storm")]
    [InlineData("badDay")]
    public async Task Plan_SameSeed_IsTheSamePlan(string plan)
    {
        async Task<string> DrawAsync(int seed)
        {
            await using var trial = await Trial.StartAsync();
            return (await trial.ControlAsync("control/fault-plan", new { plan, seed, minutes = 480 }))["value"]!.ToJsonString();
        }

        var first = await DrawAsync(3);

        (await DrawAsync(3)).ShouldBe(first);
        (await DrawAsync(4)).ShouldNotBe(first);
    }

    [Fact]
    public async Task Plan_BadDay_IsFullOfDifferentTroubleOneAfterAnother()
    {
        await using var trial = await Trial.StartAsync();

        var faults = (await trial.ControlAsync("control/fault-plan", new { plan = "badDay", seed = 5, minutes = 1440, mailboxes = new[] { Trial.Lead } }))["value"]!.AsArray();

        faults.Select(f => f!["kind"]!.GetValue<string>()).Distinct().Count().ShouldBeGreaterThan(8);
        foreach (var (one, next) in faults.Zip(faults.Skip(1)))
            string.CompareOrdinal(one!["until"]!.GetValue<string>(), next!["from"]!.GetValue<string>()).ShouldBeLessThanOrEqualTo(0);
        faults.Where(f => f!["kind"]!.GetValue<string>() is "accessRevoked").ShouldAllBe(f => f!["mailbox"]!.GetValue<string>() == Trial.Lead);
    }

    [Fact]
    public async Task Pressure_TellsWhoComesBeforeTheTimeTheyWereTold()
    {
        await using var trial = await Trial.StartAsync();
        await trial.FaultAsync(new { kind = "status", status = 429, retryAfter = "30", count = 1, operation = "users.events.list" });
        Task Look() => trial.Graph.Users[Trial.Lead].Events.GetAsync();
        async Task<(long, long, long)> Report()
        {
            var report = await trial.ControlAsync("control/pressure");
            return (report["turnedAway"]!.GetValue<long>(), report["mostOnTheWay"]!.GetValue<long>(), report["early"]!.GetValue<long>());
        }

        await Should.ThrowAsync<ODataError>(Look);
        (await Report()).ShouldBe((1, 0, 0));
        await Look();
        (await Report()).ShouldBe((1, 1, 0), "at that very moment it may have been on its way");
        trial.Clock.Advance(TimeSpan.FromSeconds(29));
        await Look();
        (await Report()).ShouldBe((1, 1, 1));
        trial.Clock.Advance(TimeSpan.FromSeconds(1));
        await Look();
        (await Report()).ShouldBe((1, 1, 1));
    }

    private static async Task<ODataError?> RefusalAsync(Trial trial)
    {
        try
        {
            await trial.Graph.Users[Trial.Lead].GetAsync();
            return null;
        }
        catch (ODataError refused)
        {
            return refused;
        }
    }

    private static async Task<bool> TryAsync(Trial trial)
    {
        try
        {
            await trial.Graph.Users[Trial.Lead].GetAsync();
            return true;
        }
        catch (ODataError)
        {
            return false;
        }
    }
}
