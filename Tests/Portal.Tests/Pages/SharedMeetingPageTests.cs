using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Sync;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>Two projects that want Mr Ash in one week, as their leads see it: one click offers, one click joins.</summary>
public sealed class SharedMeetingPageTests : IAsyncLifetime
{
    private static readonly PanelMemberId AtFalls = Seed.AtFalls("Mr Tom Ash");

    private PortalHost host = null!;
    private PortalBrowser browser = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        await Seed.AddFallsAsync(host, "Mr Tom Ash");
        await host.Services.CreateScope().ServiceProvider.GetRequiredService<SharedWeeks>().ReadAllAsync(TestContext.Current.CancellationToken);
        browser = host.Browse();
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Task_OfTheSameWeek_IsSettledByOneClickOfEachLead()
    {
        var ours = await browser.GetAsync($"/projects/{Seed.Project}/panel/{Seed.Member("Mr Tom Ash")}");
        ours.Body!.TextContent.ShouldContain("“Falls clinic”, led by Owen Hart, wants Mr Tom Ash in the same week. Share your meeting with Owen Hart, and the second time is given back.");
        await browser.SendAsync(ours, await TaskAsync(Seed.Project, TaskKind.SameWeek), button: ("do", "offer"));

        var theirs = await browser.GetAsync($"/projects/{Seed.Falls}/panel/{AtFalls}");
        theirs.Body!.TextContent.ShouldContain("Priya Nair (“Frailty same-day care”) offers you a place in their meeting with Mr Tom Ash on ");
        var joined = await browser.SendAsync(theirs, await TaskAsync(Seed.Falls, TaskKind.MeetingOffered), button: ("do", "join"));

        joined.Body!.TextContent.ShouldContain("You join their meeting. The clinician reads why your own time is given back.");
        var whoJoins = (await browser.GetAsync($"/projects/{Seed.Falls}/panel/{AtFalls}")).Body!.TextContent;
        whoJoins.ShouldContain("You join another project’s meeting with them; its lead keeps the time.");
        whoJoins.ShouldNotContain("They told you their answer", Case.Sensitive, "it is not theirs to record");
        whoJoins.ShouldNotContain("Put it in the invitation");
        whoJoins.ShouldNotContain("Also offered", Case.Sensitive, "those times are given back");
        whoJoins.ShouldContain("20 minutes. One meeting for both projects.");
        (await browser.GetAsync($"/projects/{Seed.Project}/panel/{Seed.Member("Mr Tom Ash")}")).Body!.TextContent.ShouldContain("Owen Hart joins, for another project.");
    }

    [Fact]
    public async Task Link_OfTheProjectThatJoined_ShowsTheOneMeeting()
    {
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var shared = scope.ServiceProvider.GetRequiredService<SharedMeetingFacts>();
            await shared.OfferAsync(await IdAsync(Seed.Project, TaskKind.SameWeek), TestContext.Current.CancellationToken);
            await shared.JoinAsync(await IdAsync(Seed.Falls, TaskKind.MeetingOffered), TestContext.Current.CancellationToken);
        }

        var link = host.Links.AnswerTimes(AtFalls, Meeting.IdFor(AtFalls, 1), host.Clock.GetCurrentInstant() + Duration.FromDays(10));
        var page = await browser.GetAsync(link.PathAndQuery);

        page.Body!.TextContent.ShouldContain("Priya Nair would like to talk with you for 20 minutes about “Falls clinic”.");
        page.Body.TextContent.ShouldContain("It is one meeting for two projects: you talk about “Frailty same-day care” as well.");
    }

    [Fact]
    public async Task Offer_WhenTheOtherMeetingIsGone_SaysSo()
    {
        var ours = await browser.GetAsync($"/projects/{Seed.Project}/panel/{Seed.Member("Mr Tom Ash")}");
        await host.Store.WriteAsync(
            async (writer, token) =>
            {
                var gone = await writer.FindAsync<Meeting>(Meeting.IdFor(AtFalls, 1), token);
                writer.Update(gone! with { State = MeetingState.Declined });
                return true;
            },
            TestContext.Current.CancellationToken);

        var refused = await browser.SendAsync(ours, await TaskAsync(Seed.Project, TaskKind.SameWeek), button: ("do", "offer"));

        refused.Body!.TextContent.ShouldContain("The other project has no meeting with them in that week any more.");
    }

    private async Task<string> TaskAsync(ProjectId project, TaskKind kind) => $"/projects/{project}/tasks/{await IdAsync(project, kind)}";

    private async Task<TaskId> IdAsync(ProjectId project, TaskKind kind) => (await host.Store.ReadAsync(
        (reader, token) => reader.ListAsync<PersonTask>(t => t.ProjectId == project && t.Kind == kind && t.DoneAt == null, token), TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Id;
}
