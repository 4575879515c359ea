using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Portal.Tests.Hosting;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>The panel as the lead works on it: the chart, the checklist, what is judged of each, what is shown to a group.</summary>
public sealed class PanelPagesTests : IAsyncLifetime
{
    private static readonly string Panel = $"/projects/{Seed.Project}/panel";

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
    public async Task Chart_SaysInWordsWhatItShows()
    {
        var page = await browser.GetAsync(Panel);

        page.QuerySelector("svg desc")!.TextContent.ShouldBe(
            "Satisfy: 3 Mr Tom Ash, 6 Dr Ines Ferreira. Manage: fully engage: 1 Dr Anna Bell, 2 Dr Samuel Okoro (opinion former). Monitor: nobody. Inform: 4 Ms Grace Lowe.");
        page.QuerySelectorAll("svg circle").Length.ShouldBe(4);
        page.QuerySelectorAll("svg polygon").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Checklist_IsSetAsideWithAReason_NotALock()
    {
        var page = await browser.GetAsync(Panel);
        var form = page.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.QuerySelector<IHtmlInputElement>("input[name=advice]")?.Value == PanelChecklist.NineCsKey);

        var after = await browser.SendAsync(form, null, ("do", "aside"));

        after.QuerySelectorAll(".nhsuk-details").Single(d => d.TextContent.Contains("Dealt with (1)", StringComparison.Ordinal)).TextContent.ShouldContain("Gone through.");
        (await host.Store.ReadAsync((r, t) => r.FindAsync<Project>(Seed.Project, t), default))!.SetAside.ShouldHaveSingleItem().Key.ShouldBe(PanelChecklist.NineCsKey);
    }

    [Fact]
    public async Task Analysis_ChangesWhatIsRecorded_AndMovesInTheOrder()
    {
        var path = $"{Panel}/{Seed.Member("Mx Robin Tate")}/analysis";
        var page = await browser.GetAsync(path);
        var wrong = await browser.SendAsync(page, path, new Dictionary<string, string?> { ["yearsHere"] = "many", ["power"] = "Low", ["opinionFormer"] = "true" });
        wrong.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Enter the years here as a whole number from 0 to 60.");
        wrong.QuerySelector<IHtmlInputElement>("#opinionFormer")!.IsChecked.ShouldBeTrue();

        await browser.SendAsync(wrong, path, new Dictionary<string, string?>
        {
            ["yearsHere"] = "2",
            ["impact"] = "High",
            ["likelyView"] = "HasConcerns",
            ["positionNeeded"] = "Supports",
            ["held"] = "Undecided",
            ["evidence"] = "Asked for a trial.",
            ["specialty"] = "Physiotherapy",
            ["bodies"] = "HCPC, CSP",
            ["place"] = "2",
        });

        var member = (await host.Store.ReadAsync((r, t) => r.FindAsync<PanelMember>(Seed.Member("Mx Robin Tate"), t), default)).ShouldNotBeNull();
        (member.Power, member.Impact, member.OpinionFormer, member.YearsHere, member.LikelyView, member.PositionNeeded, member.PositionHeld, member.PositionEvidence, member.Order)
            .ShouldBe((HighOrLow.Low, HighOrLow.High, true, 2, Position.HasConcerns, Position.Supports, Position.Undecided, "Asked for a trial.", 2));
        (await host.Store.ReadAsync((r, t) => r.FindAsync<Clinician>(member.Email, t), default))!.ProfessionalBodies.ShouldBe(["HCPC", "CSP"]);
        var row = (await browser.GetAsync(Panel)).QuerySelectorAll("tbody tr").First(r => r.TextContent.Contains("Robin Tate", StringComparison.Ordinal)).TextContent;
        row.ShouldContain("Undecided, 11 January 2027, on version 1 of the plan");
        row.ShouldContain("Needed: supports. This is where the work is.");
        (await browser.SendAsync(await browser.GetAsync(path), path, new Dictionary<string, string?> { ["place"] = "99" })).QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Enter a place from 1 to 6.");
        (await browser.GetAsync(path)).QuerySelector<IHtmlInputElement>("#opinionFormer")!.IsChecked.ShouldBeTrue();
    }

    [Fact]
    public async Task Group_WhileAnOpinionFormerWasNotMet_AsksForAReason()
    {
        var page = await browser.GetAsync(Panel);
        page.QuerySelector("#groups ~ .nhsuk-inset-text")!.TextContent.ShouldContain("Dr Samuel Okoro (not met yet)");
        var refused = await browser.SendAsync(page, $"{Panel}/groups", new Dictionary<string, string?>
        {
            ["groupName"] = "Department meeting",
            ["groupOn.day"] = "5",
            ["groupOn.month"] = "3",
            ["groupOn.year"] = "2027",
        });
        refused.QuerySelector<IHtmlAnchorElement>(".nhsuk-error-summary a")!.ShouldSatisfyAllConditions(
            a => a.TextContent.ShouldStartWith("Dr Samuel Okoro should be heard one to one first"), a => a.GetAttribute("href").ShouldBe("#groupBecause"));

        var added = await browser.SendAsync(refused, $"{Panel}/groups", new Dictionary<string, string?> { ["groupBecause"] = "It was called for the whole trust." });

        added.QuerySelector("#groups ~ ul")!.TextContent.ShouldContain("Department meeting, 5 March 2027");
        added.QuerySelector("#groups ~ ul")!.TextContent.ShouldContain("It was called for the whole trust.");
    }

    [Fact]
    public async Task Load_OfOtherProjects_IsShownToTheLead()
    {
        await host.Store.WriteAsync(
            async (writer, token) =>
            {
                var here = (await writer.FindAsync<Project>(Seed.Project, token))!;
                var there = here with { Id = new Domain.ProjectId(Domain.StableId.From("other")), Name = "Sepsis", Version = 0 };
                var bell = (await writer.FindAsync<PanelMember>(Seed.Member("Dr Anna Bell"), token))!;
                writer.Add(there);
                writer.Add(bell with { Id = Domain.PanelMemberId.For(there.Id, bell.Email), ProjectId = there.Id, Version = 0 });
                return true;
            },
            default);

        var rows = (await browser.GetAsync(Panel)).QuerySelectorAll("tbody tr").ToArray();
        rows.Single(r => r.TextContent.Contains("1. Dr Anna Bell", StringComparison.Ordinal)).TextContent.ShouldContain("1 other panel");
        rows.Single(r => r.TextContent.Contains("3. Mr Tom Ash", StringComparison.Ordinal)).TextContent.ShouldContain("Nothing else");
    }
}
