using System.Globalization;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Sync;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using SkiaSharp;

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

        await ChromiumFixture.DrawAsync(page, name, width);
        (await Axe.FindAsync(page)).ShouldBeEmpty();
        complaints.ShouldBeEmpty();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
    }

    /// <summary>400 % on a screen 1,280 pixels wide is 320 pixels: everything is there, and nothing has to be scrolled sideways.</summary>
    [Fact]
    public async Task EveryPage_At400Percent_Reflows()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"There is no Chromium at {Chromium}.");
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 320, Height = 640 } });
        var page = await context.NewPageAsync();
        var wide = new List<string>();
        foreach (var (name, path) in Paths())
        {
            await page.GotoAsync(new Uri(chromium.Host.Address, chromium.Resolve(path)).ToString());
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is > 320 and var width)
                wide.Add($"{name}: {width}");
        }

        wide.ShouldBeEmpty();
    }

    /// <summary>By keyboard alone: every stop shows its focus, the first one skips to the content, and a form is sent.</summary>
    [Fact]
    public async Task Lead_ByKeyboardAlone_PausesTheEngagement()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"There is no Chromium at {Chromium}.");
        await using var host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(host.Address, $"/projects/{Seed.Project}/stage").ToString());

        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Skip to main content");
        for (var stops = 0; await page.EvaluateAsync<string>("document.activeElement.textContent.trim()") != "Pause the engagement"; stops++)
        {
            stops.ShouldBeLessThan(60, "the button is reached by Tab");
            (await page.EvaluateAsync<bool>("(() => { const s = getComputedStyle(document.activeElement); const l = document.activeElement.labels?.[0]; return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || (l && getComputedStyle(l, '::before').boxShadow !== 'none'); })()"))
                .ShouldBeTrue(await page.EvaluateAsync<string>("document.activeElement.outerHTML"));
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("The engagement is paused.");
    }

    private static IEnumerable<(string Name, string Path)> Paths()
    {
        var project = $"/projects/{Seed.Project}";
        yield return ("home", "/");
        yield return ("new", "/new");
        yield return ("sample", "/new?sample=sample.json");
        yield return ("project", project);
        yield return ("plan", $"{project}/plan");
        foreach (var part in new[] { "aim", "objectives", "evidence", "example", "bodies", "risks", "specialties", "clinicians", "meetings", "updates", "correct" })
            yield return ($"plan-{part}", $"{project}/plan/{part}");
        yield return ("plan-version", $"{project}/plan/versions/1");
        yield return ("panel", $"{project}/panel");
        yield return ("analysis", $"{project}/panel/{Seed.Member("Dr Samuel Okoro")}/analysis");
        yield return ("member-reply", $"{project}/panel/{Seed.Member("Ms Grace Lowe")}");
        yield return ("member-outcome", $"{project}/panel/{Seed.Member("Dr Ines Ferreira")}");
        yield return ("member-same-week", $"{project}/panel/{Seed.Member("Mr Tom Ash")}");
        yield return ("member-joined", $"/projects/{Seed.Falls}/panel/{Seed.AtFalls("Ms Grace Lowe")}");
        yield return ("replacement", $"{project}/panel/{Seed.Member("Dr Samuel Okoro")}/replacement");
        yield return ("meetings", $"{project}/meetings?member={Seed.Member("Mr Tom Ash")}");
        yield return ("quiet", $"{project}/quiet");
        yield return ("concerns", $"{project}/concerns");
        yield return ("updates", $"{project}/updates");
        yield return ("update-preview", $"{project}/updates/{Seed.Draft}/as/{Seed.Member("Dr Anna Bell")}");
        yield return ("measure", $"{project}/measure");
        yield return ("stage", $"{project}/stage");
        yield return ("first-messages", $"{project}/first-messages");
        yield return ("links", $"{project}/links");
        yield return ("audit", $"{project}/audit");
        yield return ("board-paper", $"{project}/board-paper");
        yield return ("settings", "/settings");
        yield return ("rules", "/settings/rules");
        yield return ("message-words", "/settings/messages");
        yield return ("job-plans", "/settings/job-plans");
        yield return ("faults", "/simulation/faults");
        yield return ("secretary", "secretary");
        yield return ("dead-letters", "/dead-letters");
        yield return ("privacy", "/privacy");
        yield return ("not-found", "/nowhere");
        yield return ("answer", "answer");
        yield return ("answer-shared", "answer-shared");
        yield return ("words", "words");
        yield return ("understood", "understood");
        yield return ("verdict", "verdict");
        yield return ("choices", "choices");
        yield return ("involvement", $"{project}/involvement");
        yield return ("tasks", "/tasks");
        yield return ("measures", "/measures");
        yield return ("project-measures", $"{project}/measures");
        yield return ("governance", "/governance");
        yield return ("load", "/load");
    }
}

/// <summary>One browser and one portal for all pages.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private static readonly JobPlanEntry[] Week =
    [
        new(IsoDayOfWeek.Monday, new(9, 0), new(13, 0), JobPlanActivity.Clinic),
        new(IsoDayOfWeek.Tuesday, new(8, 0), new(12, 0), JobPlanActivity.WardRound),
        new(IsoDayOfWeek.Wednesday, new(9, 0), new(13, 0), JobPlanActivity.Spa),
        new(IsoDayOfWeek.Wednesday, new(14, 0), new(17, 0), JobPlanActivity.Admin),
        new(IsoDayOfWeek.Thursday, new(8, 0), new(17, 0), JobPlanActivity.Theatre),
    ];

    // A picture shows the page's beginning; the rest is there to be scrolled to.
    private const int Tallest = 2000;

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
        var quiet = LocalDate.FromDateTime(PortalHost.Begin.ToDateTimeUtc()).PlusDays(3);
        await Host.Services.GetRequiredService<CurrentSettings>().SetAsync(
            before => before with { QuietPeriods = [new QuietPeriod(quiet, quiet.PlusDays(4), "winter pressure")] }, "Set.", CancellationToken.None);
        await Host.Store.WriteAsync(
            async (writer, token) =>
            {
                foreach (var name in new[] { "Mr Tom Ash", "Ms Grace Lowe" })
                {
                    var member = (await writer.FindAsync<Domain.Panel.PanelMember>(Seed.Member(name), token))!;
                    var clinician = (await writer.FindAsync<Domain.Panel.Clinician>(member.Email, token))!;
                    writer.Update(clinician with { JobPlan = Week, Secretary = new Domain.Person("Jo Marsh", new Domain.EmailAddress("jo.marsh@harbour.example"), "01632 960555") });
                }

                return true;
            },
            default);
        await AddWhatWaitsAsync();
        var day = Duration.FromDays(1);
        Host.Calendar.Busy[new("Tom.Ash@harbour.example")] = [new(PortalHost.Begin + (day * 8) + Duration.FromHours(4), PortalHost.Begin + (day * 8) + Duration.FromHours(6), BusyStatus.Busy)];
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--no-first-run"],
        });
    }

    /// <summary>A second project that wants two of the panel in the same week and joined the meeting with one; a message that failed.</summary>
    private async Task AddWhatWaitsAsync()
    {
        await Seed.AddFallsAsync(Host, "Mr Tom Ash", "Ms Grace Lowe");
        await using var scope = Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SharedWeeks>().ReadAllAsync(default);
        var shared = scope.ServiceProvider.GetRequiredService<SharedMeetingFacts>();
        await shared.OfferAsync(await TaskAsync(Seed.Member("Ms Grace Lowe"), TaskKind.SameWeek), default);
        await shared.JoinAsync(await TaskAsync(Seed.AtFalls("Ms Grace Lowe"), TaskKind.MeetingOffered), default);
        await scope.ServiceProvider.GetRequiredService<FailedNotifications>().KeepAsync("""{"value":[]}""", default);

        async Task<Domain.TaskId> TaskAsync(Domain.PanelMemberId about, TaskKind kind) => (await Host.Store.ReadAsync(
            (reader, token) => reader.ListAsync<PersonTask>(t => t.MemberId == about && t.Kind == kind && t.DoneAt == null, token), default)).Single().Id;
    }

    /// <summary>Leaves a picture of the page where CLINICAL_ENGAGEMENT_SCREENS names a folder.</summary>
    internal static async Task DrawAsync(IPage page, string name, int width)
    {
        if (Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SCREENS") is not { Length: > 0 } folder)
            return;
        using var whole = SKBitmap.Decode(await page.ScreenshotAsync(new() { FullPage = true }));
        using var top = new SKBitmap();
        whole.ExtractSubset(top, SKRectI.Create(whole.Width, Math.Min(whole.Height, Tallest)));
        using var picture = top.Encode(SKEncodedImageFormat.Webp, 45);
        await File.WriteAllBytesAsync(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{width}.webp")), picture.ToArray());
    }

    /// <summary>Signed links are made by the portal under test.</summary>
    internal string Resolve(string path) => path switch
    {
        "answer" => Host.Links.AnswerTimes(Seed.Member("Mr Tom Ash"), Seed.Meeting("Mr Tom Ash"), PortalHost.Begin + Duration.FromDays(20)).PathAndQuery,
        "answer-shared" => Host.Links.AnswerTimes(
            Seed.AtFalls("Ms Grace Lowe"), Domain.Meetings.Meeting.IdFor(Seed.AtFalls("Ms Grace Lowe"), 1), PortalHost.Begin + Duration.FromDays(20)).PathAndQuery,
        "secretary" => Host.Links.KeepDiary(Seed.Member("Mr Tom Ash"), new Domain.EmailAddress("jo.marsh@harbour.example"), PortalHost.Begin + Duration.FromDays(20)).PathAndQuery,
        "words" => Host.Links.SendWords(Seed.Member("Mr Tom Ash"), PortalHost.Begin + Duration.FromDays(20)).PathAndQuery,
        "understood" => Host.Links.ConfirmUnderstanding(Seed.Member("Dr Anna Bell"), Seed.Understanding, PortalHost.Begin + Duration.FromDays(20)).PathAndQuery,
        "verdict" => Host.Links.GiveVerdict(Seed.Member("Dr Anna Bell"), Seed.Verdict, PortalHost.Begin + Duration.FromDays(20)).PathAndQuery,
        "choices" => Host.Links.ChooseUpdates(Seed.Member("Mr Tom Ash"), PortalHost.Begin + Duration.FromDays(20)).PathAndQuery,
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
