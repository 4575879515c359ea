using ClinicalEngagement.LocalHost.Tests.Hosting;
using Microsoft.Playwright;

namespace ClinicalEngagement.LocalHost.Tests.Browser;

/// <summary>The main job as a project lead does it: a real browser, the real process, the simulated trust.</summary>
public sealed class FromFormToMeetingTests
{
    private const string Chromium = "/usr/bin/chromium";

    [Fact]
    public async Task Lead_SendsTheForm_SeesTheFirstAcceptedMeetingOnTheTimeline()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"There is no Chromium at {Chromium}.");
        using var folder = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(folder.Path, "RealTime");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(host.Portal.BaseAddress!.ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Frailty same-day care" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check before sending" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Check and send");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send and begin" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "1 hour a second" }).ClickAsync();
        await Assertions.Expect(page.Locator("#timeline")).ToContainTextAsync("agreed to", new() { Timeout = 120_000 });

        await page.GetByRole(AriaRole.Link, new() { Name = "Panel", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("No clinic or list is displaced");
    }
}
