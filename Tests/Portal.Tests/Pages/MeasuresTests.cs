using System.Text.Json;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Portal.Tests.Hosting;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>Involvement, tasks and measures: what a lead and a programme office look at.</summary>
public sealed class MeasuresTests : IAsyncLifetime
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
    public async Task Involvement_RedStage_SuggestsTheLightestContactAndTheLeadChooses()
    {
        var page = await browser.GetAsync($"{Project}/involvement");
        var row = page.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("Mx Robin Tate", StringComparison.Ordinal));
        row.QuerySelectorAll("td")[(int)Stage.MeasureAndUnderstand].TextContent.ShouldContain("Nothing, red");
        page.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("Dr Anna Bell", StringComparison.Ordinal))
            .QuerySelectorAll("td")[(int)Stage.MeasureAndUnderstand].TextContent.ShouldContain("Met");
        page.Body!.TextContent.ShouldContain("Ask for a meeting: nobody has spoken with them yet.");
        page.Body!.TextContent.ShouldNotContain(Seed.SecretView);

        var member = Seed.Member("Mx Robin Tate");
        await browser.SendAsync(page, $"{Project}/panel/{member}/view");
        browser.Path.ShouldBe($"{Project}/involvement?done=view");
        (await host.Store.ReadAsync((r, t) => r.FindAsync<PanelMember>(member, t), default))!.ViewWantedAt.ShouldBe(PortalHost.Begin);

        var after = await browser.SendAsync(await browser.GetAsync($"{Project}/involvement"), $"{Project}/panel/{member}/spoken");
        browser.Path.ShouldBe($"{Project}/panel/{member}?done=spoken");
        (await browser.GetAsync($"{Project}/involvement")).QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("Mx Robin Tate", StringComparison.Ordinal))
            .TextContent.ShouldContain("Spoken");
        after.ShouldNotBeNull();
    }

    [Fact]
    public async Task Tasks_OverAllProjects_SayWhatSinceDueAndWhatHappensOtherwise()
    {
        var page = await browser.GetAsync("/tasks");
        page.QuerySelector("h1")!.TextContent.ShouldBe("3 tasks");
        var first = page.QuerySelector("tbody tr")!.TextContent;
        first.ShouldSatisfyAllConditions(
            t => t.ShouldContain("Record what came of the meeting with Dr Ines Ferreira."), t => t.ShouldContain("Frailty same-day care"),
            t => t.ShouldContain("8 January 2027"), t => t.ShouldContain("Overdue"), t => t.ShouldContain("You are reminded once"));
        page.QuerySelectorAll("tbody a").Select(a => a.GetAttribute("href")).ShouldContain($"{Project}/concerns#concern-{Seed.Concern}");

        await host.Store.WriteAsync((w, _) =>
        {
            w.Add(new PersonTask
            {
                Id = PersonTask.IdFor(Seed.Project, TaskKind.ConcernOverdue, "seed"),
                ProjectId = Seed.Project,
                Kind = TaskKind.ConcernOverdue,
                For = TaskFor.CoLead,
                What = "See that it gets an answer.",
                IfNothing = "They wait.",
                OpenedAt = PortalHost.Begin,
                DueAt = PortalHost.Begin,
            });
            return Task.FromResult(true);
        }, default);
        (await browser.GetAsync("/tasks?who=co-lead")).QuerySelectorAll("tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain("For the co-lead");
    }

    [Fact]
    public async Task Measures_PageCsvAndJson_SayTheSame()
    {
        var page = await browser.GetAsync("/measures");
        page.Body!.TextContent.ShouldContain("1 of 6");
        page.QuerySelector($"a[href='{Project}/measures']").ShouldNotBeNull();
        (await browser.GetAsync($"{Project}/measures")).Body!.TextContent.ShouldContain("Clinicians engaged");

        using var json = JsonDocument.Parse(await browser.Http.GetStringAsync("/api/measures"));
        json.RootElement.GetProperty("overall").GetProperty("engaged").GetInt32().ShouldBe(1);
        json.RootElement.GetProperty("projects")[0].GetProperty("measures").GetProperty("clinicians").GetInt32().ShouldBe(6);
        using var one = JsonDocument.Parse(await browser.Http.GetStringAsync($"/api/engagements/{Seed.Project}/measures"));
        one.RootElement.GetProperty("measures").GetProperty("engaged").GetInt32().ShouldBe(1);

        var csv = (await browser.Http.GetStringAsync("/api/measures.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        csv.Length.ShouldBe(3);
        csv[0].ShouldStartWith("Project,Stage,State,Clinicians,Engaged,");
        csv[1].ShouldStartWith("Frailty same-day care,Measure and understand,Running,6,1,");
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil.example\")")]
    [InlineData("+1+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    public async Task Csv_ANameThatWouldBeAFormula_IsPlainText(string name)
    {
        await host.Store.WriteAsync(async (w, t) =>
        {
            var project = (await w.FindAsync<Project>(Seed.Project, t))!;
            w.Update(project with { Name = name });
            return true;
        }, default);
        var row = (await browser.Http.GetStringAsync("/api/measures.csv")).Split("\r\n")[1];
        row.TrimStart('"')[0].ShouldBe('\'', row);
    }

    [Fact]
    public async Task Api_DescribesTheMeasures()
    {
        var description = await browser.Http.GetStringAsync("/api/openapi/v1.json");
        foreach (var path in new[] { "/api/measures", "/api/measures.csv", "/api/engagements/{id}/measures" })
            description.ShouldContain(path);
        description.ShouldContain("concernsAnsweredInTime");
    }

    [Fact]
    public async Task Api_NoSuchEngagement_IsAProblem()
    {
        var response = await browser.Http.GetAsync(new Uri($"/api/engagements/{Guid.Empty}/measures", UriKind.Relative));
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }
}
