using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>The plan after the form was sent: completed and changed by the forms its short pages really have.</summary>
public sealed class PlanPagesTests : IAsyncLifetime
{
    private static readonly string Plan = $"/projects/{Seed.Project}/plan";

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
    public async Task Measure_TakenOutAndAddedAgain_IsNeededInBetween()
    {
        await AddTaskAsync();
        var without = await browser.SendAsync(await browser.GetAsync($"{Plan}/objectives"), $"{Plan}/objectives", new Dictionary<string, string?>
        {
            ["measure.name"] = "",
            ["measure.unit"] = "",
            ["measure.baseline"] = "",
            ["measure.goal"] = "",
        });
        StatusOf(without, "Objectives").ShouldBe("Needed");
        without.QuerySelector(".nhsuk-inset-text li")!.TextContent.ShouldBe("Add one measure. The baseline may be “not yet measured”.");
        var home = await browser.GetAsync("/");
        home.QuerySelectorAll<IHtmlAnchorElement>(".nhsuk-task-list__link").Single(l => l.TextContent.StartsWith("Complete the plan", StringComparison.Ordinal)).GetAttribute("href").ShouldBe(Plan);

        var page = await browser.SendAsync(await browser.GetAsync($"{Plan}/objectives"), $"{Plan}/objectives", new Dictionary<string, string?>
        {
            ["measure.name"] = "Falls on the ward",
            ["measure.notYetMeasured"] = "true",
            ["measure.goalDate.day"] = "31",
            ["measure.goalDate.month"] = "3",
            ["measure.goalDate.year"] = "2028",
        });

        page.QuerySelector(".nhsuk-notification-banner__heading")!.TextContent.ShouldBe("The plan is changed.");
        StatusOf(page, "Objectives").ShouldNotBe("Needed");
        page.QuerySelectorAll("#versions + table tbody td:nth-child(3)").Select(c => c.TextContent.Replace("What changed ", "", StringComparison.Ordinal))
            .ShouldBe(["Measure and objectives", "Measure and objectives", "As the form was sent"]);
        (await ProjectAsync()).Plan.Measure.ShouldBe(new Measure("Falls on the ward", "", null, null, new NodaTime.LocalDate(2028, 3, 31)));
        (await host.Store.ReadAsync((r, t) => r.ListAsync<PersonTask>(x => x.ProjectId == Seed.Project, t), default)).Single(t => t.Kind == TaskKind.CompletePlan).DoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Objectives_Mistakes_AreNamedAndEverythingTypedIsKept()
    {
        var page = await browser.SendAsync(await browser.GetAsync($"{Plan}/objectives"), $"{Plan}/objectives", new Dictionary<string, string?>
        {
            ["measure.goal"] = "lots",
            ["objectives[0].unit"] = "minutes",
            ["objectives[0].goalDate.day"] = "31",
            ["objectives[0].goalDate.month"] = "2",
            ["objectives[0].goalDate.year"] = "2028",
        });

        browser.Response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        page.Title.ShouldNotBeNull().ShouldStartWith("Error: ");
        page.QuerySelectorAll<IHtmlAnchorElement>(".nhsuk-error-summary a").Select(a => (a.GetAttribute("href"), a.TextContent)).ShouldBe(
            [("#measure-goal", "Enter the goal as a number, like 38 or 4.5."), ("#objectives-0-goalDate", "Enter a real date, such as 31 3 2028.")]);
        page.QuerySelectorAll<IHtmlAnchorElement>(".nhsuk-error-summary a").ShouldAllBe(a => page.QuerySelector(a.GetAttribute("href")!) != null);
        page.QuerySelector<IHtmlInputElement>("#measure-goal")!.Value.ShouldBe("lots");
        page.QuerySelector<IHtmlInputElement>("#objectives-0-unit")!.Value.ShouldBe("minutes");
        page.QuerySelector<IHtmlInputElement>("#objectives-0-goalDate-month")!.Value.ShouldBe("2");

        var named = await browser.SendAsync(page, $"{Plan}/objectives", new Dictionary<string, string?> { ["measure.goal"] = "80", ["objectives[0].goalDate.day"] = "29" });
        named.QuerySelectorAll(".nhsuk-error-summary a").Select(a => a.TextContent).ShouldBe(["Enter what is measured."]);
        (await ProjectAsync()).PlanVersion.ShouldBe(1);
    }

    [Fact]
    public async Task Version_AgainstTheOneBefore_MarksWhatIsNewAndWhatWasTakenOut()
    {
        await browser.SendAsync(await browser.GetAsync($"{Plan}/aim"), $"{Plan}/aim", new Dictionary<string, string?>
        {
            ["patientBenefit"] = "Older people with frailty are assessed within the hour and home the same day when that is safe.",
        });

        var page = await browser.GetAsync($"{Plan}/versions/2");
        var row = page.QuerySelectorAll(".nhsuk-summary-list__row").Single(r => r.QuerySelector("dt")!.TextContent == "Better for patients");
        row.QuerySelectorAll("del").Select(d => d.TextContent).ShouldBe(["Taken out: early"]);
        row.QuerySelectorAll("ins").Select(d => d.TextContent).ShouldBe(["New: within the hour"]);
        page.QuerySelectorAll("dl ins, dl del").Length.ShouldBe(2, "nothing else changed");
        page.QuerySelectorAll("nav[aria-label='Versions of the plan'] a").Select(a => a.TextContent).ShouldBe(["Version 1"]);
        (await browser.GetAsync($"{Plan}/versions/1")).QuerySelectorAll("ins, del").ShouldBeEmpty();
    }

    [Fact]
    public async Task Arrangements_OnShortPages_AreSavedAndLeadBackToThePlan()
    {
        var alone = await browser.GetAsync($"{Plan}/meetings");
        alone.QuerySelector("main")!.TextContent.ShouldContain("Priya Nair meets everybody.");
        await host.Store.WriteAsync(
            async (writer, token) =>
            {
                writer.Update((await writer.FindAsync<Project>(Seed.Project, token))! with { Sponsor = new Domain.Person("Mr Hugh Lacey", new Domain.EmailAddress("hugh.lacey@harbour.example")) });
                return true;
            },
            default);
        var ash = Seed.Member("Mr Tom Ash");

        var list = await browser.SendAsync(await browser.GetAsync($"{Plan}/meetings"), $"{Plan}/meetings", new Dictionary<string, string?> { [$"host-{ash}"] = "Sponsor" });
        list.QuerySelector(".nhsuk-notification-banner__heading")!.TextContent.ShouldBe("It is recorded who meets whom.");
        list.QuerySelector("#plan-meetings-hint")!.TextContent.ShouldBe("1 clinician is met by somebody else than Priya Nair.");
        (await host.Store.ReadAsync((r, t) => r.FindAsync<Domain.Panel.PanelMember>(ash, t), default))!.Host.ShouldBe(Domain.Meetings.MeetingHost.Sponsor);

        list = await browser.SendAsync(await browser.GetAsync($"{Plan}/updates"), $"/projects/{Seed.Project}/updates/settings", new Dictionary<string, string?> { ["updateRhythm"] = "Fortnightly", ["updateDay"] = "Tuesday" });
        list.QuerySelector("#plan-updates-hint")!.TextContent.ShouldBe("An update goes every two weeks, on a Tuesday.");
    }

    [Fact]
    public async Task Evidence_RowsAddedAndRemoved_AreSavedOnlyBySaving()
    {
        var page = await browser.SendAsync(await browser.GetAsync($"{Plan}/evidence"), $"{Plan}/evidence", new Dictionary<string, string?>
        {
            ["facts[1].text"] = "A day in bed costs muscle.",
            ["facts[1].source"] = "Ward audit, 2025",
        }, ("more", "true"));
        page.QuerySelectorAll("textarea[name^=facts]").Length.ShouldBe(3);
        page = await browser.SendAsync(page, $"{Plan}/evidence", new Dictionary<string, string?> { ["facts[2].text"] = "Stays are long." }, ("remove", "facts[0]"));
        page.QuerySelectorAll<IHtmlTextAreaElement>("textarea[name^=facts]").Select(t => t.Value.Trim()).ShouldBe(["A day in bed costs muscle.", "Stays are long.", ""]);
        (await ProjectAsync()).PlanVersion.ShouldBe(1);

        page = await browser.SendAsync(page, $"{Plan}/evidence");
        page.QuerySelector<IHtmlAnchorElement>(".nhsuk-error-summary a")!.GetAttribute("href").ShouldBe("#facts-1-source");
        await browser.SendAsync(page, $"{Plan}/evidence", new Dictionary<string, string?> { ["facts[1].source"] = "Ward audit, 2026" });

        (await ProjectAsync()).Plan.Facts.Select(f => (f.Text, f.Source)).ShouldBe([("A day in bed costs muscle.", "Ward audit, 2025"), ("Stays are long.", "Ward audit, 2026")]);
    }

    [Fact]
    public async Task Bodies_OneNamedWithoutHandling_ShutsTheGateUntilItIsDealtWith()
    {
        var page = await browser.SendAsync(await browser.GetAsync($"{Plan}/bodies"), $"{Plan}/bodies", new Dictionary<string, string?>
        {
            ["noDifferentViewKnown"] = "some",
            ["bodiesWithDifferentView[0].body"] = "RCEM",
            ["bodiesWithDifferentView[0].view"] = "Not at night.",
        });
        StatusOf(page, "ProfessionalBodies").ShouldBe("Needed");
        page = await browser.SendAsync(await browser.GetAsync($"{Plan}/bodies"), $"{Plan}/bodies", new Dictionary<string, string?>
        {
            ["bodiesWithDifferentView[0].handling"] = "Nights are left out.",
            ["because"] = Seed.Concern.ToString(),
            ["why"] = "She asked for it.",
        });

        StatusOf(page, "ProfessionalBodies").ShouldNotBe("Needed");
        page.QuerySelector("#versions + table tbody td:nth-child(4)")!.TextContent.ShouldContain("Dr Anna Bell. She asked for it.");
        var version = await browser.GetAsync($"{Plan}/versions/3");
        version.Body!.TextContent.ShouldContain("Because of what Dr Anna Bell said: “Beds for frailty will be used as overflow by the first Friday.”");
        Said(version).ShouldContain("How the plan deals with it: Nights are left out.");
        Said(await browser.GetAsync($"{Plan}/versions/2")).ShouldContain("Not dealt with yet.");
    }

    [Fact]
    public async Task EveryPart_SavedAsItStands_ChangesNothing()
    {
        foreach (var part in new[] { "aim", "objectives", "evidence", "example", "bodies", "risks", "specialties" })
        {
            var page = await browser.SendAsync(await browser.GetAsync($"{Plan}/{part}"), $"{Plan}/{part}");
            page.QuerySelector("h1")!.TextContent.ShouldContain("Plan", Case.Sensitive, part);
        }

        (await ProjectAsync()).PlanVersion.ShouldBe(1);
    }

    [Fact]
    public async Task ExampleStoryAndRisks_AreSaved()
    {
        await browser.SendAsync(await browser.GetAsync($"{Plan}/example"), $"{Plan}/example", new Dictionary<string, string?>
        {
            ["exampleElsewhere"] = "A hub nearby.",
            ["story.text"] = "A fictional composite: Jean, 84.",
            ["story.consent"] = "true",
        });
        await browser.SendAsync(await browser.GetAsync($"{Plan}/risks"), $"{Plan}/risks", new Dictionary<string, string?>
        {
            ["risks[0].text"] = "Beds are used as overflow.",
            ["risks[0].veryLikely"] = "true",
            ["risks[0].major"] = "true",
            ["risks[0].prevention"] = "Two are kept.",
        });
        await browser.SendAsync(await browser.GetAsync($"{Plan}/aim"), $"{Plan}/aim", new Dictionary<string, string?> { ["patientBenefit"] = "Home before supper." });

        var plan = (await ProjectAsync()).Plan;
        plan.ExampleElsewhere.ShouldBe("A hub nearby.");
        plan.Story.ShouldBe(new Story("A fictional composite: Jean, 84.", true));
        plan.Risks.ShouldBe([new Risk("Beds are used as overflow.", true, true, "Two are kept.", null)]);
        plan.PatientBenefit.ShouldBe("Home before supper.");
        (await ProjectAsync()).PlanVersion.ShouldBe(4);
    }

    [Fact]
    public async Task Aim_SomebodyElseWasFaster_IsSaidAndTheTextIsKept()
    {
        var mine = await browser.GetAsync($"{Plan}/aim");
        await browser.SendAsync(await browser.GetAsync($"{Plan}/aim"), $"{Plan}/aim", new Dictionary<string, string?> { ["patientBenefit"] = "Theirs." });

        var page = await browser.SendAsync(mine, $"{Plan}/aim", new Dictionary<string, string?> { ["patientBenefit"] = "Mine." });

        page.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldStartWith("Somebody changed this part of the plan after you opened the page.");
        page.QuerySelector<IHtmlTextAreaElement>("#patientBenefit")!.Value.Trim().ShouldBe("Mine.");
        (await ProjectAsync()).Plan.PatientBenefit.ShouldBe("Theirs.");
    }

    [Fact]
    public async Task Clinicians_WrongLines_AreEachNamedAndNobodyIsAdded()
    {
        var page = await browser.SendAsync(await browser.GetAsync($"{Plan}/clinicians"), $"{Plan}/clinicians", new Dictionary<string, string?>
        {
            ["clinicians"] = "Dr New One, new.one@harbour.example, Consultant\nDr Anna Bell, anna.bell@harbour.example\nNo Address\nDr Bad, bad@\nPriya Nair, priya.nair@harbour.example",
        });

        page.QuerySelectorAll(".nhsuk-error-summary a").Select(a => a.TextContent).ShouldBe(
        [
            "Line 2: anna.bell@harbour.example is on the panel already. Remove the line.",
            "Line 3: Add an e-mail address for No Address.",
            "Line 4: Enter the clinician’s e-mail address in the correct format, like name@example.nhs.uk.",
            "Line 5: priya.nair@harbour.example leads the project and cannot also be on its panel. Remove the line.",
        ]);
        page.QuerySelector<IHtmlTextAreaElement>("#clinicians")!.Value.ShouldContain("No Address");
        (await MembersAsync()).Count.ShouldBe(6);
        (await browser.SendAsync(page, $"{Plan}/clinicians", new Dictionary<string, string?> { ["clinicians"] = " " })).QuerySelectorAll(".nhsuk-error-summary a").Length.ShouldBe(1);

        await browser.SendAsync(page, $"{Plan}/clinicians", new Dictionary<string, string?> { ["clinicians"] = "name,email,role,years here\nDr New One,new.one@harbour.example,Consultant,2" });

        browser.Path.ShouldBe($"/projects/{Seed.Project}/panel?done=added");
        (await MembersAsync()).Single(m => m.Name == "Dr New One").ShouldSatisfyAllConditions(m => m.YearsHere.ShouldBe(2), m => m.Order.ShouldBe(0));
    }

    [Fact]
    public async Task Clinicians_FromTheDirectory_AreTickedWithTitleDepartmentAndYears()
    {
        var directory = host.Services.GetRequiredService<PortalDirectory>();
        directory.Answers[new CandidateSource.Group(new Domain.EmailAddress("surgeons@harbour.example"))] = new PortResult<IReadOnlyList<DirectoryPerson>>.Answered(
        [
            new(new Domain.EmailAddress("anna.bell@harbour.example"), "Dr Anna Bell", "Consultant", "Medicine", null, true),
            new(new Domain.EmailAddress("new.three@harbour.example"), "Miss New Three", "Consultant surgeon", "Surgery", new NodaTime.LocalDate(2019, 3, 1), true),
            new(new Domain.EmailAddress("new.four@harbour.example"), "Mr New Four", null, null, null, true),
        ]);
        var page = await browser.GetAsync($"{Plan}/clinicians");
        (await browser.SendAsync(page, $"{Plan}/clinicians", new Dictionary<string, string?> { ["directory"] = "no.such@harbour.example" }, ("do", "find")))
            .QuerySelector("#directory-error")!.TextContent.ShouldContain("There is no group no.such@harbour.example");
        directory.Answers[new CandidateSource.Department("Surgery")] = new PortResult<IReadOnlyList<DirectoryPerson>>.Refused("The directory may not be read.");
        (await browser.SendAsync(page, $"{Plan}/clinicians", new Dictionary<string, string?> { ["directory"] = "Surgery" }, ("do", "find")))
            .QuerySelector("#directory-error")!.TextContent.ShouldContain("The directory may not be read. Type the clinicians in");

        var found = await browser.SendAsync(page, $"{Plan}/clinicians", new Dictionary<string, string?> { ["directory"] = " surgeons@harbour.example", ["clinicians"] = "Dr New One, new.one@harbour.example, Consultant" }, ("do", "find"));
        found.QuerySelectorAll<IHtmlInputElement>("input[name=pick]").Select(i => i.Value).ShouldBe(["new.three@harbour.example", "new.four@harbour.example"]);
        found.Body!.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("Consultant surgeon, Surgery, here for 7 years"), t => t.ShouldContain("Dr Anna Bell is on the panel already"));
        found.QuerySelector<IHtmlTextAreaElement>("#clinicians")!.Value.ShouldContain("new.one@harbour.example", customMessage: "what was typed stays");
        (await MembersAsync()).Count.ShouldBe(6);

        await browser.SendAsync(found, $"{Plan}/clinicians", new Dictionary<string, string?> { ["pick"] = "new.three@harbour.example" });
        browser.Path.ShouldBe($"/projects/{Seed.Project}/panel?done=added");
        var members = await MembersAsync();
        members.Count.ShouldBe(8, "the typed one and the ticked one");
        members.Single(m => m.Name == "Miss New Three").YearsHere.ShouldBe(7);
        var clinician = await host.Store.ReadAsync((r, t) => r.FindAsync<Clinician>(new Domain.EmailAddress("new.three@harbour.example"), t), default);
        clinician.ShouldNotBeNull().ShouldSatisfyAllConditions(c => c.Role.ShouldBe("Consultant surgeon"), c => c.Specialty.ShouldBe("Surgery"));
    }

    [Fact]
    public async Task Clinicians_FromAFile_KeepItsColumns()
    {
        var page = await browser.GetAsync($"{Plan}/clinicians");
        using var content = new MultipartFormDataContent
        {
            { new StringContent(page.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value), "__RequestVerificationToken" },
            { new StringContent(""), "clinicians" },
            { new StringContent("email;name;specialty;professional bodies\nnew.two@harbour.example;Ms New Two;Physiotherapy;HCPC/CSP"), "cliniciansFile", "panel.csv" },
        };
        var response = await browser.Http.PostAsync($"{Plan}/clinicians", content, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var clinician = await host.Store.ReadAsync((r, t) => r.FindAsync<Clinician>(new Domain.EmailAddress("new.two@harbour.example"), t), default);
        clinician.ShouldNotBeNull().ShouldSatisfyAllConditions(c => c.Specialty.ShouldBe("Physiotherapy"), c => c.ProfessionalBodies.ShouldBe(["HCPC", "CSP"]));
    }

    [Fact]
    public async Task Advice_MarksThePhraseAndIsSetAsideWithAReason()
    {
        await browser.SendAsync(await browser.GetAsync($"{Plan}/objectives"), $"{Plan}/objectives", new Dictionary<string, string?>
        {
            ["objectives[0].name"] = "Cut follow-ups by 25 %",
            ["objectives[0].baseline"] = "0",
            ["objectives[0].goal"] = "25",
            ["objectives[0].goalDate.day"] = "31",
            ["objectives[0].goalDate.month"] = "3",
            ["objectives[0].goalDate.year"] = "2028",
        });
        var page = await browser.GetAsync(Plan);
        StatusOf(page, "Objectives").ShouldContain("of advice");
        page.QuerySelector("mark")!.TextContent.ShouldBe("Cut follow-ups by 25 %");
        (await browser.GetAsync($"{Plan}/objectives")).QuerySelector(".nhsuk-inset-text mark").ShouldNotBeNull();
        var form = page.QuerySelector("mark")!.Closest(".nhsuk-card")!.QuerySelector<IHtmlFormElement>("form")!;
        var reason = form.QuerySelector("input[name^=reason]")!.GetAttribute("name")!;

        var refused = await browser.SendAsync(form, null, ("do", "aside"));
        refused.QuerySelector<IHtmlAnchorElement>(".nhsuk-error-summary a")!.ShouldSatisfyAllConditions(
            a => a.TextContent.ShouldBe("Say in a few words why it does not apply here."), a => refused.QuerySelector(a.GetAttribute("href")!).ShouldNotBeNull());
        var aside = await browser.SendAsync(form, new Dictionary<string, string?> { [reason] = "The board asked for it." }, ("do", "aside"));

        aside.QuerySelectorAll(".nhsuk-card mark").ShouldBeEmpty();
        aside.QuerySelectorAll(".nhsuk-details").Single(d => d.TextContent.Contains("Advice set aside (1)", StringComparison.Ordinal)).TextContent.ShouldContain("The board asked for it.");
        (await browser.SendAsync(aside.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.TextContent.Contains("Take it up again", StringComparison.Ordinal)), null, ("do", "take-up")))
            .QuerySelectorAll(".nhsuk-card mark").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Story_ConsentWithdrawn_IsGoneFromEveryVersion()
    {
        await browser.SendAsync(await browser.GetAsync($"{Plan}/example"), $"{Plan}/example", new Dictionary<string, string?>
        {
            ["story.text"] = "Jean, 84, fell at home.",
            ["story.consent"] = "true",
            ["story.consentRecord"] = "Form kept by the patient experience team",
        });
        Said(await browser.GetAsync($"{Plan}/versions/2")).ShouldContain("Jean, 84");

        var page = await browser.SendAsync(await browser.GetAsync($"{Plan}/example"), $"{Plan}/example/withdraw");

        page.QuerySelector(".nhsuk-notification-banner__heading")!.TextContent.ShouldBe("The story is removed everywhere.");
        foreach (var version in new[] { 1, 2, 3 })
            (await browser.GetAsync($"{Plan}/versions/{version}")).Body!.TextContent.ShouldNotContain("Jean");
        (await browser.GetAsync($"/projects/{Seed.Project}?all=true")).Body!.TextContent.ShouldContain("consent was withdrawn");
    }

    [Fact]
    public async Task Figure_QuestionedAndCorrected_ByTheForms()
    {
        var evidence = await browser.GetAsync($"{Plan}/evidence");
        var listed = await browser.SendAsync(evidence, $"{Plan}/figures", new Dictionary<string, string?>
        {
            ["figureMember"] = Seed.Member("Mr Tom Ash").ToString(),
            ["figureFact"] = "1",
            ["figureWords"] = "Shortens stays by how much?",
        });
        listed.QuerySelector(".nhsuk-notification-banner__heading")!.TextContent.ShouldStartWith("It is recorded.");
        (await browser.SendAsync(evidence, $"{Plan}/figures", new Dictionary<string, string?> { ["figureWords"] = " " })).QuerySelectorAll(".nhsuk-error-summary a").Length.ShouldBe(1);
        var open = (await browser.GetAsync($"{Plan}/evidence")).QuerySelector<IHtmlAnchorElement>("#figures ~ ul a")!;
        open.TextContent.ShouldBe("Mr Tom Ash: “Shortens stays by how much?”");

        var page = await browser.GetAsync(open.GetAttribute("href")!);
        var action = open.GetAttribute("href")!;
        (await browser.SendAsync(page, action)).QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Select what you found.");
        var wrong = await browser.SendAsync(page, action, new Dictionary<string, string?> { ["outcome"] = "wrong", ["answer"] = "You are right." });
        wrong.QuerySelector<IHtmlAnchorElement>(".nhsuk-error-summary a")!.GetAttribute("href").ShouldBe("#text");
        await browser.SendAsync(wrong, action, new Dictionary<string, string?> { ["text"] = "Shortens stays by a day.", ["source"] = "Audit, 2027" });

        (await ProjectAsync()).Plan.Facts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Text.ShouldBe("Shortens stays by a day."), f => f.Number.ShouldBe(1));
        (await browser.GetAsync($"{Plan}/evidence")).QuerySelector("#figures ~ ul")!.TextContent.ShouldContain("one clinician is told");
        (await browser.GetAsync($"{Plan}/versions/2")).Body!.TextContent.ShouldContain("Because of what Mr Tom Ash said");
        await browser.SendAsync(await browser.GetAsync($"{Plan}/correct?fact=1"), $"{Plan}/correct", new Dictionary<string, string?>
        {
            ["text"] = "Shortens stays by two days.",
            ["source"] = "Audit, 2027",
            ["answer"] = "I misread it.",
        });
        (await ProjectAsync()).Plan.Facts.ShouldHaveSingleItem().Text.ShouldBe("Shortens stays by two days.");
    }

    [Fact]
    public async Task Addresses_ThatLeadNowhere_AreNotFound()
    {
        foreach (var path in new[] { $"{Plan}/nothing", $"{Plan}/versions/9", $"/projects/{Guid.Empty:N}/plan", $"/projects/{Guid.Empty:N}/plan/aim", $"/projects/{Guid.Empty:N}/plan/versions/1" })
        {
            await browser.GetAsync(path);
            browser.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task ClosedProject_ShowsItsPlanAndNoForm()
    {
        await browser.SendAsync(await browser.GetAsync($"/projects/{Seed.Project}/stage"), $"/projects/{Seed.Project}/stage/close", new Dictionary<string, string?> { ["closing"] = "Two beds stay." });

        var page = await browser.GetAsync($"{Plan}/evidence");
        page.QuerySelectorAll("main form").ShouldBeEmpty();
        page.QuerySelector("dl")!.TextContent.ShouldContain("Front door frailty");
        (await browser.GetAsync($"{Plan}/clinicians")).QuerySelectorAll("main form").ShouldBeEmpty();
    }

    /// <summary>What a version says, without what the one before it said.</summary>
    private static string Said(IHtmlDocument version)
    {
        foreach (var mark in version.QuerySelectorAll("del, ins .nhsuk-u-visually-hidden").ToArray())
            mark.Remove();
        return version.Body!.TextContent;
    }

    private static string StatusOf(IHtmlDocument page, string section) => page.QuerySelector($"#plan-{section}-status")!.TextContent.Trim();

    private async Task<Project> ProjectAsync() => (await host.Store.ReadAsync((r, t) => r.FindAsync<Project>(Seed.Project, t), default)).ShouldNotBeNull();

    private Task<IReadOnlyList<PanelMember>> MembersAsync() => host.Store.ReadAsync((r, t) => r.ListAsync<PanelMember>(m => m.ProjectId == Seed.Project, t), default);

    // The workflow opens it; here nothing runs but the pages.
    private Task AddTaskAsync() => host.Store.WriteAsync(
        (writer, _) =>
        {
            writer.Add(new PersonTask
            {
                Id = PersonTask.IdFor(Seed.Project, TaskKind.CompletePlan, "seed"),
                ProjectId = Seed.Project,
                Kind = TaskKind.CompletePlan,
                What = "Complete the plan: Add one measure.",
                IfNothing = "Nobody is met.",
                OpenedAt = PortalHost.Begin,
                DueAt = PortalHost.Begin,
            });
            return Task.FromResult(true);
        },
        default);
}
