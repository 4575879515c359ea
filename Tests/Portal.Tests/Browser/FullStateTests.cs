using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Portal.Tests.Hosting;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Browser;

/// <summary>Pages in the states that are seldom seen: nothing there yet, two hundred clinicians, names as long as they may be.</summary>
public sealed class FullStateTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private static readonly string Root = $"/projects/{Seed.Project}";

    private static readonly string[] OfProject =
    [
        "plan", "plan/clinicians", "plan/specialties", "panel", "meetings", "concerns", "updates", "measure", "measures", "involvement", "stage", "links", "first-messages",
        "audit", "board-paper", "quiet",
    ];

    [Theory]
    [InlineData(1280)]
    [InlineData(375)]
    public async Task Empty_IsClean(int width)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var host = await PortalHost.StartAsync();

        await CheckAsync(host, width, "/", "/new", "/tasks", "/measures", "/load", "/governance", "/settings", "/settings/rules", "/settings/job-plans", "/dead-letters", "/audit");
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(375)]
    public async Task TwoHundredClinicians_WithLongNames_AreClean(int width)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        await host.Store.WriteAsync(
            (writer, _) =>
            {
                for (var i = 0; i < 200; i++)
                    Add(writer, i);
                return Task.FromResult(true);
            },
            default);

        await CheckAsync(
            host, width,
            ["/", "/tasks", "/load", "/governance", "/settings/job-plans", Root, .. OfProject.Select(page => $"{Root}/{page}")]);
    }

    /// <summary>As it is printed: one page of A4 that names nobody, with two hundred clinicians and a plan as wordy as it may be.</summary>
    [Fact]
    public async Task BoardPaper_Printed_IsOnePageThatNamesNobody()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        await host.Store.WriteAsync(
            async (writer, token) =>
            {
                for (var i = 0; i < 200; i++)
                    Add(writer, i);
                var project = (await writer.FindAsync<Domain.Projects.Project>(Seed.Project, token))!;
                var sentence = "Older people with frailty are assessed early and home the same day when that is safe. ";
                writer.Update(project with { Plan = project.Plan with { PatientBenefit = string.Concat(Enumerable.Repeat(sentence, 10)).Trim() } });
                return true;
            },
            default);
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(host.Address, $"{Root}/board-paper").ToString());

        var pdf = System.Text.Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true }));

        System.Text.RegularExpressions.Regex.Count(pdf, @"/Type\s*/Page\b").ShouldBe(1);
        pdf.ShouldMatch(@"/MediaBox\s*\[\s*0\s+0\s+59[45][.0-9]*\s+84[12]");
        var words = await page.Locator("body").TextContentAsync();
        foreach (var name in new[] { "Bell", "Okoro", "Tom Ash", "Lowe", "Ferreira", "Marjoribanks", "Abcdefg" })
            words.ShouldNotBeNull().ShouldNotContain(name, Case.Sensitive);
    }

    private static void Add(Orchestrations.Store.IStoreWriter writer, int number)
    {
        // One word without a break is the worst a layout can meet.
        var name = number % 2 == 0 ? $"Professor Dame Wilhelmina-Featherstonehaugh-Cholmondeley{number} Marjoribanks-Auchinleck" : $"Dr Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz{number}";
        var email = new EmailAddress($"clinician{number}.with.a.very.long.address.indeed@an-organisation-with-a-long-name.harbour.example");
        var id = PanelMemberId.For(Seed.Project, email);
        writer.Add(new Clinician { Email = email, Name = name, Role = "Consultant in geriatric medicine, clinical director for urgent and emergency care", Secretary = new Person("Jo Marsh", new EmailAddress("jo.marsh@harbour.example")) });
        writer.Add(new PanelMember { Id = id, ProjectId = Seed.Project, Email = email, Name = name, Order = 10 + number, Reason = "Consultant; 12 years here.", Power = HighOrLow.High, Impact = (HighOrLow)(number % 2) });
        writer.Add(new Meeting
        {
            Id = Meeting.IdFor(id, 1),
            ProjectId = Seed.Project,
            MemberId = id,
            Number = 1,
            State = MeetingState.Proposed,
            Offers = [new OfferedTime(PortalHost.Begin + Duration.FromDays(14), 0, "No clinic or list is displaced.")],
            Start = PortalHost.Begin + Duration.FromDays(14),
            Minutes = 20,
            Reason = "No clinic or list is displaced.",
            Stage = Domain.Projects.Stage.StartOut,
            OfferedAt = PortalHost.Begin,
        });
    }

    private async Task CheckAsync(PortalHost host, int width, params string[] paths)
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        var wrong = new List<string>();
        foreach (var path in paths)
        {
            await page.GotoAsync(new Uri(host.Address, path).ToString());
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var wide && wide > width)
                wrong.Add($"{path} is {wide} wide");
            wrong.AddRange((await Axe.FindAsync(page)).Select(found => $"{path}: {found}"));
        }

        wrong.ShouldBeEmpty();
    }
}
