using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace ClinicalEngagement.Portal.Tests.Browser;

/// <summary>
/// Every kind of mail as it is rendered (the snapshots that the mail tests hold the templates to), in the system's Chromium: axe finds
/// nothing, nothing is fetched, and on a telephone nothing has to be scrolled sideways.
/// </summary>
public sealed class MailsInABrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    // A mail is shown within the page of a mail program: landmarks and the first heading, which is the subject, are that page's.
    private static readonly string[] OfPages = ["landmark-one-main", "page-has-heading-one", "region"];

    [Fact]
    public async Task EveryMail_IsClean()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        var mails = Directory.GetFiles(Folder(), "*.html");
        mails.Length.ShouldBeGreaterThan(20);
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 320, Height = 640 } });
        var page = await context.NewPageAsync();
        var wrong = new List<string>();
        page.Request += (_, request) =>
        {
            // A picture of the mail's own is in the mail.
            if (!request.Url.StartsWith("cid:", StringComparison.Ordinal))
                wrong.Add($"asked for {request.Url}");
        };
        foreach (var mail in mails)
        {
            var name = Path.GetFileName(mail);
            await page.SetContentAsync(await File.ReadAllTextAsync(mail), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is > 320 and var wide)
                wrong.Add($"{name} is {wide} wide");
            wrong.AddRange((await Axe.FindAsync(page, OfPages)).Select(found => $"{name}: {found}"));
        }

        wrong.ShouldBeEmpty();
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../Infrastructure.Tests/Mail/Snapshots"));
}
