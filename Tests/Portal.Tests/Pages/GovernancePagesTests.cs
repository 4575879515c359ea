using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Retention;
using ClinicalEngagement.Portal.Tests.Access;
using ClinicalEngagement.Portal.Tests.Hosting;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>What information governance sets, lifts and takes out.</summary>
public sealed class GovernancePagesTests : IAsyncLifetime
{
    private PortalHost host = null!;
    private PortalBrowser browser = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync(door: TestSignIn.Door);
        await Seed.FillAsync(host);
        browser = host.Browse();
        browser.Http.DefaultRequestHeaders.Add(TestSignIn.EmailHeader, "governance@harbour.example");
        browser.Http.DefaultRequestHeaders.Add(TestSignIn.RolesHeader, "Governance");
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Hold_OnAProject_IsShownUntilItIsLifted()
    {
        var page = await browser.SendAsync(await browser.GetAsync("/governance"), "/governance/holds", new Dictionary<string, string?> { ["project"] = Seed.Project.ToString(), ["reason"] = "Inquest, file 12" });

        page.Body!.TextContent.ShouldContain("The hold is set.");
        page.Body.TextContent.ShouldContain("Inquest, file 12");
        var hold = (await ListAsync<PreservationHold>(h => h.Version >= 0)).ShouldHaveSingleItem();
        hold.ProjectId.ShouldBe(Seed.Project);

        page = await browser.SendAsync(page, $"/governance/holds/{hold.Id:D}/lift");
        page.Body!.TextContent.ShouldContain("No hold is set.");
        (await ListAsync<AuditEvent>(e => e.What == "hold.lifted")).ShouldHaveSingleItem().By.ShouldNotBeNull();
    }

    [Fact]
    public async Task Hold_WithoutAReason_SaysWhatToDo()
    {
        var page = await browser.SendAsync(await browser.GetAsync("/governance"), "/governance/holds", new Dictionary<string, string?> { ["person"] = "anna.bell@harbour.example" });

        page.Body!.TextContent.ShouldContain("Say why in 1 to 200 characters");
        (await ListAsync<PreservationHold>(h => h.Version >= 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Erase_WhoLeftThePanel_IsDone_AndWhoIsStillToBeMetIsNot()
    {
        var start = await browser.GetAsync("/governance");
        var page = await browser.SendAsync(start, "/governance/erase", new Dictionary<string, string?> { ["erased"] = "samuel.okoro@harbour.example", ["checked"] = "true" });
        page.Body!.TextContent.ShouldContain("Have them taken off that panel");

        page = await browser.SendAsync(start, "/governance/erase", new Dictionary<string, string?> { ["erased"] = "anna.bell@harbour.example" });
        page.Body!.TextContent.ShouldContain("then tick the box");

        page = await browser.SendAsync(start, "/governance/erase", new Dictionary<string, string?> { ["erased"] = "Anna.Bell@harbour.example", ["checked"] = "true" });
        page.Body!.TextContent.ShouldContain("histories and files still to be done");
        page.Body.TextContent.ShouldNotContain("anna.bell", Case.Insensitive);
        (await ListAsync<PanelMember>(m => m.Version >= 0)).ShouldNotContain(m => m.Name == "Dr Anna Bell");
    }

    [Fact]
    public async Task Retention_OutsideItsRange_IsRefused_AndInsideIsKeptWhenRulesChange()
    {
        var start = await browser.GetAsync("/governance");
        var page = await browser.SendAsync(start, "/governance/retention", new Dictionary<string, string?> { ["months"] = "0" });
        page.Body!.TextContent.ShouldContain("Enter a number of months from 1 to 120.");

        page = await browser.SendAsync(start, "/governance/retention", new Dictionary<string, string?> { ["months"] = "24" });
        page.QuerySelector("#months")!.GetAttribute("value").ShouldBe("24");
    }

    private Task<IReadOnlyList<T>> ListAsync<T>(System.Linq.Expressions.Expression<Func<T, bool>> which)
        where T : class => host.Store.ReadAsync((reader, token) => reader.ListAsync(which, token), TestContext.Current.CancellationToken);
}
