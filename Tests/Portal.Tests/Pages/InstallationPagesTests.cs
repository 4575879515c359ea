using System.Net;
using AngleSharp.Html.Dom;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>Settings: job plans, rules, health.</summary>
public sealed class InstallationPagesTests : IAsyncLifetime
{
    private static readonly EmailAddress Bell = new("anna.bell@harbour.example");

    private PortalHost host = null!;
    private PortalBrowser browser = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync(simulating: true);
        await Seed.FillAsync(host);
        browser = host.Browse();
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task JobPlans_Imported_AreKeptForWhoIsKnownAndWhoIsNew()
    {
        var page = await ImportAsync("Email;Name;Day;Start;End;Activity;Weeks\nAnna.Bell@harbour.example;;Mon;09:00;13:00;Clinic;odd\nnew.one@harbour.example;Dr New One;Tuesday;1330;17.30;ward round;\nanna.bell@harbour.example;;Wed;20:00;08:00;on call;");

        page.QuerySelector(".nhsuk-notification-banner")!.TextContent.ShouldContain("The job plans are taken in.");
        (await ClinicianAsync(Bell)).JobPlan.ShouldBe(
        [
            new(IsoDayOfWeek.Monday, new(9, 0), new(13, 0), JobPlanActivity.Clinic, JobPlanWeeks.Odd),
            new(IsoDayOfWeek.Wednesday, new(20, 0), new(8, 0), JobPlanActivity.OnCall),
        ]);
        (await ClinicianAsync(new("new.one@harbour.example"))).ShouldSatisfyAllConditions(
            c => c.Name.ShouldBe("Dr New One"), c => c.JobPlan.ShouldBe([new(IsoDayOfWeek.Tuesday, new(13, 30), new(17, 30), JobPlanActivity.WardRound)]));
    }

    [Fact]
    public async Task JobPlans_WithAWrongRow_AreNotTakenInAndEachRowIsNamed()
    {
        var page = await ImportAsync("email,day,start,end,activity\nanna.bell@harbour.example,Mon,09:00,13:00,Clinic\nanna.bell@harbour.example,Someday,09:00,13:00,Clinic\nanna.bell,Tue,09:00,08:00,Clinic\nx@y,Tue,09:00,10:00,Golf");

        browser.Response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        page.QuerySelectorAll(".nhsuk-error-summary a").Select(a => a.TextContent).ShouldBe(
        [
            "Line 3: The day “Someday” is not a day of the week, like Monday or Mon.",
            "Line 4: The end is not after the start. Only on call runs over midnight.",
            "Line 5: The activity “Golf” is none of clinic, theatre, ward round, MDT, on call, SPA, admin, non-working.",
        ]);
        (await ClinicianAsync(Bell)).JobPlan.ShouldBeEmpty();
    }

    [Fact]
    public async Task JobPlans_WithoutAColumn_SayWhichIsMissing()
    {
        var page = await ImportAsync("email,day,start,end\nanna.bell@harbour.example,Mon,09:00,13:00");

        page.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldEndWith("Missing: activity.");
    }

    [Fact]
    public async Task Week_EditedOnItsPage_IsKeptAndItsAddressNamesNobody()
    {
        await ImportAsync("email,day,start,end,activity\nanna.bell@harbour.example,Mon,09:00,13:00,Clinic");
        var list = await browser.GetAsync("/settings/job-plans");
        var path = list.QuerySelectorAll(".nhsuk-task-list a").Single(a => a.TextContent == "Dr Anna Bell").GetAttribute("href")!;
        path.ShouldNotContain("bell", Case.Insensitive);

        await browser.SendAsync(await browser.GetAsync(path), path, new Dictionary<string, string?>
        {
            ["start-0"] = "",
            ["end-0"] = "",
            ["day-1"] = "Friday",
            ["start-1"] = "14:00",
            ["end-1"] = "16:00",
            ["activity-1"] = "SPA",
            ["site-1"] = "Harbour",
        });

        (await ClinicianAsync(Bell)).JobPlan.ShouldBe([new(IsoDayOfWeek.Friday, new(14, 0), new(16, 0), JobPlanActivity.Spa, JobPlanWeeks.Every, "Harbour")]);
        var wrong = await browser.SendAsync(await browser.GetAsync(path), path, new Dictionary<string, string?> { ["start-0"] = "late" });
        wrong.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldStartWith("Row 1: The start “late” is not a time");
        (await ClinicianAsync(Bell)).JobPlan.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Messages_InTheTrustsWords_AreKept_AndEmptiedGoBack()
    {
        var page = await browser.SendAsync(await browser.GetAsync("/settings/messages"), "/settings/messages", new Dictionary<string, string?>
        {
            ["FirstAsk"] = "Tell me what I\r\ndo not see.",
            ["Foot"] = "Improvement team, extension 4411",
        });

        page.QuerySelector(".nhsuk-notification-banner")!.TextContent.ShouldContain("The words are saved.");
        var options = host.Services.GetRequiredService<EngagementOptions>();
        options.TextOf(MessageText.FirstAsk).ShouldBe("Tell me what I do not see.");
        options.OwnTexts.Keys.ShouldBe([MessageText.FirstAsk, MessageText.Foot], ignoreOrder: true);
        (await browser.GetAsync("/settings")).Body!.TextContent.ShouldContain("2 passages are in your own words.");
        // The rules are another page's, and leave them as they are.
        await browser.SendAsync(await browser.GetAsync("/settings/rules"), "/settings/rules");
        host.Services.GetRequiredService<EngagementOptions>().OwnTexts.Count.ShouldBe(2);

        page = await browser.SendAsync(await browser.GetAsync("/settings/messages"), "/settings/messages", new Dictionary<string, string?> { ["FirstAsk"] = "", ["Foot"] = new string('x', 401) });
        page.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Use at most 400 characters. These are 401.");
        await browser.SendAsync(page, "/settings/messages", new Dictionary<string, string?> { ["Foot"] = "" });
        host.Services.GetRequiredService<EngagementOptions>().TextOf(MessageText.FirstAsk).ShouldStartWith("Before we settle how");
    }

    /// <summary>What is linked in every mail: for anybody, in the trust's words, and whole.</summary>
    [Fact]
    public async Task Privacy_ForAnybody_IsTheDocumentWithTheTrustsOwnWords()
    {
        var settings = host.Services.GetRequiredService<CurrentSettings>();
        await settings.SetAsync(
            before => before with { RetentionMonths = 9, OwnTexts = new Dictionary<MessageText, string> { [MessageText.PrivacyContact] = "Harbour trust; dpo@harbour.example" } }, "Set.", TestContext.Current.CancellationToken);

        var page = await browser.GetAsync("/privacy");

        page.QuerySelector("h1")!.TextContent.ShouldBe("Privacy notice");
        page.QuerySelectorAll("h2").Length.ShouldBe(6);
        page.QuerySelector("h2 + p")!.TextContent.ShouldBe("Harbour trust; dpo@harbour.example");
        page.Body!.TextContent.ShouldContain("taken out 9 months after the project closes");
        page.QuerySelectorAll("main li").Length.ShouldBeGreaterThan(8);
        page.QuerySelector("main")!.TextContent.ShouldNotContain("{");
    }

    [Fact]
    public async Task Sender_IsChangedOnlyWhileNothingIsUnderWay()
    {
        var settings = host.Services.GetRequiredService<CurrentSettings>();
        var page = await browser.SendAsync(await browser.GetAsync("/settings"), "/settings/sender", new Dictionary<string, string?> { ["sender"] = "improvement" });
        page.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Enter the mailbox’s e-mail address in the correct format, like name@example.nhs.uk.");

        page = await browser.SendAsync(page, "/settings/sender", new Dictionary<string, string?> { ["sender"] = "improvement@harbour.example" });
        page.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldStartWith("An engagement is open");
        settings.SenderMailbox.ShouldBeNull();

        await host.Store.WriteAsync(
            async (writer, token) =>
            {
                writer.Update((await writer.FindAsync<Domain.Projects.Project>(Seed.Project, token))! with { State = Domain.Projects.ProjectState.Closed });
                writer.Add(new Orchestrations.Store.MailboxSync { Mailbox = new EmailAddress("priya.nair@harbour.example"), DeltaToken = "of the old mailbox" });
                return true;
            },
            default);
        page = await browser.SendAsync(await browser.GetAsync("/settings"), "/settings/sender", new Dictionary<string, string?> { ["sender"] = "improvement@harbour.example" });
        page.Body!.TextContent.ShouldContain("improvement@harbour.example, with replies to the lead");
        settings.SenderMailbox.ShouldBe("improvement@harbour.example");
        (await host.Store.ReadAsync((r, t) => r.ListAsync<Orchestrations.Store.MailboxSync>(s => s.Version >= 0, t), default)).ShouldBeEmpty();
        await browser.SendAsync(await browser.GetAsync("/settings"), "/settings/sender", new Dictionary<string, string?> { ["sender"] = "" });
        settings.SenderMailbox.ShouldBe("");
    }

    [Fact]
    public async Task Rules_Saved_HoldForWhatIsDecidedFromThenOn()
    {
        var page = await browser.GetAsync("/settings/rules");

        await browser.SendAsync(page, "/settings/rules", new Dictionary<string, string?>
        {
            ["nation"] = "Scotland",
            ["meetingMinutes"] = "30",
            ["workingFrom"] = "8am",
            ["from-0.day"] = "20",
            ["from-0.month"] = "12",
            ["from-0.year"] = "2027",
            ["to-0.day"] = "31",
            ["to-0.month"] = "12",
            ["to-0.year"] = "2027",
            ["reason-0"] = "Winter pressure.",
        });

        var options = host.Services.GetRequiredService<EngagementOptions>();
        options.Nation.ShouldBe(Nation.Scotland);
        (await browser.GetAsync("/new")).QuerySelector("select[name=nation] option[selected]")!.TextContent.ShouldBe("Scotland");
        options.MeetingMinutes.ShouldBe(30);
        options.WorkingFrom.ShouldBe(new LocalTime(8, 0));
        options.QuietPeriods.ShouldHaveSingleItem().ShouldBe(new(new LocalDate(2027, 12, 20), new LocalDate(2027, 12, 31), "Winter pressure"));
        (await browser.GetAsync("/settings")).Body!.TextContent.ShouldContain("20 December 2027 to 31 December 2027: Winter pressure");
        // Emptied again.
        await browser.SendAsync(await browser.GetAsync("/settings/rules"), "/settings/rules", new Dictionary<string, string?>
        {
            ["from-0.day"] = "",
            ["from-0.month"] = "",
            ["from-0.year"] = "",
            ["to-0.day"] = "",
            ["to-0.month"] = "",
            ["to-0.year"] = "",
            ["reason-0"] = "",
        });
        host.Services.GetRequiredService<EngagementOptions>().QuietPeriods.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rules_ThatCannotBeMeant_AreRefusedWithWords()
    {
        var page = await browser.SendAsync(await browser.GetAsync("/settings/rules"), "/settings/rules", new Dictionary<string, string?>
        {
            ["meetingMinutes"] = "500",
            ["noticeWorkingDays"] = "15",
            ["firstOfferWorkingDays"] = "12",
            ["workingUntil"] = "7am",
            ["reason-0"] = "Why",
        });

        page.QuerySelectorAll(".nhsuk-error-summary a").Select(a => a.GetAttribute("href")).ShouldBe(["#meetingMinutes", "#from-0", "#firstOfferWorkingDays", "#workingUntil"]);
        page.QuerySelectorAll(".nhsuk-error-summary a").ShouldAllBe(a => page.QuerySelector(a.GetAttribute("href")!) != null);
        host.Services.GetRequiredService<EngagementOptions>().MeetingMinutes.ShouldBe(20);
    }

    [Fact]
    public async Task Settings_SayHowItGoesAndWhatTheCheckNeeds()
    {
        var page = await browser.GetAsync("/settings");
        page.Body!.TextContent.ShouldContain("All is well");

        var without = await browser.SendAsync(page, "/settings/check");

        without.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("This host is not connected to Microsoft 365.");
    }

    [Fact]
    public async Task Audit_OfTheInstallation_SaysWhatWasSet()
    {
        await ImportAsync("email,day,start,end,activity\nanna.bell@harbour.example,Mon,09:00,13:00,Clinic");

        (await browser.GetAsync("/audit")).Body!.TextContent.ShouldContain("A job plan was set.");
    }

    private async Task<IHtmlDocument> ImportAsync(string list) =>
        await browser.SendAsync(await browser.GetAsync("/settings/job-plans"), "/settings/job-plans", new Dictionary<string, string?> { ["list"] = list });

    private async Task<Clinician> ClinicianAsync(EmailAddress email) =>
        (await host.Store.ReadAsync((reader, token) => reader.FindAsync<Clinician>(email, token), default)).ShouldNotBeNull();
}
