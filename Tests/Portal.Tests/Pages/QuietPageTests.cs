using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>What a lead sees of a quiet period, and of being away.</summary>
public sealed class QuietPageTests : IAsyncLifetime
{
    private static readonly string Path = $"/projects/{Seed.Project}/quiet";
    private PortalHost host = null!;
    private PortalBrowser browser = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
    public async Task Release_Ticked_GivesThatTimeBackAndNoOther()
    {
        var day = LocalDate.FromDateTime(PortalHost.Begin.ToDateTimeUtc());
        await host.Services.GetRequiredService<CurrentSettings>().SetAsync(
            before => before with { QuietPeriods = [new QuietPeriod(day.PlusDays(2), day.PlusDays(9), "winter pressure")] }, "Set.", Token);
        (await browser.GetAsync($"/projects/{Seed.Project}/meetings")).QuerySelector($"a[href='{Path}']").ShouldNotBeNull();
        var page = await browser.GetAsync(Path);
        page.QuerySelectorAll("input[type=checkbox]").Length.ShouldBe(2, "one agreed, one invited");

        (await browser.SendAsync(page, Path)).QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Tick the meetings to give back.");
        page = await browser.SendAsync(page, Path, new Dictionary<string, string?> { [$"release-{Seed.Meeting("Dr Samuel Okoro")}"] = "true" });

        page.QuerySelector(".nhsuk-notification-banner")!.TextContent.ShouldContain("They are given back.");
        page.QuerySelectorAll("input[type=checkbox]").Length.ShouldBe(1);
        (await MeetingAsync("Dr Samuel Okoro")).ReleasedFor.ShouldBe("winter pressure");
        (await MeetingAsync("Mr Tom Ash")).ReleasedFor.ShouldBeNull();
    }

    [Fact]
    public async Task LeadAway_EveryPageOfTheProjectSaysForWhomTheTasksWait()
    {
        await host.Store.WriteAsync(
            async (writer, token) =>
            {
                var project = (await writer.FindAsync<Project>(Seed.Project, token))!;
                writer.Update(project with { LeadAwaySince = PortalHost.Begin, CoLead = new Domain.Person("Sam Reed", new Domain.EmailAddress("sam.reed@harbour.example")) });
                return true;
            },
            Token);

        var page = await browser.GetAsync($"/projects/{Seed.Project}");

        page.QuerySelector(".nhsuk-inset-text")!.TextContent.ShouldContain("Until they are back, the tasks here wait for Sam Reed.");
        page.QuerySelector("#tasks-title")!.TextContent.ShouldBe("Waiting for Sam Reed");
        (await browser.GetAsync("/tasks?who=co-lead")).QuerySelectorAll("tbody tr").Length.ShouldBe(3);
        (await browser.GetAsync("/tasks?who=lead")).QuerySelectorAll("tbody tr").ShouldBeEmpty();
    }

    private async Task<Meeting> MeetingAsync(string name) => (await host.Store.ReadAsync((reader, token) => reader.FindAsync<Meeting>(Seed.Meeting(name), token), Token))!;
}
