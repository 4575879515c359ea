using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Portal.Tests.Access;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.Playwright;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Browser;

/// <summary>
/// Whole journeys of a clinician, a secretary and the programme office in the system's Chromium: wide with scripts, narrow without. Each
/// run has a portal of its own, since each answer is given for good.
/// </summary>
public sealed class PersonJourneyTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private static readonly Domain.Person Marsh = new("Jo Marsh", new("jo.marsh@harbour.example"), "01632 960555");
    private static readonly Instant Until = PortalHost.Begin + Duration.FromDays(20);

    public static TheoryData<int, bool> Screens() => new() { { 1280, true }, { 375, false } };

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Clinician_GivesEveryAnswerThereIs(int width, bool scripts)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        await host.Store.WriteAsync(
            async (writer, token) =>
            {
                var start = PortalHost.Begin + Duration.FromDays(14);
                writer.Update((await writer.FindAsync<Meeting>(Seed.Meeting("Dr Ines Ferreira"), token))! with
                {
                    State = MeetingState.Proposed,
                    Start = start,
                    Offers = [new OfferedTime(start, 0, "No clinic or list is displaced.")],
                });
                return true;
            },
            default);
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, JavaScriptEnabled = scripts });
        var page = await context.NewPageAsync();

        // A time, by telephone; then another of the times after all.
        await OpenAsync(host, page, AnswerOf(host, "Mr Tom Ash"));
        await page.GetByRole(AriaRole.Radio, new() { Name = "3pm" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Agree to this time" }).ClickAsync();
        await IsAsync(page, "Thank you, it is agreed");
        await OpenAsync(host, page, AnswerOf(host, "Mr Tom Ash"));
        await IsAsync(page, "A time to talk");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("You agreed to this time on 11 January 2027.");
        (await MeetingAsync(host, "Mr Tom Ash")).State.ShouldBe(MeetingState.Agreed);

        // Another time than those on offer.
        await OpenAsync(host, page, AnswerOf(host, "Ms Grace Lowe"));
        await page.GetByText("Propose another time").First.ClickAsync();
        await page.GetByLabel("Day", new() { Exact = true }).FillAsync("3");
        await page.GetByLabel("Month", new() { Exact = true }).FillAsync("2");
        await page.GetByLabel("Year", new() { Exact = true }).FillAsync("2027");
        await page.Locator("[name=otherTime]").FillAsync("2.30pm");
        await page.Locator("button[value=propose]").ClickAsync();
        await IsAsync(page, "Thank you, your proposal has arrived");

        // Not now; a colleague instead; no, with a reason.
        await OpenAsync(host, page, AnswerOf(host, "Ms Grace Lowe"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Not now: ask me in a month" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("You are asked again after");
        await OpenAsync(host, page, AnswerOf(host, "Dr Samuel Okoro"));
        await page.GetByText("Name a colleague to be met in your place").ClickAsync();
        await page.GetByLabel("Your colleague’s name").FillAsync("Dr Lin Ito");
        await page.GetByLabel("Their e-mail address").FillAsync("lin.ito@harbour.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Name them" }).ClickAsync();
        await IsAsync(page, "Thank you for naming a colleague");
        await OpenAsync(host, page, AnswerOf(host, "Mr Tom Ash"));
        await page.GetByLabel("If you decline: why?").FillAsync("On leave.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Decline" }).ClickAsync();
        await IsAsync(page, "Thank you for your answer");
        (await MeetingAsync(host, "Mr Tom Ash")).DeclineReason.ShouldBe("On leave.");

        // Words of their own, a confirmation, a verdict, fewer updates, and in the end nothing more.
        await OpenAsync(host, page, host.Links.SendWords(Seed.Member("Mr Tom Ash"), Until));
        await page.GetByLabel("In your own words").FillAsync("Who covers the night?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it" }).ClickAsync();
        await IsAsync(page, "Thank you");
        await OpenAsync(host, page, host.Links.ConfirmUnderstanding(Seed.Member("Dr Anna Bell"), Seed.Understanding, Until));
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, that is what I meant" }).ClickAsync();
        await IsAsync(page, "Thank you");
        await OpenAsync(host, page, host.Links.GiveVerdict(Seed.Member("Dr Anna Bell"), Seed.Verdict, Until));
        await page.GetByRole(AriaRole.Radio, new() { Name = "Partly" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send my answer" }).ClickAsync();
        await IsAsync(page, "Thank you");
        await OpenAsync(host, page, host.Links.ChooseUpdates(Seed.Member("Mr Tom Ash"), Until));
        await page.GetByRole(AriaRole.Radio, new() { Name = "Once a month at most" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await IsAsync(page, "Thank you");
        await OpenAsync(host, page, AnswerOf(host, "Dr Ines Ferreira"));
        await page.GetByText("No more messages").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send me nothing more" }).ClickAsync();
        await IsAsync(page, "No more messages");
        var ash = await host.Store.ReadAsync((r, t) => r.FindAsync<PanelMember>(Seed.Member("Mr Tom Ash"), t), default);
        ash!.OwnUpdateRhythm.ShouldBe(Domain.Intake.UpdateRhythm.Monthly);
        var concerns = await host.Store.ReadAsync((r, t) => r.ListAsync<Concern>(c => c.ProjectId == Seed.Project, t), default);
        concerns.ShouldContain(c => c.Words == "Who covers the night?");
        concerns.ShouldContain(c => c.Verdict == Verdict.Partly);
    }

    /// <summary>Whoever writes of distress is told at once whom to turn to, and can still say that it is about the project.</summary>
    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Clinician_WritesOfDistress_IsToldWhomToTurnTo(int width, bool scripts)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, JavaScriptEnabled = scripts });
        var page = await context.NewPageAsync();
        await OpenAsync(host, page, host.Links.SendWords(Seed.Member("Mr Tom Ash"), Until));
        await page.GetByLabel("In your own words").FillAsync("I am not coping with the new rota.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it" }).ClickAsync();
        await IsAsync(page, "Please turn to somebody who can help");

        await ChromiumFixture.DrawAsync(page, "turn-to", width);
        if (scripts)
            (await Axe.FindAsync(page)).ShouldBeEmpty();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);

        await page.GetByRole(AriaRole.Button, new() { Name = "This is about the project: send it" }).ClickAsync();
        await IsAsync(page, "Thank you");
        var concerns = await host.Store.ReadAsync((r, t) => r.ListAsync<Concern>(c => c.ProjectId == Seed.Project, t), default);
        concerns.ShouldContain(c => c.Words == "I am not coping with the new rota.");
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Secretary_AnswersForTwo_AndKeepsAWeek(int width, bool scripts)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        await KeepsDiariesAsync(host, Marsh);
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, JavaScriptEnabled = scripts });
        var page = await context.NewPageAsync();

        await OpenAsync(host, page, host.Links.KeepDiary(Seed.Member("Mr Tom Ash"), Marsh.Email, Until));
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("2 invitations wait for an answer.");
        await page.GetByRole(AriaRole.Group, new() { Name = "Mr Tom Ash" }).GetByRole(AriaRole.Radio).First.CheckAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Ms Grace Lowe" }).GetByRole(AriaRole.Radio, new() { Name = "None of these", Exact = false }).First.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send these answers" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("No invitation waits for an answer.");
        await page.GetByText("Good times and quiet weeks").First.ClickAsync();
        await page.GetByLabel("Monday morning").First.SelectOptionAsync("Theatre");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep this for" }).First.ClickAsync();
        await Assertions.Expect(page.Locator(".nhsuk-notification-banner")).ToBeVisibleAsync();

        (await MeetingAsync(host, "Mr Tom Ash")).State.ShouldBe(MeetingState.Agreed);
        (await MeetingAsync(host, "Ms Grace Lowe")).State.ShouldBe(MeetingState.Declined);
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task ProgrammeOffice_SeesWhereProjectsStand_AndKeepsJobPlans_AndNoMore(int width, bool scripts)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var host = await PortalHost.StartAsync(door: TestSignIn.Door);
        await Seed.FillAsync(host);
        await using var context = await chromium.Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            JavaScriptEnabled = scripts,
            ExtraHTTPHeaders = new Dictionary<string, string> { [TestSignIn.EmailHeader] = "office@harbour.example", [TestSignIn.RolesHeader] = "ProgrammeOffice" },
        });
        var page = await context.NewPageAsync();

        await page.GotoAsync(host.Address.ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Frailty same-day care" }).ClickAsync();
        await IsAsync(page, "Frailty same-day care");
        (await page.Locator(".app-sections a").AllTextContentsAsync()).ShouldBe(["Overview", "How it goes", "Board paper"]);
        await page.GetByRole(AriaRole.Link, new() { Name = "Board paper" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("Okoro");
        await page.GotoAsync(new Uri(host.Address, "/settings").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Import or edit job plans" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox).First.FillAsync("email,day,start,end,activity\nanna.bell@harbour.example,Mon,09:00,13:00,Clinic");
        await page.Locator("main form button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".nhsuk-notification-banner")).ToContainTextAsync("The job plans are taken in.");
        var refused = await page.GotoAsync(new Uri(host.Address, $"/projects/{Seed.Project}/panel").ToString());
        refused!.Status.ShouldBe(403);
    }

    /// <summary>What is kept of a clinician, signed in: clean for axe and within the screen at both widths.</summary>
    [Theory]
    [MemberData(nameof(Screens))]
    public async Task OwnRecord_SignedIn_IsClean(int width, bool scripts)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var host = await PortalHost.StartAsync(door: TestSignIn.Door);
        await Seed.FillAsync(host);
        await using var context = await chromium.Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ExtraHTTPHeaders = new Dictionary<string, string> { [TestSignIn.EmailHeader] = "anna.bell@harbour.example", [TestSignIn.RolesHeader] = "" },
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(host.Address, "/").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "What is kept of you" }).ClickAsync();
        await IsAsync(page, "What is kept of you");

        await ChromiumFixture.DrawAsync(page, "own-record", width);
        (await Axe.FindAsync(page)).ShouldBeEmpty();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        scripts.ShouldBe(width == 1280, "one screen of each kind");
    }

    /// <summary>The clinician's whole answer by keyboard: from the top of the page into the list of times, an arrow, and the button.</summary>
    [Fact]
    public async Task Clinician_ByKeyboardAlone_ChoosesATime()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 375, Height = 800 } });
        var page = await context.NewPageAsync();
        await OpenAsync(host, page, AnswerOf(host, "Mr Tom Ash"));

        await TabToAsync(page, "document.activeElement.name === 'time'");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("ArrowDown");
        await TabToAsync(page, "document.activeElement.value === 'pick'");
        await page.Keyboard.PressAsync("Enter");

        await IsAsync(page, "Thank you, it is agreed");
        (await MeetingAsync(host, "Mr Tom Ash")).Start.ShouldBe(PortalHost.Begin + Duration.FromDays(9) + Duration.FromHours(6), "the second of the times");
    }

    /// <summary>The secretary's page by keyboard: a time for the one, no for the other, and the button.</summary>
    [Fact]
    public async Task Secretary_ByKeyboardAlone_AnswersForTwo()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        await KeepsDiariesAsync(host, Marsh);
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        await OpenAsync(host, page, host.Links.KeepDiary(Seed.Member("Mr Tom Ash"), Marsh.Email, Until));

        await TabToAsync(page, "document.activeElement.type === 'radio'");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("ArrowUp");
        await TabToAsync(page, "document.activeElement.textContent.trim() === 'Send these answers'");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("No invitation waits for an answer.");
        (await MeetingAsync(host, "Mr Tom Ash")).State.ShouldBe(MeetingState.Agreed);
        (await MeetingAsync(host, "Ms Grace Lowe")).State.ShouldBe(MeetingState.Declined, "the arrow goes from the first choice round to the last");
    }

    /// <summary>The lead's most common task by keyboard: from the home page to the outcome of a meeting, recorded.</summary>
    [Fact]
    public async Task Lead_ByKeyboardAlone_RecordsAnOutcome()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(host.Address.ToString());

        await TabToAsync(page, "document.activeElement.tagName === 'A' && document.activeElement.textContent.includes('Record what came of the meeting with Dr Ines Ferreira')");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Dr Ines Ferreira");
        await TabToAsync(page, "document.activeElement.type === 'radio'");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "document.activeElement.textContent.trim() === 'Record the outcome'");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator(".nhsuk-notification-banner")).ToContainTextAsync("The outcome is recorded.");
        (await MeetingAsync(host, "Dr Ines Ferreira")).State.ShouldBe(MeetingState.Held);
    }

    /// <summary>The programme office by keyboard: job plans pasted and taken in.</summary>
    [Fact]
    public async Task ProgrammeOffice_ByKeyboardAlone_ImportsJobPlans()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "There is no Chromium at /usr/bin/chromium.");
        await using var host = await PortalHost.StartAsync(door: TestSignIn.Door);
        await Seed.FillAsync(host);
        await using var context = await chromium.Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = 1280, Height = 900 },
            ExtraHTTPHeaders = new Dictionary<string, string> { [TestSignIn.EmailHeader] = "office@harbour.example", [TestSignIn.RolesHeader] = "ProgrammeOffice" },
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(host.Address, "/settings").ToString());

        await TabToAsync(page, "document.activeElement.tagName === 'A' && document.activeElement.textContent.includes('Import or edit job plans')");
        await page.Keyboard.PressAsync("Enter");
        await IsAsync(page, "Job plans");
        await TabToAsync(page, "document.activeElement.tagName === 'TEXTAREA'");
        await page.Keyboard.InsertTextAsync("email,day,start,end,activity\nanna.bell@harbour.example,Mon,09:00,13:00,Clinic");
        await TabToAsync(page, "document.activeElement.textContent.trim() === 'Import'");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator(".nhsuk-notification-banner")).ToContainTextAsync("The job plans are taken in.");
    }

    private static Task KeepsDiariesAsync(PortalHost host, Domain.Person secretary) => host.Store.WriteAsync(
        async (writer, token) =>
        {
            foreach (var name in new[] { "Mr Tom Ash", "Ms Grace Lowe" })
                writer.Update((await writer.FindAsync<Clinician>((await writer.FindAsync<PanelMember>(Seed.Member(name), token))!.Email, token))! with { Secretary = secretary });
            return true;
        },
        default);

    private static async Task TabToAsync(IPage page, string condition)
    {
        for (var stops = 0; !await page.EvaluateAsync<bool>(condition); stops++)
        {
            stops.ShouldBeLessThan(60, condition);
            await page.Keyboard.PressAsync("Tab");
        }
    }

    private static Uri AnswerOf(PortalHost host, string name) => host.Links.AnswerTimes(Seed.Member(name), Seed.Meeting(name), Until);

    private static Task OpenAsync(PortalHost host, IPage page, Uri link) => page.GotoAsync(new Uri(host.Address, link.PathAndQuery).ToString());

    private static Task IsAsync(IPage page, string heading) => Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);

    private static async Task<Meeting> MeetingAsync(PortalHost host, string name) =>
        (await host.Store.ReadAsync((r, t) => r.FindAsync<Meeting>(Seed.Meeting(name), t), default))!;
}
