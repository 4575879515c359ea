using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.Playwright;

namespace ClinicalEngagement.Portal.Tests.Browser;

/// <summary>From the form to the word to begin in the system's Chromium, with and without scripts; axe on the states that only a form reaches.</summary>
public sealed class FormJourneyTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [Theory]
    [InlineData(1280, true)]
    [InlineData(375, false)]
    public async Task Form_FromMistakeToSent_WorksAndIsClean(int width, bool scripts)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        // Without scripts axe cannot run either; that run is about the journey.
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, JavaScriptEnabled = scripts });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(chromium.Host.Address, "/new?sample=sample.json").ToString());

        await page.GetByLabel("E-mail address", new() { Exact = true }).FillAsync("priya.nair");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check before sending" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Enter the project lead’s e-mail address in the correct format" }).ClickAsync();
        await CheckAsync(page, "mistake", width, scripts);
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("lead-email", "the link in the summary leads into the field");

        await page.GetByLabel("E-mail address", new() { Exact = true }).FillAsync("priya.nair@harbour.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check before sending" }).ClickAsync();
        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).TextContentAsync()).ShouldBe("Check and send");
        await CheckAsync(page, "check", width, scripts);

        await page.GetByLabel("Your words").FillAsync("I should like to hear your view of follow-up by choice.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the messages with these words" }).ClickAsync();
        (await page.Locator(".app-letter").First.TextContentAsync()).ShouldNotBeNull().ShouldContain("I should like to hear your view of follow-up by choice.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send and begin" }).ClickAsync();
        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).TextContentAsync()).ShouldBe("Being prepared");
        await CheckAsync(page, "preparing", width, scripts);
    }

    [Fact]
    public async Task Form_AsItIsTyped_ShowsHowReadyThePlanIs()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(chromium.Host.Address, "/new").ToString());
        var ready = page.Locator("#readiness");
        await Assertions.Expect(ready).ToContainTextAsync("Nobody is met until it says what will be better for patients.");

        await page.GetByLabel("What will be better for patients?").FillAsync("Older people are home the same day.");
        await Assertions.Expect(ready).ToContainTextAsync("Early conversations can begin.");
        await page.GetByLabel("What is measured").FillAsync("Scored within 30 minutes");
        await page.GetByLabel("A fact that shows why").FillAsync("It shortens stays.");
        await page.GetByLabel("Where it stands written").FillAsync("BGS, 2023");
        await page.GetByLabel("None is known").CheckAsync();
        await Assertions.Expect(ready).ToContainTextAsync("Everything is there: the whole panel can be met.");
        (await page.GetByRole(AriaRole.Button, new() { Name = "Look again" }).CountAsync()).ShouldBe(0, "it follows by itself");
        page.Url.ShouldEndWith("/new");
    }

    [Fact]
    public async Task ProjectPage_SomethingHappens_ShowsItByItself()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(chromium.Host.Address, $"/projects/{Seed.Project}").ToString());
        using var browser = chromium.Host.Browse();

        await browser.SendAsync(await browser.GetAsync($"/projects/{Seed.Project}/measure"), $"/projects/{Seed.Project}/measure", new Dictionary<string, string?> { ["value"] = "57" });

        await Assertions.Expect(page.Locator("#timeline")).ToContainTextAsync("You entered 57 %", new() { Timeout = 30_000 });
    }

    private static async Task CheckAsync(IPage page, string name, int width, bool scripts)
    {
        await ChromiumFixture.DrawAsync(page, name, width);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        if (scripts)
            (await Axe.FindAsync(page)).ShouldBeEmpty();
    }
}
