using AngleSharp.Dom;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Portal.Tests.Hosting;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>Every page of a project says how it reaches people.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData(true, "Runs with Microsoft 365")]
    [InlineData(false, "Runs by mail alone: no calendar is read")]
    public async Task PagesOfAProject_SayWhichModeItRunsIn(bool readsCalendars, string expected)
    {
        await using var host = await PortalHost.StartAsync(connection: new Connection(readsCalendars));
        await Seed.FillAsync(host);
        using var browser = host.Browse();

        foreach (var path in new[] { "", "/panel", $"/panel/{Seed.Member("Dr Anna Bell")}", "/updates" })
            (await browser.GetAsync($"/projects/{Seed.Project}{path}")).GetElementById("connection").ShouldNotBeNull(path).Text().Trim().ShouldStartWith(expected);
    }
}
