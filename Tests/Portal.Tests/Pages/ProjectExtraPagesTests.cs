using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Portal.Tests.Hosting;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>First messages, audit, board paper, hand-over, links, secretaries, the timeline's pages.</summary>
public sealed class ProjectExtraPagesTests : IAsyncLifetime
{
    private const string Ash = "Mr Tom Ash";
    private const string Bell = "Dr Anna Bell";
    private static readonly string Root = $"/projects/{Seed.Project}";
    private static readonly Person Secretary = new("Jo Marsh", new EmailAddress("jo.marsh@harbour.example"), "01632 960555");

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
    public async Task HeldMessages_ShowEachWithItsTimesAndWhy_AndGoOneByOne()
    {
        await HoldAsync(Ash, "Ms Grace Lowe");

        var page = await browser.GetAsync($"{Root}/first-messages");
        page.QuerySelectorAll("section h2").Select(h => h.TextContent).ShouldBe(["To Mr Tom Ash", "To Ms Grace Lowe"]);
        page.QuerySelectorAll("section").First().QuerySelectorAll("ol li").Length.ShouldBe(3);
        page.QuerySelectorAll("section").First().TextContent.ShouldContain("No clinic or list is displaced; uses 20 minutes of SPA time.");
        var ash = $"words-{Seed.Member(Ash)}";
        var after = await browser.SendAsync(
            page, $"{Root}/first-messages", new Dictionary<string, string?> { [ash] = "Tom, your theatre view matters.", [$"words-{Seed.Member("Ms Grace Lowe")}"] = "Grace, later." }, ("send", Seed.Member(Ash).ToString()));

        after.QuerySelectorAll("section h2").Select(h => h.TextContent).ShouldBe(["To Ms Grace Lowe"]);
        (await MemberAsync(Ash)).ShouldSatisfyAllConditions(m => m.FirstMessageApprovedAt.ShouldNotBeNull(), m => m.FirstMessageWords.ShouldBe("Tom, your theatre view matters."));
        // The edit to the other one is kept, and not sent.
        (await MemberAsync("Ms Grace Lowe")).ShouldSatisfyAllConditions(m => m.FirstMessageApprovedAt.ShouldBeNull(), m => m.FirstMessageWords.ShouldBe("Grace, later."));
    }

    [Fact]
    public async Task HeldMessages_SendAll_StopsAtOneThatIsWrongAndSendsNone()
    {
        await HoldAsync(Ash, "Ms Grace Lowe");
        var page = await browser.GetAsync($"{Root}/first-messages");

        var wrong = await browser.SendAsync(page, $"{Root}/first-messages", new Dictionary<string, string?> { [$"words-{Seed.Member(Ash)}"] = "" }, ("send", "all"));
        wrong.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Mr Tom Ash: enter the words of the first message.");
        (await MemberAsync("Ms Grace Lowe")).FirstMessageApprovedAt.ShouldBeNull();

        await browser.SendAsync(await browser.GetAsync($"{Root}/first-messages"), $"{Root}/first-messages", button: ("send", "all"));
        (await MemberAsync(Ash)).FirstMessageApprovedAt.ShouldNotBeNull();
        (await MemberAsync("Ms Grace Lowe")).FirstMessageApprovedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Audit_SaysWhoAndWhatButNoPosition_AndItsFileIsNoFormula()
    {
        await host.Store.WriteAsync(
            (writer, _) =>
            {
                var priya = new PersonId(StableId.From("a number"));
                writer.Add(new AuditPerson { Id = priya, Email = new EmailAddress("priya.nair@harbour.example") });
                writer.Audit(new AuditEvent { ProjectId = Seed.Project, At = PortalHost.Begin, Actor = AuditActor.Lead, What = "test.formula", Words = "=HYPERLINK(\"https://elsewhere.example\",\"win\")", By = priya });
                return Task.FromResult(true);
            },
            default);

        var page = await browser.GetAsync($"{Root}/audit");
        page.Body!.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("Mr Tom Ash was invited."), t => t.ShouldContain("priya.nair@harbour.example"), t => t.ShouldNotContain(Seed.SecretView));
        var file = await browser.Http.GetStringAsync($"{Root}/audit.csv");
        file.ShouldContain("'=HYPERLINK");
        file.Split('\n').ShouldAllBe(line => !line.StartsWith('=') && !line.Contains(",=") && !line.Contains(",\"="));
    }

    [Fact]
    public async Task BoardPaper_NamesNobody()
    {
        var paper = await browser.GetAsync($"{Root}/board-paper");

        var text = paper.QuerySelector("main")!.TextContent;
        text.ShouldContain("1 of 6");
        text.ShouldContain("Frailty scored within 30 minutes of arrival");
        foreach (var name in new[] { "Bell", "Okoro", "Tom Ash", "Lowe", "Tate", "Ferreira", "Nair" })
            text.ShouldNotContain(name, Case.Sensitive);
    }

    [Fact]
    public async Task HandOver_WithAMeetingInTheLeadsCalendar_RebooksItUnderTheNewLead()
    {
        var stage = await browser.GetAsync($"{Root}/stage");
        var people = new Dictionary<string, string?> { ["lead.name"] = "Sam Reed", ["lead.email"] = "sam.reed@harbour.example", ["sponsor.name"] = "Ada Board", ["sponsor.email"] = "ada@harbour.example" };
        await host.Store.WriteAsync(
            async (writer, token) =>
            {
                writer.Update((await writer.FindAsync<Meeting>(Seed.Meeting(Ash), token))! with { EventId = "event-1" });
                return true;
            },
            default);

        await browser.SendAsync(stage, $"{Root}/stage/people", people);

        var project = (await host.Store.ReadAsync((r, t) => r.FindAsync<Project>(Seed.Project, t), default))!;
        project.Lead.ShouldBe(new Person("Sam Reed", new EmailAddress("sam.reed@harbour.example")));
        project.Sponsor!.Name.ShouldBe("Ada Board");
        var effects = await host.Store.ReadAsync((r, t) => r.ListAsync<Domain.Effects.Effect>(e => e.Organiser != null, t), default);
        effects.Select(e => (e.Kind, e.GraphId)).ShouldBe([(Domain.Effects.EffectKind.CancelMeeting, "event-1"), (Domain.Effects.EffectKind.BookMeeting, null)], ignoreOrder: true);
        effects.ShouldAllBe(e => e.Organiser == new EmailAddress("priya.nair@harbour.example"));
    }

    [Fact]
    public async Task HandOver_ToSomebodyOnThePanel_IsRefused()
    {
        var page = await browser.SendAsync(await browser.GetAsync($"{Root}/stage"), $"{Root}/stage/people", new Dictionary<string, string?> { ["lead.name"] = "Dr Anna Bell", ["lead.email"] = "anna.bell@harbour.example" });

        page.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldStartWith("Dr Anna Bell is on the panel");
    }

    [Fact]
    public async Task Timeline_IsPagedFromTheNewestToTheFirst()
    {
        await host.Store.WriteAsync(
            (writer, _) =>
            {
                for (var i = 0; i < 130; i++)
                    writer.Audit(new AuditEvent { ProjectId = Seed.Project, At = PortalHost.Begin, Actor = AuditActor.Workflow, What = "test", Words = $"Entry {i}." });
                return Task.FromResult(true);
            },
            default);
        var seen = new List<string>();
        var path = Root;
        for (var pages = 0; ; pages++)
        {
            pages.ShouldBeLessThan(5);
            var page = await browser.GetAsync(path);
            seen.AddRange(page.QuerySelectorAll(".app-timeline__words").Select(w => w.TextContent));
            if (page.QuerySelectorAll(".app-pages a").FirstOrDefault(a => a.TextContent == "Earlier entries") is not { } earlier)
                break;
            path = earlier.GetAttribute("href")!.Split('#')[0];
        }

        seen[0].ShouldBe("Entry 129.");
        seen.Where(w => w.StartsWith("Entry", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(0, 130).Reverse().Select(i => $"Entry {i}."));
        seen[^1].ShouldBe("You began the engagement and gave the word to send the first messages.");
    }

    [Fact]
    public async Task News_AskedForWithTheTag_IsNoneUntilSomethingHappens()
    {
        using var first = await browser.Http.GetAsync($"{Root}/news");
        first.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await NewsAsync(first.Headers.ETag!.Tag)).ShouldBe(HttpStatusCode.NotModified);
        await browser.SendAsync(await browser.GetAsync($"{Root}/measure"), $"{Root}/measure", new Dictionary<string, string?> { ["value"] = "57" });
        (await NewsAsync(first.Headers.ETag!.Tag)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Links_Withdrawn_AreGoneAndLaterOnesHold()
    {
        var expires = PortalHost.Begin + Duration.FromDays(20);
        var answer = host.Links.AnswerTimes(Seed.Member(Ash), Seed.Meeting(Ash), expires).AbsolutePath;
        var words = host.Links.SendWords(Seed.Member(Ash), expires).AbsolutePath;
        var page = await browser.GetAsync($"{Root}/links");

        await browser.SendAsync(page, $"{Root}/links/{Seed.Member(Ash)}/withdraw");

        foreach (var link in new[] { answer, words })
        {
            (await browser.GetAsync(link)).QuerySelector("h1")!.TextContent.ShouldBe("This link was withdrawn");
            browser.Response.StatusCode.ShouldBe(HttpStatusCode.Gone);
        }

        // Others' links hold, and so does one that is sent from now on.
        await browser.GetAsync(host.Links.SendWords(Seed.Member(Bell), expires).AbsolutePath);
        browser.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await browser.GetAsync(host.Links.SendWords(Seed.Member(Ash), PortalHost.Begin + Duration.FromDays(61)).AbsolutePath);
        browser.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Secretary_ByLink_AnswersForSeveralOnOnePage()
    {
        await GiveSecretaryAsync(Ash, "Ms Grace Lowe", Bell);
        var path = await SecretaryLinkAsync();
        var page = await browser.GetAsync(path);
        page.QuerySelectorAll("fieldset legend").Select(l => l.TextContent).ShouldBe(["Mr Tom Ash", "Ms Grace Lowe"]);
        page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")).ShouldBe(["#main-content", "/privacy"], "nothing of the rest of the portal");
        var second = (await MeetingAsync(Ash)).Offers[1].Start;

        var done = await browser.SendAsync(
            page.QuerySelectorAll<IHtmlFormElement>("form").First(),
            new Dictionary<string, string?> { [$"time-{Seed.Meeting(Ash)}"] = $"{second.ToUnixTimeTicks()}", [$"time-{Seed.Meeting("Ms Grace Lowe")}"] = "decline" },
            ("do", "answer"));

        done.Body!.TextContent.ShouldContain("Your answers have arrived.");
        done.Body.TextContent.ShouldContain("Answered on 11 January 2027.");
        (await MeetingAsync(Ash)).ShouldSatisfyAllConditions(m => m.State.ShouldBe(MeetingState.Agreed), m => m.Start.ShouldBe(second));
        (await MeetingAsync("Ms Grace Lowe")).State.ShouldBe(MeetingState.Declined);
    }

    [Fact]
    public async Task Secretary_SetsGoodTimesAndQuietWeeks()
    {
        await GiveSecretaryAsync(Ash);
        var path = await SecretaryLinkAsync();
        var form = (await browser.GetAsync(path)).QuerySelectorAll<IHtmlFormElement>("form").Last();
        var weeks = form.QuerySelector("textarea")!.GetAttribute("name")!;

        await browser.SendAsync(form, new Dictionary<string, string?> { ["half-0"] = "Theatre", ["half-9"] = "Fine", [weeks] = "17/2/2027\n3 3 2027" }, ("do", "week"));

        var clinician = (await host.Store.ReadAsync((r, t) => r.FindAsync<Clinician>(new EmailAddress("tom.ash@harbour.example"), t), default))!;
        clinician.GoodTimes.HalfDays[0].ShouldBe(GoodTime.Theatre);
        clinician.GoodTimes.HalfDays[9].ShouldBe(GoodTime.Fine);
        clinician.QuietWeeks.ShouldBe([new LocalDate(2027, 2, 15), new LocalDate(2027, 3, 1)]);
        var wrong = await browser.SendAsync((await browser.GetAsync(path)).QuerySelectorAll<IHtmlFormElement>("form").Last(), new Dictionary<string, string?> { [weeks] = "30 2 2027" }, ("do", "week"));
        wrong.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldStartWith("Enter one date on each line");
    }

    [Fact]
    public async Task SecretaryLink_OnceSomebodyElseKeepsTheDiary_IsRefused()
    {
        await GiveSecretaryAsync(Ash);
        var path = await SecretaryLinkAsync();
        await GiveSecretaryAsync(new Person("Kim Wood", new EmailAddress("kim.wood@harbour.example")), Ash);

        await browser.GetAsync(path);

        browser.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var other in new[] { "/a/", "/w/" })
        {
            await browser.GetAsync(path.Replace("/s/", other, StringComparison.Ordinal));
            browser.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task NewEngagement_FromAFormerProject_BringsItsPlanAndPeopleButNoViews()
    {
        var list = await browser.GetAsync("/new");
        var link = list.QuerySelectorAll("a").Single(a => a.TextContent == "Frailty same-day care").GetAttribute("href")!;

        var page = await browser.GetAsync(link);

        page.QuerySelector<IHtmlTextAreaElement>("#clinicians")!.Value.ShouldContain("Dr Samuel Okoro, samuel.okoro@harbour.example, Emergency consultant");
        page.QuerySelector<IHtmlInputElement>("#name")!.Value.ShouldBe("Frailty same-day care (again)");
        page.QuerySelector<IHtmlInputElement>("input[name=rest]")!.Value.ShouldSatisfyAllConditions(r => r.ShouldNotContain("likelyView"), r => r.ShouldNotContain("power"), r => r.ShouldContain("Front door frailty"));
    }

    private async Task<HttpStatusCode> NewsAsync(string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/news");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await browser.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private Task HoldAsync(params string[] names) => host.Store.WriteAsync(
        async (writer, token) =>
        {
            writer.Update((await writer.FindAsync<Project>(Seed.Project, token))! with { FirstMessages = FirstMessages.Hold });
            foreach (var member in await writer.ListAsync<PanelMember>(m => m.ProjectId == Seed.Project, token))
                if (!names.Contains(member.Name))
                    writer.Update(member with { FirstMessageApprovedAt = PortalHost.Begin });
            foreach (var name in names)
                writer.Update((await writer.FindAsync<Meeting>(Seed.Meeting(name), token))! with { State = MeetingState.Offered });
            return true;
        },
        default);

    private Task GiveSecretaryAsync(params string[] names) => GiveSecretaryAsync(Secretary, names);

    private Task GiveSecretaryAsync(Person secretary, params string[] names) => host.Store.WriteAsync(
        async (writer, token) =>
        {
            foreach (var name in names)
            {
                var member = (await writer.FindAsync<PanelMember>(Seed.Member(name), token))!;
                writer.Update((await writer.FindAsync<Clinician>(member.Email, token))! with { Secretary = secretary });
            }

            return true;
        },
        default);

    private async Task<string> SecretaryLinkAsync() => new Uri((await browser.GetAsync($"{Root}/links")).QuerySelector("code")!.TextContent).AbsolutePath;

    private async Task<PanelMember> MemberAsync(string name) => (await host.Store.ReadAsync((r, t) => r.FindAsync<PanelMember>(Seed.Member(name), t), default))!;

    private async Task<Meeting> MeetingAsync(string name) => (await host.Store.ReadAsync((r, t) => r.FindAsync<Meeting>(Seed.Meeting(name), t), default))!;
}
