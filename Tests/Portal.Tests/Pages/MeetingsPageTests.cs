using System.Net;
using AngleSharp.Dom;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Portal.Tests.Hosting;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>The week that the lead sees behind an offer.</summary>
public sealed class MeetingsPageTests : IAsyncLifetime
{
    private static readonly string Page = $"/projects/{Seed.Project}/meetings";
    private static readonly EmailAddress Ash = new("Tom.Ash@harbour.example");
    private static readonly string AshWeek = $"{Page}?member={Seed.Member("Mr Tom Ash")}";

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
    public async Task Week_OfAnOffer_DrawsWhatIsOfferedBusyAndClinical()
    {
        // Mr Ash is invited for Wednesday 20 January 2027 at 10:00, with alternatives at 15:00 and on the day after.
        host.Calendar.Busy[Ash] = [new(At(20, 13), At(20, 14), BusyStatus.Busy)];
        await JobPlanAsync(
            new(IsoDayOfWeek.Wednesday, new(9, 0), new(12, 0), JobPlanActivity.Spa), new(IsoDayOfWeek.Wednesday, new(14, 0), new(16, 0), JobPlanActivity.Clinic));

        var page = await browser.GetAsync(AshWeek);

        page.QuerySelector("h2#week")!.TextContent.ShouldBe("Mr Tom Ash and you, week of 18 January 2027");
        page.QuerySelectorAll("table.app-week__day caption").Select(c => c.TextContent).ShouldBe(
            ["Monday 18 January", "Tuesday 19 January", "Wednesday 20 January", "Thursday 21 January", "Friday 22 January"]);
        Rows(page, "Wednesday 20 January").ShouldBe(
        [
            "8am to 9am | Ruled out | Outside Mr Tom Ash’s working hours. Outside your working hours.",
            "9am to midday | SPA | Can be offered: Mr Tom Ash has SPA time.",
            "10am to 10:20am | Offered | No clinic or list is displaced; uses 20 minutes of SPA time.",
            "midday to 1pm | Free | Can be offered.",
            "1pm to 2pm | Busy | Mr Tom Ash’s calendar is busy.",
            "2pm to 4pm | Clinical | Mr Tom Ash has a clinic.",
            "3pm to 3:20pm | Also offered | No clinic or list is displaced; uses 20 minutes of admin time.",
            "4pm to 5pm | Free | Can be offered.",
            "5pm to 6pm | Ruled out | Outside Mr Tom Ash’s working hours. Outside your working hours.",
        ]);
        Rows(page, "Thursday 21 January").ShouldContain(r => r.StartsWith("10am to 10:20am | Also offered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Week_HostedByTheCoLead_NamesThem()
    {
        var ward = new Person("Dr Omar Ward", new EmailAddress("omar.ward@harbour.example"));
        await host.Store.WriteAsync(
            async (writer, token) =>
            {
                writer.Update((await writer.FindAsync<Project>(Seed.Project, token))! with { CoLead = ward });
                writer.Update((await writer.FindAsync<Meeting>(Seed.Meeting("Mr Tom Ash"), token))! with { Host = MeetingHost.CoLead });
                return true;
            },
            default);
        host.Calendar.Busy[ward.Email] = [new(At(20, 13), At(20, 14), BusyStatus.Busy)];

        var page = await browser.GetAsync(AshWeek);

        page.QuerySelector("h2#week")!.TextContent.ShouldBe("Mr Tom Ash and Dr Omar Ward, week of 18 January 2027");
        Rows(page, "Wednesday 20 January").ShouldContain("1pm to 2pm | Busy | Dr Omar Ward’s calendar is busy.");
        page.QuerySelector(".app-week")!.TextContent.ShouldNotContain("your", Case.Insensitive);
    }

    [Fact]
    public async Task Week_DayOfLeaveOfTheLead_SaysItOnceForAllDay()
    {
        host.Calendar.Busy[new("priya.nair@harbour.example")] = [];
        var past = await browser.GetAsync($"{AshWeek}&week=2027-01-06");
        Rows(past, "Wednesday 6 January")[0].ShouldStartWith("All day | Ruled out | ");
        Rows(past, "Wednesday 6 January")[0].ShouldContain("It has passed");
    }

    [Fact]
    public async Task Week_LinksToTheWeeksBeforeAndAfter()
    {
        var page = await browser.GetAsync(AshWeek);
        page.QuerySelectorAll("nav[aria-label=Weeks] a").Select(a => a.GetAttribute("href")!.Split("week=")[1]).ShouldBe(["2027-01-11#week", "2027-01-25#week"]);
        (await browser.GetAsync($"{AshWeek}&week=2027-01-25")).QuerySelector("h2#week")!.TextContent.ShouldEndWith("week of 25 January 2027");
        (await browser.GetAsync($"{AshWeek}&week=soon")).QuerySelector("h2#week")!.TextContent.ShouldEndWith("week of 18 January 2027");
    }

    [Fact]
    public async Task Week_CalendarThatCannotBeRead_IsNeitherFreeNorBusy()
    {
        host.Calendar.Unreadable.Add(Ash);
        (await browser.GetAsync(AshWeek)).QuerySelector(".nhsuk-inset-text")!.TextContent.ShouldContain("Mr Tom Ash’s calendar could not be read.");
        host.Calendar.IsThrottled = true;
        (await browser.GetAsync(AshWeek)).QuerySelector(".nhsuk-inset-text")!.TextContent.ShouldContain("The calendars could not be read just now.");
    }

    [Fact]
    public async Task Page_ListsEverybodyAndShowsTheFirstOpenMeeting()
    {
        var page = await browser.GetAsync(Page);
        page.QuerySelectorAll("table.nhsuk-table-responsive tbody tr").Length.ShouldBe(6);
        page.QuerySelector("h2#week")!.TextContent.ShouldStartWith("Dr Samuel Okoro and you");
        page.Body!.TextContent.ShouldNotContain(Seed.SecretView);
        (await browser.GetAsync($"/projects/{Seed.Project}")).QuerySelectorAll(".app-sections a").Select(a => a.GetAttribute("href")).ShouldContain(Page);
    }

    [Fact]
    public async Task Page_OfSomebodyElse_IsNotFound()
    {
        await browser.GetAsync($"{Page}?member={StableId.From("nobody")}");
        browser.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await browser.GetAsync($"/projects/{StableId.From("nothing")}/meetings");
        browser.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Instant At(int day, int hour) => Instant.FromUtc(2027, 1, day, hour, 0);

    private Task JobPlanAsync(params JobPlanEntry[] entries) => host.Store.WriteAsync(
        async (writer, token) =>
        {
            var clinician = (await writer.FindAsync<Clinician>(Ash, token)).ShouldNotBeNull();
            writer.Update(clinician with { JobPlan = entries });
            return true;
        },
        TestContext.Current.CancellationToken);

    private static string[] Rows(IParentNode page, string day) =>
    [
        .. page.QuerySelectorAll("table.app-week__day").Single(t => t.QuerySelector("caption")!.TextContent == day).QuerySelectorAll("tbody tr")
            .Select(r => $"{r.QuerySelector("th")!.TextContent} | {r.QuerySelector(".nhsuk-tag")!.TextContent} | {r.QuerySelector("td")!.TextContent[r.QuerySelector(".nhsuk-tag")!.TextContent.Length..].Trim()}"),
    ];
}
