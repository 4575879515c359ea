using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>Listening on pages: the lead says it back, gives it an owner, closes it; the clinician answers by links that show no stored word.</summary>
public sealed class ListeningPagesTests : IAsyncLifetime
{
    private const string Words = "Beds for frailty will be used as overflow by the first Friday.";
    private const string Paraphrase = "You need two beds that nobody else may fill.";
    private const string Answer = "Two beds are ring-fenced until 6pm.";
    private static readonly string Concerns = $"/projects/{Seed.Project}/concerns";

    private PortalHost host = null!;
    private PortalBrowser browser = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        browser = host.Browse();
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task SaidBack_ByMail_IsAskedAndConfirmedByALinkThatShowsNothing()
    {
        await browser.SendAsync(
            await browser.GetAsync(Concerns), $"{Concerns}/{Seed.Concern}/understanding",
            new Dictionary<string, string?> { [$"understood-{Seed.Concern}"] = Paraphrase }, ("do", "ask"));
        var concern = await ConcernAsync();
        concern.UnderstandingAskedAt.ShouldNotBeNull();
        var link = host.Links.ConfirmUnderstanding(concern.MemberId, concern.UnderstandingQuestion!.Value, PortalHost.Begin + Duration.FromDays(20)).AbsolutePath;

        var page = await browser.GetAsync(link);
        ShouldShowNothing(page);
        (await ConcernAsync()).UnderstoodAt.ShouldBeNull("a mail scanner follows links");
        var thanks = await browser.SendAsync(page.QuerySelectorAll<IHtmlFormElement>("form").First(), button: ("answer", "yes"));

        thanks.QuerySelector("h1")!.TextContent.ShouldBe("Thank you");
        (await ConcernAsync()).UnderstoodAt.ShouldNotBeNull();
        var later = await browser.GetAsync(link);
        ShouldShowNothing(later);
        later.Body!.TextContent.ShouldContain("You answered this on 11 January 2027.");
        (await browser.GetAsync(Concerns)).Body!.TextContent.ShouldContain("Confirmed by the clinician on 11 January 2027");
    }

    [Fact]
    public async Task SaidBack_Corrected_ShowsTheLeadWhatWasMeantAndAnOlderLinkIsRefused()
    {
        await DoAsync(l => l.AskUnderstandingAsync(Seed.Concern, "You want more beds.", default));
        var concern = await ConcernAsync();
        var link = host.Links.ConfirmUnderstanding(concern.MemberId, concern.UnderstandingQuestion!.Value, PortalHost.Begin + Duration.FromDays(20)).AbsolutePath;
        var form = (await browser.GetAsync(link)).QuerySelectorAll<IHtmlFormElement>("form").Last();
        var empty = await browser.SendAsync(form, button: ("answer", "no"));
        empty.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Write what you meant, in 1 to 2,000 characters.");
        await browser.SendAsync(form, new Dictionary<string, string?> { ["words"] = "Not more beds: two that stay ours." }, ("answer", "no"));

        (await browser.GetAsync(Concerns)).Body!.TextContent.ShouldContain("Not more beds: two that stay ours.");
        host.Clock.Advance(Duration.FromMinutes(5));
        await DoAsync(l => l.AskUnderstandingAsync(Seed.Concern, Paraphrase, default));
        (await browser.GetAsync(link)).Body!.TextContent.ShouldContain("There is a newer mail about this.");
    }

    [Fact]
    public async Task Verdict_ByLink_PartlyKeepsItOpenAndYesClosesIt()
    {
        await DoAsync(l => l.AnswerAsync(Seed.Concern, Paraphrase, Answer, default));
        var concern = await ConcernAsync();
        var link = host.Links.GiveVerdict(concern.MemberId, concern.VerdictQuestion!.Value, PortalHost.Begin + Duration.FromDays(20)).AbsolutePath;

        var page = await browser.GetAsync(link);
        ShouldShowNothing(page);
        (await browser.SendAsync(page, link)).QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Select whether it deals with it.");
        await browser.SendAsync(page, link, new Dictionary<string, string?> { ["verdict"] = "Partly", ["words"] = "And on Fridays?" });
        (await ConcernAsync()).ShouldSatisfyAllConditions(c => c.NeedsAnswer.ShouldBeTrue(), c => c.VerdictWords.ShouldBe("And on Fridays?"));
        ShouldShowNothing(await browser.GetAsync(link));
        (await browser.GetAsync(Concerns)).Body!.TextContent.ShouldContain("And on Fridays?");

        await browser.SendAsync(page, link, new Dictionary<string, string?> { ["verdict"] = "Yes" });
        (await ConcernAsync()).ClosedAt.ShouldNotBeNull();
        (await browser.GetAsync(link)).QuerySelectorAll("form").ShouldBeEmpty();
    }

    [Fact]
    public async Task Owner_ByLink_WritesTheAnswerAndTheLeadSendsIt()
    {
        var concern = await ConcernAsync();
        var link = host.Links.ProposeAnswer(concern.MemberId, concern.Id, PortalHost.Begin + Duration.FromDays(20)).AbsolutePath;
        (await browser.GetAsync(link)).QuerySelectorAll("form").ShouldBeEmpty("nobody owns it but the lead");
        await DoAsync(l => l.AssignAsync(Seed.Concern, new Domain.Person("Sam Osei", new Domain.EmailAddress("sam.osei@harbour.example")), default));

        var page = await browser.GetAsync(link);
        ShouldShowNothing(page);
        (await browser.SendAsync(page, link)).QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Write the answer in 1 to 2,000 characters.");
        await browser.SendAsync(page, link, new Dictionary<string, string?> { ["words"] = "Two beds stay ours from May." });
        (await ConcernAsync()).ShouldSatisfyAllConditions(c => c.ProposedAnswer.ShouldBe("Two beds stay ours from May."), c => c.Response.ShouldBeNull());
        ShouldShowNothing(await browser.GetAsync(link));

        var concerns = await browser.GetAsync(Concerns);
        concerns.Body!.TextContent.ShouldContain("Sam Osei wrote this for you");
        await browser.SendAsync(concerns, $"{Concerns}/{Seed.Concern}/answer");
        (await ConcernAsync()).ShouldSatisfyAllConditions(c => c.Response.ShouldBe("Two beds stay ours from May."), c => c.ProposedAnswer.ShouldBeNull());
        (await browser.GetAsync(link)).QuerySelectorAll("form").ShouldBeEmpty();
        (await browser.PostAsync(link, new Dictionary<string, string> { ["words"] = "Later." })).Body!.TextContent.ShouldNotContain("Two beds");
    }

    [Fact]
    public async Task Owner_GivenWithoutAnAddress_SaysWhatIsMissing()
    {
        var page = await browser.GetAsync(Concerns);
        var refused = await browser.SendAsync(page, $"{Concerns}/{Seed.Concern}/sort", new Dictionary<string, string?> { [$"owner-{Seed.Concern}"] = "Sam Osei" });
        refused.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Enter the name and one e-mail address of who sees to the answer.");

        await browser.SendAsync(refused, $"{Concerns}/{Seed.Concern}/sort", new Dictionary<string, string?>
        {
            [$"owner-{Seed.Concern}"] = "Sam Osei",
            [$"ownerEmail-{Seed.Concern}"] = "sam.osei@harbour.example",
            ["needed"] = "EffectOnMyWork",
            ["about"] = "Process",
        });
        (await ConcernAsync()).ShouldSatisfyAllConditions(
            c => c.Owner!.Name.ShouldBe("Sam Osei"), c => c.AnswerNeeded.ShouldBe(AnswerNeeded.EffectOnMyWork), c => c.About.ShouldBe(ConcernAbout.Process));
    }

    [Fact]
    public async Task Risk_MadeOfAConcern_IsInThePlanWithCredit()
    {
        var page = await browser.GetAsync(Concerns);
        var refused = await browser.SendAsync(page, $"{Concerns}/{Seed.Concern}/risk", new Dictionary<string, string?> { [$"risk-{Seed.Concern}"] = "" });
        refused.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldStartWith("Write what may go wrong");

        await browser.SendAsync(refused, $"{Concerns}/{Seed.Concern}/risk", new Dictionary<string, string?>
        {
            [$"risk-{Seed.Concern}"] = "Beds are used as overflow",
            [$"prevention-{Seed.Concern}"] = "Ring-fence two",
            ["credit"] = "yes",
        });
        (await ConcernAsync()).ShouldSatisfyAllConditions(c => c.PlanVersion.ShouldBe(2), c => c.CreditAgreed.ShouldBeTrue());
        (await host.Store.ReadAsync((r, t) => r.FindAsync<Domain.Projects.Project>(Seed.Project, t), default))!.Plan.Risks
            .ShouldContain(new Domain.Projects.Risk("Beds are used as overflow", true, true, "Ring-fence two", null));
    }

    [Fact]
    public async Task Close_NeedsAnExplanation()
    {
        var page = await browser.GetAsync(Concerns);
        var refused = await browser.SendAsync(page, $"{Concerns}/{Seed.Concern}/close");
        refused.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Write why you close it: the explanation goes to the clinician.");

        await browser.SendAsync(refused, $"{Concerns}/{Seed.Concern}/close", new Dictionary<string, string?> { [$"explanation-{Seed.Concern}"] = "The ward moves in May." });
        (await ConcernAsync()).ShouldSatisfyAllConditions(c => c.ClosedAt.ShouldNotBeNull(), c => c.Explanation.ShouldBe("The ward moves in May."));
    }

    [Fact]
    public async Task Example_IsKeptOnlyWithAgreementAndGoneWhenItIsWithdrawn()
    {
        var fields = new Dictionary<string, string?> { ["teller"] = $"{Seed.Member("Mr Tom Ash")}", ["example"] = "At Fenland a two-week trial on one ward came first." };
        var refused = await browser.SendAsync(await browser.GetAsync(Concerns), $"{Concerns}/example", fields);
        refused.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldStartWith("Ask them first");

        await browser.SendAsync(refused, $"{Concerns}/example", new Dictionary<string, string?>(fields) { ["agreed"] = "yes" });
        var kept = (await host.Store.ReadAsync((r, t) => r.ListAsync<PracticeExample>(e => e.ProjectId == Seed.Project, t), default)).ShouldHaveSingleItem();
        kept.NameAgreed.ShouldBeFalse();
        var gone = await browser.SendAsync(await browser.GetAsync(Concerns), $"{Concerns}/example/{kept.Id:N}/withdraw");
        gone.Body!.TextContent.ShouldNotContain("Fenland");
        (await host.Store.ReadAsync((r, t) => r.FindAsync<PracticeExample>(kept.Id, t), default))!.Words.ShouldBeEmpty();
    }

    [Fact]
    public async Task Forms_OfAnotherProject_AreNotFound()
    {
        var token = (await browser.GetAsync(Concerns)).QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value;
        foreach (var action in new[] { "understanding", "close", "sort" })
        {
            await browser.PostAsync($"/projects/{Guid.Empty:N}/concerns/{Seed.Concern}/{action}", new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
            browser.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound, action);
        }
    }

    private static void ShouldShowNothing(IHtmlDocument page)
    {
        foreach (var stored in new[] { Words, Paraphrase, Answer, "Dr Anna Bell" })
            page.DocumentElement.OuterHtml.ShouldNotContain(stored);
    }

    private async Task DoAsync(Func<ListeningFacts, Task<FactResult>> act)
    {
        await using var scope = host.Services.CreateAsyncScope();
        (await act(scope.ServiceProvider.GetRequiredService<ListeningFacts>())).ShouldBeOfType<FactResult.Recorded>();
    }

    private async Task<Concern> ConcernAsync() => (await host.Store.ReadAsync((r, t) => r.FindAsync<Concern>(Seed.Concern, t), default)).ShouldNotBeNull();
}
