using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Portal.Tests.Hosting;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>What a lead does on a project's pages, by the forms the pages really have.</summary>
public sealed class ProjectPagesTests : IAsyncLifetime
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
    public async Task Home_ShowsTasksFirstAndAProjectInOneLine()
    {
        var page = await browser.GetAsync("/");

        page.QuerySelector("h1")!.TextContent.ShouldBe("3 things wait for you");
        page.QuerySelectorAll(".nhsuk-task-list__link").Select(l => l.TextContent).First().ShouldBe("Record what came of the meeting with Dr Ines Ferreira.");
        page.QuerySelector(".app-card p")!.TextContent.ShouldBe("Measure and understand. 1 of 6 met, 2 agreed, 2 invited, next update 12 January 2027.");
    }

    [Fact]
    public async Task Pages_OutsideThePanel_NeverShowPositionPowerOrImpact()
    {
        (await browser.GetAsync($"{Project}/panel")).Body!.TextContent.ShouldContain(Seed.SecretView);
        string[] paths = ["/", Project, $"{Project}/concerns", $"{Project}/updates", $"{Project}/measure", $"{Project}/stage", $"/api/engagements/{Seed.Project}"];
        foreach (var path in paths)
        {
            var text = await browser.Http.GetStringAsync(path);
            foreach (var secret in new[] { Seed.SecretView, "doesNotSupportAsProposed", "Supports", "opinion", "power", "impact\"" })
                text.ShouldNotContain(secret, Case.Insensitive, path);
        }
    }

    [Fact]
    public async Task Outcome_TookPlaceWithAConcern_IsRecordedAndTheTaskIsGone()
    {
        var page = await browser.GetAsync(MemberPath("Dr Ines Ferreira"));

        await browser.SendAsync(page, $"{MemberPath("Dr Ines Ferreira")}/outcome", new Dictionary<string, string?>
        {
            ["outcome"] = "tookPlace",
            ["outcomeWords"] = "CT slots are full by noon.",
            ["outcomePosition"] = "HasConcerns",
        });

        browser.Path.ShouldBe($"{MemberPath("Dr Ines Ferreira")}?done=outcome");
        (await FindAsync<Meeting>(Seed.Meeting("Dr Ines Ferreira"))).State.ShouldBe(MeetingState.Held);
        (await FindAsync<PanelMember>(Seed.Member("Dr Ines Ferreira"))).PositionHeld.ShouldBe(Position.HasConcerns);
        (await ListAsync<Concern>(c => c.ProjectId == Seed.Project)).ShouldContain(c => c.Words == "CT slots are full by noon.");
        (await ListAsync<PersonTask>(t => t.DoneAt == null)).ShouldNotContain(t => t.Kind == TaskKind.RecordOutcome);
    }

    [Fact]
    public async Task Outcome_NothingChosen_AsksForItAndKeepsTheWords()
    {
        var page = await browser.GetAsync(MemberPath("Dr Ines Ferreira"));

        var again = await browser.SendAsync(page, $"{MemberPath("Dr Ines Ferreira")}/outcome", new Dictionary<string, string?> { ["outcomeWords"] = "CT slots." });

        browser.Response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        again.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Select whether the meeting took place.");
        again.QuerySelector<IHtmlTextAreaElement>("#outcomeWords")!.Value.ShouldBe("CT slots.");
        (await FindAsync<Meeting>(Seed.Meeting("Dr Ines Ferreira"))).State.ShouldBe(MeetingState.Agreed);
    }

    [Fact]
    public async Task Reply_AgreedToAnOfferedTime_IsOneClick()
    {
        var page = await browser.GetAsync(MemberPath("Ms Grace Lowe"));
        var second = (await FindAsync<Meeting>(Seed.Meeting("Ms Grace Lowe"))).Offers[1].Start;

        await browser.SendAsync(page, $"{MemberPath("Ms Grace Lowe")}/reply", button: ("agreed", $"{second.ToUnixTimeTicks()}"));

        var meeting = await FindAsync<Meeting>(Seed.Meeting("Ms Grace Lowe"));
        (meeting.State, meeting.Start).ShouldBe((MeetingState.Agreed, second));
        (await FindAsync<PanelMember>(Seed.Member("Ms Grace Lowe"))).HasUnhandledReply.ShouldBeFalse();
        (await FindAsync<PersonTask>(Seed.ReplyTask)).DoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Reply_DealtWith_LeavesTheMeetingAsItIs()
    {
        var page = await browser.GetAsync(MemberPath("Ms Grace Lowe"));

        await browser.SendAsync(page, $"{MemberPath("Ms Grace Lowe")}/reply", button: ("agreed", ""));

        (await FindAsync<Meeting>(Seed.Meeting("Ms Grace Lowe"))).State.ShouldBe(MeetingState.Proposed);
        (await FindAsync<PanelMember>(Seed.Member("Ms Grace Lowe"))).HasUnhandledReply.ShouldBeFalse();
    }

    [Fact]
    public async Task Spoken_ADayThatDoesNotExist_SaysSoAndKeepsWhatWasTyped()
    {
        var page = await browser.GetAsync(MemberPath("Mr Tom Ash"));

        var again = await browser.SendAsync(page, $"{MemberPath("Mr Tom Ash")}/spoken", new Dictionary<string, string?> { ["spoken.day"] = "31", ["spoken.month"] = "2" });

        again.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Enter a real date, such as 5 1 2027.");
        again.QuerySelector<IHtmlInputElement>("#spoken")!.Value.ShouldBe("31");
        (await FindAsync<PanelMember>(Seed.Member("Mr Tom Ash"))).SpokenAt.ShouldBeNull();
    }

    [Fact]
    public async Task Concern_AnsweredThenClosedOnTheCliniciansWord()
    {
        var concerns = $"{Project}/concerns";
        var page = await browser.GetAsync(concerns);
        var empty = await browser.SendAsync(page, $"{concerns}/{Seed.Concern}/answer", new Dictionary<string, string?> { [$"paraphrase-{Seed.Concern}"] = "Beds go elsewhere." });
        empty.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Write the response in your own words.");

        var answered = await browser.SendAsync(empty, $"{concerns}/{Seed.Concern}/answer", new Dictionary<string, string?> { [$"response-{Seed.Concern}"] = "Two beds are ring-fenced." });
        (await FindAsync<Concern>(Seed.Concern)).ShouldSatisfyAllConditions(c => c.Response.ShouldBe("Two beds are ring-fenced."), c => c.Paraphrase.ShouldBe("Beds go elsewhere."));
        await browser.SendAsync(answered, $"{concerns}/{Seed.Concern}/verdict", button: ("verdict", "Yes"));

        (await FindAsync<Concern>(Seed.Concern)).ShouldSatisfyAllConditions(c => c.Verdict.ShouldBe(Verdict.Yes), c => c.ClosedAt.ShouldNotBeNull());
    }

    [Fact]
    public async Task Update_EditedAndApproved_KeepsTheWords()
    {
        var page = await browser.GetAsync($"{Project}/updates");

        await browser.SendAsync(page, $"{Project}/updates/{Seed.Draft}", new Dictionary<string, string?> { ["changed-2"] = "One.\r\n\r\nTwo.", ["next-2"] = "We decide in March." }, ("do", "approve"));

        var update = await FindAsync<Update>(Seed.Draft);
        update.State.ShouldBe(UpdateState.Approved);
        update.WhatChanged.ShouldBe(["One.", "Two."]);
        update.Next.ShouldBe("We decide in March.");
    }

    [Fact]
    public async Task Measure_Entered_IsInTheTableAndTheChart()
    {
        var page = await browser.GetAsync($"{Project}/measure");

        var after = await browser.SendAsync(page, $"{Project}/measure", new Dictionary<string, string?> { ["value"] = "51.5 %" });

        after.QuerySelector("table tbody tr td:nth-child(2)")!.TextContent.ShouldBe("51.5%");
        after.QuerySelectorAll("svg circle").Length.ShouldBe(6);
        after.QuerySelector("svg desc")!.TextContent.ShouldBe("6 values from 28 August 2026 to 11 January 2027: first 36%, last 51.5%, mean 41.25% (dashed line). "
                    + "From 7 values on, limits are drawn and the rules of “making data count” are applied.");
    }

    [Fact]
    public async Task Measures_Pasted_AreTakenTogether_AndTheChartIsReadByTheRules()
    {
        var page = await browser.GetAsync($"{Project}/measure");

        var after = await browser.SendAsync(page, $"{Project}/measure/list", new Dictionary<string, string?>
        {
            ["list"] = "Month,Per cent\nJan 2026,36\nFeb 2026,37\nMar 2026,36\nApr 2026,37\nMay 2026,36\nJun 2026,37\n1/7/2026,92",
        });

        after.QuerySelector(".nhsuk-notification-banner")!.TextContent.ShouldContain("The values are entered.");
        after.QuerySelectorAll("table tbody tr").Length.ShouldBe(12);
        after.QuerySelectorAll("svg .app-chart__limit").Length.ShouldBe(2);
        after.QuerySelectorAll("svg .app-chart__dot--outside").Length.ShouldBe(1);
        after.QuerySelector("svg desc")!.TextContent.ShouldBe(
            "12 values from 1 January 2026 to 28 December 2026: first 36%, last 44%, mean 42.25% (dashed line), limits 11.78% and 72.72% (dotted lines). "
            + "The run chart shows a point outside the limits, above.");
        var timeline = await browser.GetAsync(Project);
        timeline.QuerySelector("#timeline")!.TextContent.ShouldContain("You entered 7 values for Frailty scored within 30 minutes of arrival, from 1 January 2026 to 1 July 2026.");
    }

    [Fact]
    public async Task Measures_FromAFile_AreTaken_ButNotBesideThoseInTheBox()
    {
        var page = await browser.GetAsync($"{Project}/measure");

        (await SendFileAsync(page, "")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var after = await browser.GetAsync($"{Project}/measure");
        after.QuerySelector("table tbody tr td:nth-child(2)")!.TextContent.ShouldBe("52%");
        after.QuerySelectorAll("table tbody tr").Length.ShouldBe(6);

        var both = await SendFileAsync(after, "5/1/2027,60");
        both.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await both.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Use the box or the file, one at a time.");

        async Task<HttpResponseMessage> SendFileAsync(IHtmlDocument page, string box)
        {
            using var content = new MultipartFormDataContent
            {
                { new StringContent(page.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value), "__RequestVerificationToken" },
                { new StringContent(box), "list" },
                { new StringContent("date;value\n04/01/2027;52"), "file", "values.csv" },
            };
            return await browser.Http.PostAsync($"{Project}/measure/list", content, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Measures_OneLineWrong_NamesItAndTakesNone()
    {
        var page = await browser.GetAsync($"{Project}/measure");

        var after = await browser.SendAsync(page, $"{Project}/measure/list", new Dictionary<string, string?> { ["list"] = "1/9/2026,40\n31/9/2026,41\n1/10/2027,42" });

        after.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Line 2: “31/9/2026” is not a date, like 5/1/2027 or 5 January 2027.");
        after.QuerySelector("details[open] textarea")!.TextContent.ShouldContain("31/9/2026");
        after.QuerySelectorAll("table tbody tr").Length.ShouldBe(5);

        var future = await browser.SendAsync(after, $"{Project}/measure/list", new Dictionary<string, string?> { ["list"] = "1/9/2026,40\n1/10/2027,42" });

        future.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("1 October 2027 is in the future. Enter values up to today.");
        future.QuerySelectorAll("table tbody tr").Length.ShouldBe(5);
    }

    [Fact]
    public async Task Stage_BeforeMovingOn_NamesWhoWouldBeLeftBehind()
    {
        var page = await browser.GetAsync($"{Project}/stage");
        page.QuerySelectorAll(".nhsuk-warning-callout a").Select(a => a.TextContent)
            .ShouldBe(["Dr Samuel Okoro", "Mr Tom Ash", "Ms Grace Lowe", "Mx Robin Tate", "Dr Ines Ferreira"]);

        await browser.SendAsync(page, $"{Project}/stage/advance", new Dictionary<string, string?> { ["stage"] = "DesignAndPlan" });

        (await FindAsync<Project>(Seed.Project)).Stage.ShouldBe(Stage.DesignAndPlan);
    }

    [Fact]
    public async Task PauseResumeClose_EachIsOneForm()
    {
        var paused = await browser.SendAsync(await browser.GetAsync($"{Project}/stage"), $"{Project}/stage/pause");
        (await FindAsync<Project>(Seed.Project)).State.ShouldBe(ProjectState.Paused);
        var resumed = await browser.SendAsync(paused, $"{Project}/stage/resume");
        (await FindAsync<Project>(Seed.Project)).State.ShouldBe(ProjectState.Running);
        var refused = await browser.SendAsync(resumed, $"{Project}/stage/close");
        refused.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldStartWith("Write what changed, and because of whom");
        await browser.SendAsync(refused, $"{Project}/stage/close", new Dictionary<string, string?> { ["closing"] = "Two beds stay ring-fenced." });
        (await FindAsync<Project>(Seed.Project)).ShouldSatisfyAllConditions(p => p.State.ShouldBe(ProjectState.Closed), p => p.ClosingWords.ShouldBe("Two beds stay ring-fenced."));
    }

    [Fact]
    public async Task Forms_OfAnotherProject_AreNotFound()
    {
        var page = await browser.GetAsync($"{Project}/stage");
        var token = page.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value;
        var other = $"/projects/{Guid.Empty:N}";
        string[] paths =
        [
            $"{other}/panel/{Seed.Member("Mr Tom Ash")}/remove", $"{other}/concerns/{Seed.Concern}/answer", $"{other}/concerns/{Seed.Concern}/verdict",
            $"{other}/updates/{Seed.Draft}", $"{other}/tasks/{Seed.ReplyTask}",
        ];
        foreach (var path in paths)
        {
            await browser.PostAsync(path, new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["do"] = "hold", ["verdict"] = "Yes" });
            browser.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await FindAsync<PanelMember>(Seed.Member("Mr Tom Ash"))).LeftAt.ShouldBeNull();
        (await FindAsync<Update>(Seed.Draft)).State.ShouldBe(UpdateState.Draft);
    }

    [Fact]
    public async Task Events_SomethingHappens_TellsAnOpenPage()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var before = (await ListAsync<AuditEvent>(e => e.ProjectId == Seed.Project)).Max(e => e.Sequence);
        await using var news = await browser.Http.GetStreamAsync($"{Project}/events?since={before}", stop.Token);
        using var reader = new StreamReader(news);
        (await reader.ReadLineAsync(stop.Token)).ShouldBe("event: listening");
        (await reader.ReadLineAsync(stop.Token)).ShouldBe($"data: {before}");
        (await reader.ReadLineAsync(stop.Token)).ShouldBe("");

        await browser.SendAsync(await browser.GetAsync($"{Project}/stage"), $"{Project}/stage/pause");

        (await reader.ReadLineAsync(stop.Token)).ShouldBe("event: news");
        (await reader.ReadLineAsync(stop.Token)).ShouldBe($"data: {before + 1}");
        await stop.CancelAsync();
    }

    private static string MemberPath(string name) => $"{Project}/panel/{Seed.Member(name)}";

    private async Task<T> FindAsync<T>(object key)
        where T : class => (await host.Store.ReadAsync((reader, token) => reader.FindAsync<T>(key, token), default)).ShouldNotBeNull();

    private Task<IReadOnlyList<T>> ListAsync<T>(System.Linq.Expressions.Expression<Func<T, bool>> predicate)
        where T : class => host.Store.ReadAsync((reader, token) => reader.ListAsync(predicate, token), default);
}
