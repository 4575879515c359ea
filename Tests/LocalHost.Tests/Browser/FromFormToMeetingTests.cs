using ClinicalEngagement.LocalHost.Tests.Hosting;
using Microsoft.Playwright;

namespace ClinicalEngagement.LocalHost.Tests.Browser;

/// <summary>The main job as a project lead does it: a real browser, the real process, the simulated trust.</summary>
public sealed class FromFormToMeetingTests
{
    private const string Chromium = "/usr/bin/chromium";

    [Fact]
    public async Task Lead_FromTheFormToTheClosing_IsLedByTheTasks()
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

        // Three weeks later somebody was met, and the lead is asked what came of it. The page shows the task by itself.
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "1 day a second" }).ClickAsync();
        var outcome = page.Locator("#tasks").GetByRole(AriaRole.Link, new() { Name = "Record what came of" }).First;
        await Assertions.Expect(outcome).ToBeVisibleAsync(new() { Timeout = 90_000 });
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

        // Closed in the evening or at a weekend, it waits for the next working morning.
        await page.GetByRole(AriaRole.Button, new() { Name = "1 hour a second" }).ClickAsync();
        await Assertions.Expect(page.Locator("#timeline")).ToContainTextAsync("The last update goes to 8 clinicians.", new() { Timeout = 120_000 });
    }
}
