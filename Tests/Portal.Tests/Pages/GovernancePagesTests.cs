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

    [Fact]
    public async Task AccessPack_HoldsAllOfThem_AndNamesNobodyElse()
    {
        var own = Seed.Member("Dr Anna Bell");
        await host.Store.WriteAsync(
            async (writer, token) =>
            {
                writer.Update((await writer.FindAsync<PanelMember>(own, token))! with { PositionEvidence = "Dr Samuel Okoro told Priya Nair that Bell agreed with Okoro; see tom.ash@harbour.example." });
                return true;
            },
            TestContext.Current.CancellationToken);

        var pack = await DownloadAsync("/governance/access-pack", "packPerson", "Anna.Bell@harbour.example");

        pack.ShouldSatisfyAllConditions(
            p => p.ShouldContain("Dr Anna Bell"), p => p.ShouldContain("supports", Case.Insensitive), p => p.ShouldContain("told [another person] that Bell agreed with [another person]; see [another person]."));
        foreach (var other in new[] { "Okoro", "Nair", "tom.ash", "priya" })
            pack.ShouldNotContain(other, Case.Insensitive);
        (await ListAsync<AuditEvent>(e => e.What == "pack.person")).ShouldHaveSingleItem().Words.ShouldNotContain("Bell");
    }

    [Fact]
    public async Task RolePack_SaysWhatTheProjectIs_AndNamesNobody()
    {
        var pack = await DownloadAsync("/governance/role-pack", "packProject", Seed.Project.ToString());

        pack.ShouldContain("Frailty same-day care");
        pack.ShouldContain("Specialties", Case.Insensitive);
        foreach (var other in new[] { "Okoro", "Nair", "Anna", "harbour.example", "DoesNotSupport", "position" })
            pack.ShouldNotContain(other, Case.Insensitive);
    }

    private async Task<string> DownloadAsync(string path, string field, string value)
    {
        var token = (await browser.GetAsync("/governance")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, [field] = value });
        using var answer = await browser.Http.PostAsync(new Uri(host.Address, path), form, TestContext.Current.CancellationToken);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private Task<IReadOnlyList<T>> ListAsync<T>(System.Linq.Expressions.Expression<Func<T, bool>> which)
        where T : class => host.Store.ReadAsync((reader, token) => reader.ListAsync(which, token), TestContext.Current.CancellationToken);
}
