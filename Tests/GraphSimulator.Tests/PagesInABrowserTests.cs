using ClinicalEngagement.Portal.Tests.Browser;
using Microsoft.Playwright;

namespace ClinicalEngagement.GraphSimulator.Tests;

/// <summary>
/// The plain view in the system's Chromium: axe finds nothing, nothing is blocked or missing, and nothing has to be scrolled sideways, down
/// to 320 pixels.
/// </summary>
public sealed class PagesInABrowserTests
{
    private const string Chromium = "/usr/bin/chromium";

    [Theory]
    [InlineData(1280)]
    [InlineData(375)]
    [InlineData(320)]
    public async Task EveryPage_IsCleanAndAsWideAsTheScreen(int width)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"There is no Chromium at {Chromium}.");
        await using var trial = await Trial.StartAsync();
        await trial.BookAsync(Trial.Meeting(Trial.Never, new DateTime(2026, 2, 3, 14, 0, 0)));
        await trial.Graph.Users[Trial.Lead].SendMail.PostAsync(
            new() { Message = MailTests.Letter(Trial.Never) }, cancellationToken: TestContext.Current.CancellationToken);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-background-networking"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 } });
        var wrong = new List<string>();
        page.Console += (_, message) => wrong.Add(message.Text);

        await LookAsync("");
        await LookAsync($"people/{Trial.Never}?week=2026-02-02");
        var mail = (await trial.MailAsync(Trial.Never))[0];
        await LookAsync($"people/{Trial.Never}/messages/{mail.Id}", framed: true);

        wrong.ShouldBeEmpty();

        // Axe looks at pages without frames; what stands in the frame of a message is a mail, and those have a test of their own.
        async Task LookAsync(string path, bool framed = false)
        {
            await page.GotoAsync(new Uri(trial.Server.Address, path).ToString());
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var wide && wide > width)
                wrong.Add($"/{path} is {wide} wide");
            if (!framed)
                wrong.AddRange((await Axe.FindAsync(page)).Select(found => $"/{path}: {found}"));
        }
    }
}
