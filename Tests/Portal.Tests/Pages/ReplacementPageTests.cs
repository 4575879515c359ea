using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>A clinician leaves the panel, and the lead is shown who could bring back what is lost.</summary>
public sealed class ReplacementPageTests : IAsyncLifetime
{
    private static readonly string Member = $"/projects/{Seed.Project}/panel/{Seed.Member("Dr Samuel Okoro")}";
    private PortalHost host = null!;
    private PortalBrowser browser = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        browser = host.Browse();
        await host.Store.WriteAsync(
            async (writer, token) =>
            {
                var okoro = (await writer.FindAsync<Clinician>(new EmailAddress("Samuel.Okoro@harbour.example"), token))!;
                writer.Update(okoro with { Specialty = "Emergency medicine" });
                writer.Add(new Clinician { Email = new EmailAddress("una.byrne@harbour.example"), Name = "Dr Una Byrne", Role = "Consultant", Specialty = "Emergency medicine" });
                return true;
            },
            TestContext.Current.CancellationToken);
        host.Services.GetRequiredService<PortalDirectory>().Answers[new CandidateSource.Department("Emergency medicine")] = new PortResult<IReadOnlyList<DirectoryPerson>>.Answered(
            [new DirectoryPerson(new EmailAddress("kit.moss@harbour.example"), "Dr Kit Moss", "Consultant", "Emergency medicine", new LocalDate(2025, 1, 6), true)]);
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task TakenOffThePanel_WhatIsLostIsNamed_AndOneClickPutsSomebodyInTheirPlace()
    {
        var page = await browser.SendAsync(await browser.GetAsync(Member), $"{Member}/remove");

        page.QuerySelector("h1")!.TextContent.ShouldContain("Who could take their place?");
        page.QuerySelector("main ul.nhsuk-list--bullet")!.TextContent.ShouldContain("somebody from Emergency medicine");
        page.QuerySelectorAll("main h3").Select(h => h.TextContent).ShouldBe(["Dr Kit Moss", "Dr Una Byrne"], "from the directory and from those who are known");
        page.QuerySelector("main")!.TextContent.ShouldContain("here for 2 years");

        page = await browser.SendAsync(page, $"{Member}/replacement", new Dictionary<string, string?> { ["who"] = "kit.moss@harbour.example" });

        page.QuerySelector("h1")!.TextContent.ShouldContain("Panel");
        page.Body!.TextContent.ShouldContain("Dr Kit Moss");
        var members = await host.Store.ReadAsync((reader, token) => reader.ListAsync<PanelMember>(m => m.ProjectId == Seed.Project, token), TestContext.Current.CancellationToken);
        members.Single(m => m.Name == "Dr Samuel Okoro").LeftAt.ShouldNotBeNull();
        members.Single(m => m.Name == "Dr Kit Moss").YearsHere.ShouldBe(2);
    }

    [Fact]
    public async Task Put_SomebodyWhoIsNotSuggested_IsRefused()
    {
        var page = await browser.GetAsync($"{Member}/replacement");

        page = await browser.SendAsync(page, $"{Member}/replacement", new Dictionary<string, string?> { ["who"] = "priya.nair@harbour.example" });

        page.QuerySelector(".nhsuk-error-summary")!.TextContent.ShouldContain("This person is not suggested any more.");
    }
}
