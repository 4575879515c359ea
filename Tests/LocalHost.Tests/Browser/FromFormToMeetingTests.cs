using System.Diagnostics;
using System.Text.RegularExpressions;
using ClinicalEngagement.LocalHost.Tests.Hosting;
using Microsoft.Playwright;

namespace ClinicalEngagement.LocalHost.Tests.Browser;

/// <summary>The main job as a project lead does it: a real browser, the real process, the simulated trust.</summary>
public sealed partial class FromFormToMeetingTests
{
    private const string Chromium = "/usr/bin/chromium";

    [Theory]
    [InlineData(1280, true)]
    [InlineData(375, false)]
    public async Task Lead_FromTheFormToTheClosing_IsLedByTheTasks(int width, bool scripts)
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
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, JavaScriptEnabled = scripts });
        await page.GotoAsync(host.Portal.BaseAddress!.ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Frailty same-day care" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check before sending" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Check and send");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send and begin" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "1 day a second" }).ClickAsync();
        await SeeAsync(page.Locator("#timeline").GetByText("agreed to").First);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Panel", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("No clinic or list is displaced");

        // Three weeks later somebody was met, and the lead is asked what came of it. With scripts the page shows the task by itself.
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "1 day a second" }).ClickAsync();
        var outcome = page.Locator("#tasks").GetByRole(AriaRole.Link, new() { Name = "Record what came of" }).First;
        await SeeAsync(outcome);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await outcome.ClickAsync();
        await page.GetByLabel("It took place").CheckAsync();
        await page.GetByLabel("A concern they raised").FillAsync("There is no therapist after 4pm.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the outcome" }).ClickAsync();
        await Assertions.Expect(page.Locator(".nhsuk-notification-banner")).ToContainTextAsync("The outcome is recorded.");

        // Listened to: the answer goes out, and the clinician's word closes it.
        await page.GetByRole(AriaRole.Link, new() { Name = "Concerns" }).ClickAsync();
        await page.GetByLabel("Your answer").FillAsync("A therapist stays until 6pm from March on.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the answer" }).ClickAsync();
        await Assertions.Expect(page.Locator(".nhsuk-notification-banner")).ToContainTextAsync("Your answer goes to the clinician.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, close it" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("None is open.");

        await page.GetByRole(AriaRole.Link, new() { Name = "Stage and closing" }).ClickAsync();
        await page.GetByLabel("Define and scope").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the stage" }).ClickAsync();
        await Assertions.Expect(page.Locator(".nhsuk-notification-banner")).ToContainTextAsync("The project has moved on.");
        await page.GetByLabel("What changed, and because of whom?").FillAsync("A therapist stays until 6pm, because a colleague told us what fails without one.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close the project" }).ClickAsync();
        await Assertions.Expect(page.Locator(".nhsuk-notification-banner")).ToContainTextAsync("The project is closed. The last update goes out.");

        // Closed in the evening or at a weekend, it waits for the next working morning; who wrote in the meantime is answered first.
        await page.GetByRole(AriaRole.Button, new() { Name = "1 hour a second" }).ClickAsync();
        await SeeAsync(page.Locator("#timeline").GetByText(LastUpdate()));

        // Without scripts the page has to be asked for again.
        async Task SeeAsync(ILocator awaited)
        {
            if (scripts)
            {
                await Assertions.Expect(awaited).ToBeVisibleAsync(new() { Timeout = 120_000 });
                return;
            }

            for (var since = Stopwatch.StartNew(); !await awaited.IsVisibleAsync(); await page.ReloadAsync())
                since.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2), await page.Locator("main").InnerTextAsync());
        }
    }

    [GeneratedRegex(@"The last update goes to [5-8] clinicians\.")]
    private static partial Regex LastUpdate();
}
