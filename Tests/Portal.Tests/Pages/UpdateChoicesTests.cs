using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Portal.Tests.Hosting;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>When updates go, by the lead; how often and what stands in them, by the clinician's link or through the lead.</summary>
public sealed class UpdateChoicesTests : IAsyncLifetime
{
    private static readonly string Project = $"/projects/{Seed.Project}";

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
    public async Task Draft_AsEachClinicianGetsIt_HasTheirOwnWordsFirstAndNamesNobody()
    {
        var updates = await browser.GetAsync($"/projects/{Seed.Project}/updates");
        var links = updates.QuerySelectorAll("a[href*='/as/']").ToDictionary(a => a.TextContent, a => a.GetAttribute("href")!);

        (await browser.GetAsync(links["Dr Anna Bell"])).QuerySelector(".app-letter")!.TextContent.ShouldSatisfyAllConditions(
            t => t.ShouldContain("Dear Dr Bell,"), t => t.ShouldContain("You said: Beds may be used as overflow"), t => t.ShouldContain("One colleague was met one to one."));
        (await browser.GetAsync(links["Mr Tom Ash"])).QuerySelector(".app-letter")!.TextContent.ShouldSatisfyAllConditions(
            t => t.ShouldContain("Colleagues said: Beds may be used as overflow"), t => t.ShouldNotContain("Bell"));
        await browser.GetAsync($"/projects/{Seed.Project}/updates/{Seed.Draft}/as/{Guid.Empty:N}");
        browser.Response.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Settings_DayTimeAndApproval_AreKeptAndSaidInASentence()
    {
        var page = await browser.SendAsync(await browser.GetAsync($"{Project}/updates"), $"{Project}/updates/settings", new Dictionary<string, string?>
        {
            ["updateRhythm"] = "Fortnightly",
            ["updateDay"] = "Tuesday",
            ["updateTime"] = "09:30",
            ["updatesNeedApproval"] = "yes",
        });
        page.Body!.TextContent.ShouldContain("An update goes every two weeks, on a Tuesday at 9:30am.");
        (await FindAsync<Project>(Seed.Project)).ShouldSatisfyAllConditions(
            p => p.UpdateRhythm.ShouldBe(UpdateRhythm.Fortnightly), p => p.UpdateDay.ShouldBe(IsoDayOfWeek.Tuesday),
            p => p.UpdateTime.ShouldBe(new LocalTime(9, 30)), p => p.UpdatesNeedApproval.ShouldBeTrue());
    }

    [Fact]
    public async Task Link_ChosenOnce_IsKeptAndNotShownAgain()
    {
        var link = host.Links.ChooseUpdates(Seed.Member("Mr Tom Ash"), PortalHost.Begin + Duration.FromDays(20)).AbsolutePath;
        var page = await browser.GetAsync(link);
        (await browser.SendAsync(page, link)).QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Select what is to change.");
        var thanks = await browser.SendAsync(page, link, new Dictionary<string, string?> { ["wish"] = "Monthly", ["kept"] = "yes" });

        thanks.QuerySelector("h1")!.TextContent.ShouldBe("Thank you");
        var member = await FindAsync<PanelMember>(Seed.Member("Mr Tom Ash"));
        member.OwnUpdateRhythm.ShouldBe(UpdateRhythm.Monthly);
        (await FindAsync<Clinician>(member.Email)).PointsOutOfMail.ShouldBeTrue();
        (await browser.GetAsync(link)).QuerySelectorAll("input[checked]").ShouldBeEmpty();
    }

    [Fact]
    public async Task Member_NoUpdatesAtTheirWish_IsRecordedByTheLead()
    {
        var path = $"{Project}/panel/{Seed.Member("Mr Tom Ash")}";
        var page = await browser.SendAsync(await browser.GetAsync(path), $"{path}/updates", new Dictionary<string, string?> { ["wish"] = "None" });
        page.Body!.TextContent.ShouldContain("No updates since 11 January 2027, at their wish.");
    }

    private async Task<T> FindAsync<T>(object key)
        where T : class => (await host.Store.ReadAsync((reader, token) => reader.FindAsync<T>(key, token), default)).ShouldNotBeNull();
}
