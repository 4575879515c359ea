using System.Globalization;
using ClinicalEngagement.Portal.Tests.Hosting;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Browser;

/// <summary>
/// Every page in the system's Chromium, wide and narrow: axe finds nothing, nothing is asked of another host, nothing is blocked or
/// thrown, and nothing has to be scrolled sideways. With CLINICAL_ENGAGEMENT_SCREENS set to a folder it leaves a picture of each there.
/// </summary>
public sealed class PagesInABrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private const string Chromium = "/usr/bin/chromium";

    public static TheoryData<string, string, int> Pages()
    {
        var data = new TheoryData<string, string, int>();
        foreach (var width in new[] { 1280, 375 })
        {
            foreach (var (name, path) in Paths())
                data.Add(name, path, width);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_InABrowser_IsClean(string name, string path, int width)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"There is no Chromium at {Chromium}.");
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            // A page that is not there is a page too; the browser remarks on its status.
            if (message.Type is "error" or "warning" && !(name == "not-found" && message.Text.Contains("404", StringComparison.Ordinal)))
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority != chromium.Host.Address.Authority)
                complaints.Add($"asked for {request.Url}");
        };

        await page.GotoAsync(new Uri(chromium.Host.Address, chromium.Resolve(path)).ToString(), new() { WaitUntil = WaitUntilState.Load });

        if (Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SCREENS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{width}.png")), FullPage = true });
        var findings = await page.RunAxe();
        findings.Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}").ShouldBeEmpty();
        complaints.ShouldBeEmpty();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
    }

    private static IEnumerable<(string Name, string Path)> Paths()
    {
        var project = $"/projects/{Seed.Project}";
        yield return ("home", "/");
        yield return ("new", "/new");
        yield return ("sample", "/new?sample=sample.json");
        yield return ("project", project);
        yield return ("plan", $"{project}/plan");
        foreach (var part in new[] { "aim", "objectives", "evidence", "example", "bodies", "risks", "specialties", "clinicians", "correct" })
            yield return ($"plan-{part}", $"{project}/plan/{part}");
        yield return ("plan-version", $"{project}/plan/versions/1");
        yield return ("panel", $"{project}/panel");
        yield return ("analysis", $"{project}/panel/{Seed.Member("Dr Samuel Okoro")}/analysis");
        yield return ("member-reply", $"{project}/panel/{Seed.Member("Ms Grace Lowe")}");
        yield return ("member-outcome", $"{project}/panel/{Seed.Member("Dr Ines Ferreira")}");
        yield return ("concerns", $"{project}/concerns");
        yield return ("updates", $"{project}/updates");
        yield return ("measure", $"{project}/measure");
        yield return ("stage", $"{project}/stage");
        yield return ("dead-letters", "/dead-letters");
        yield return ("not-found", "/nowhere");
        yield return ("answer", "answer");
        yield return ("words", "words");
    }
}

/// <summary>One browser and one portal for all pages.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private IPlaywright? playwright;
    private DirectoryInfo? samples;

    internal PortalHost Host { get; private set; } = null!;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists("/usr/bin/chromium"))
            return;
        samples = Directory.CreateTempSubdirectory("portal-samples-");
        await File.WriteAllTextAsync(Path.Combine(samples.FullName, "sample.json"), SampleJson);
        Host = await PortalHost.StartAsync(simulating: true, samples.FullName);
        await Seed.FillAsync(Host);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--no-first-run"],
        });
    }

    /// <summary>Signed links are made by the portal under test.</summary>
    internal string Resolve(string path) => path switch
    {
        "answer" => Host.Links.AnswerTimes(Seed.Member("Mr Tom Ash"), Seed.Meeting("Mr Tom Ash"), PortalHost.Begin + Duration.FromDays(20)).PathAndQuery,
        "words" => Host.Links.SendWords(Seed.Member("Mr Tom Ash"), PortalHost.Begin + Duration.FromDays(20)).PathAndQuery,
        _ => path,
    };

    public async ValueTask DisposeAsync()
    {
        if (playwright is null)
            return;
        await Browser.DisposeAsync();
        playwright.Dispose();
        await Host.DisposeAsync();
        samples!.Delete(recursive: true);
    }

    private const string SampleJson = """
        {
          "name": "Follow-up by choice",
          "patientBenefit": "Patients are seen when they need it and nobody is lost.",
          "lead": { "name": "Priya Nair", "email": "priya.nair@harbour.example", "role": "Improvement lead" },
          "noDifferentViewKnown": true,
          "measure": { "name": "Flare call to review within 10 working days", "unit": "%", "baseline": 45, "goal": 85 },
          "facts": [ { "text": "Patient-initiated follow-up is safe where there are urgent slots.", "source": "NIHR evaluation, 2024" } ],
          "clinicians": [
            { "name": "Dr Sefa Mensah", "email": "sefa.mensah@harbour.example", "role": "Consultant rheumatologist" },
            { "name": "Ms Una Byrne", "email": "una.byrne@harbour.example", "role": "Specialist nurse" }
          ]
        }
        """;
}
