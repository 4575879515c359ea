using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Portal.Tests.Hosting;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>A clinician's answer by a signed link: GET only shows, POST acts.</summary>
public sealed class SignedLinkTests : IAsyncLifetime
{
    private PortalHost host = null!;
    private PortalBrowser browser = null!;
    private string answer = null!;
    private string words = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync(simulating: true);
        await Seed.FillAsync(host);
        browser = host.Browse();
        answer = host.Links.AnswerTimes(Seed.Member("Mr Tom Ash"), Seed.Meeting("Mr Tom Ash"), PortalHost.Begin + Duration.FromDays(20)).AbsolutePath;
        words = host.Links.SendWords(Seed.Member("Mr Tom Ash"), PortalHost.Begin + Duration.FromDays(20)).AbsolutePath;
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Get_AsAMailScannerDoes_ShowsThreeTimesWithReasonsAndChangesNothing()
    {
        var before = await MeetingAsync();

        var page = await browser.GetAsync(answer);
        await browser.GetAsync(answer + "?answer=decline");

        page.QuerySelectorAll("input[name=time]").Length.ShouldBe(3);
        page.Body!.TextContent.ShouldContain("No clinic or list is displaced; uses 20 minutes of SPA time.");
        (await MeetingAsync()).ShouldBeEquivalentTo(before);
    }

    [Fact]
    public async Task Get_ShowsNothingOfTheRestOfThePortal()
    {
        var page = await browser.GetAsync(answer);

        page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")).ShouldBe(["#main-content", "/privacy"]);
        page.QuerySelector(".app-simulation").ShouldBeNull();
        page.Body!.TextContent.ShouldNotContain("Consultant surgeon; 12 years here.");
    }

    [Fact]
    public async Task Pick_AnOfferedTime_AgreesToIt()
    {
        var second = (await MeetingAsync()).Offers[1].Start;

        var page = await AnswerAsync("pick", new() { ["time"] = $"{second.ToUnixTimeTicks()}" });

        page.QuerySelector("h1")!.TextContent.ShouldBe("Thank you, it is agreed");
        page.Body!.TextContent.ShouldContain("You agreed to this time on 11 January 2027.");
        (await MeetingAsync()).ShouldSatisfyAllConditions(m => m.State.ShouldBe(MeetingState.Agreed), m => m.Start.ShouldBe(second));
    }

    [Fact]
    public async Task Pick_NothingChosen_AsksForATime()
    {
        var page = await AnswerAsync("pick", []);

        browser.Response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        page.QuerySelector(".nhsuk-error-summary a")!.ShouldSatisfyAllConditions(
            a => a.TextContent.ShouldBe("Select one of the times."), a => page.QuerySelector(a.GetAttribute("href")!).ShouldNotBeNull());
    }

    [Fact]
    public async Task Propose_AnotherTime_IsKeptInUnitedKingdomTime()
    {
        await AnswerAsync("propose", new() { ["other.day"] = "30", ["other.month"] = "3", ["other.year"] = "2027", ["otherTime"] = "2.30pm" });

        (await MeetingAsync()).CounterProposal.ShouldBe(Instant.FromUtc(2027, 3, 30, 13, 30));
    }

    [Fact]
    public async Task Decline_EndsItAndTheUsedLinkSaysWhatWasDoneAndWhen()
    {
        await AnswerAsync("decline", []);

        (await MeetingAsync()).State.ShouldBe(MeetingState.Declined);
        var later = await browser.GetAsync(answer);
        later.Body!.TextContent.ShouldContain("You declined on 11 January 2027. There is nothing you need to do.");
        later.QuerySelectorAll("form").ShouldBeEmpty();
    }

    [Fact]
    public async Task NotNow_AsksAgainInAMonth()
    {
        var page = await AnswerAsync("not-now", []);

        page.Body!.TextContent.ShouldContain("You are asked again after 11 February 2027.");
    }

    [Fact]
    public async Task NoMore_IsKeptForTheClinician()
    {
        var page = await AnswerAsync("no-more", []);

        page.QuerySelector("h1")!.TextContent.ShouldBe("No more messages");
        var member = await FindAsync<PanelMember>(Seed.Member("Mr Tom Ash"));
        (await FindAsync<Clinician>(member.Email)).NoMoreAt.ShouldBe(PortalHost.Begin);
    }

    [Fact]
    public async Task Words_SentTwice_AreOneSuggestion()
    {
        var page = await browser.GetAsync(words);
        var form = new Dictionary<string, string?> { ["kind"] = "Suggestion", ["words"] = "Begin with one ward." };

        var thanks = await browser.SendAsync(page, words, form);
        await browser.SendAsync(page, words, form);

        thanks.QuerySelector("h1")!.TextContent.ShouldBe("Thank you");
        var sent = await host.Store.ReadAsync((r, t) => r.ListAsync<Concern>(c => c.MemberId == Seed.Member("Mr Tom Ash"), t), default);
        sent.ShouldHaveSingleItem().ShouldSatisfyAllConditions(c => c.Words.ShouldBe("Begin with one ward."), c => c.Kind.ShouldBe(ConcernKind.Suggestion));
    }

    [Fact]
    public async Task Words_Empty_AsksForThem()
    {
        var page = await browser.SendAsync(await browser.GetAsync(words), words);

        page.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Write what you want to say.");
    }

    [Fact]
    public async Task Link_ForAnotherPage_IsRefusedOnBoth()
    {
        await browser.GetAsync(answer.Replace("/a/", "/w/", StringComparison.Ordinal));
        browser.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await browser.GetAsync(words.Replace("/w/", "/a/", StringComparison.Ordinal));
        browser.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Link_ThatHasRunOut_IsGoneForGetAndForPost()
    {
        var page = await browser.GetAsync(answer);
        host.Clock.Advance(Duration.FromDays(20));

        await browser.SendAsync(page.QuerySelectorAll<IHtmlFormElement>("form").First(), button: ("answer", "pick"));
        browser.Response.StatusCode.ShouldBe(HttpStatusCode.Gone);
        var gone = await browser.GetAsync(answer);
        browser.Response.StatusCode.ShouldBe(HttpStatusCode.Gone);
        gone.QuerySelector("h1")!.TextContent.ShouldBe("This link has run out");
    }

    private async Task<IHtmlDocument> AnswerAsync(string what, Dictionary<string, string?> fields)
    {
        var page = await browser.GetAsync(answer);
        var form = page.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.QuerySelector($"button[value={what}]") is not null);
        return await browser.SendAsync(form, fields, ("answer", what));
    }

    private Task<Meeting> MeetingAsync() => FindAsync<Meeting>(Seed.Meeting("Mr Tom Ash"));

    private async Task<T> FindAsync<T>(object key)
        where T : class => (await host.Store.ReadAsync((reader, token) => reader.FindAsync<T>(key, token), default)).ShouldNotBeNull();
}
