using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>From the empty form to the word to begin, without a script.</summary>
public sealed class NewEngagementTests : IAsyncLifetime
{
    private PortalHost host = null!;
    private PortalBrowser browser = null!;

    private static Dictionary<string, string?> Filled => new()
    {
        ["name"] = "Frailty same-day care",
        ["patientBenefit"] = "Older people are assessed early and home the same day when that is safe.",
        ["measure.name"] = "Frailty scored within 30 minutes",
        ["measure.unit"] = "%",
        ["measure.baseline"] = "38",
        ["measure.goal"] = "80",
        ["facts[0].text"] = "Front door frailty care shortens stays.",
        ["facts[0].source"] = "British Geriatrics Society, Front door frailty, 2023",
        ["noDifferentViewKnown"] = "none",
        ["lead.name"] = "Priya Nair",
        ["lead.email"] = "priya.nair@harbour.example",
        ["clinicians"] = "Dr Anna Bell, anna.bell@harbour.example, Consultant geriatrician\nMr Tom Ash, tom.ash@harbour.example, Consultant surgeon",
    };

    [Fact]
    public async Task Readiness_LookedAtOnTheForm_SaysWhatIsOpen_AndKeepsWhatWasTyped()
    {
        var page = await browser.GetAsync("/new");
        page.QuerySelectorAll("#readiness a").Select(a => a.GetAttribute("href")).ShouldBe(["#patientBenefit", "#measure-name", "#facts-0-text", "#noDifferentViewKnown"]);

        page = await browser.SendAsync(page.QuerySelector<IHtmlFormElement>("#new-engagement")!, new Dictionary<string, string?>
        {
            ["patientBenefit"] = "Older people are home the same day.",
            ["measure.baseline"] = "a third",
            ["noDifferentViewKnown"] = "none",
        }, ("show", "readiness"));

        browser.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.QuerySelector("#readiness p")!.TextContent.ShouldStartWith("Early conversations can begin.");
        page.QuerySelectorAll("#readiness .nhsuk-tag").Select(t => t.TextContent).ShouldBe(["There", "Open", "Open", "There"]);
        page.QuerySelectorAll("#readiness a").ShouldAllBe(a => page.QuerySelector(a.GetAttribute("href")!) != null);
        page.QuerySelector<IHtmlInputElement>("#measure-baseline")!.Value.ShouldBe("a third");
        page.QuerySelectorAll(".nhsuk-error-summary").ShouldBeEmpty();
    }

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync();
        browser = host.Browse();
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Send_FilledForm_StoresAndQueuesTheRequest()
    {
        var check = await CheckAsync(Filled);
        check.QuerySelector("h1")!.TextContent.ShouldBe("Check and send");
        (await StoredAsync()).ShouldBeEmpty("checking sends nothing");

        var sent = await browser.SendAsync(check, "/new/send", new Dictionary<string, string?> { ["firstMessages"] = "Send", ["updateRhythm"] = "Fortnightly" });

        browser.Path.ShouldStartWith("/projects/");
        sent.QuerySelector("h1")!.TextContent.ShouldBe("Being prepared");
        var stored = (await StoredAsync()).ShouldHaveSingleItem();
        stored.Door.ShouldBe("form");
        var request = Read(stored);
        request.FirstMessages.ShouldBe(FirstMessages.Send);
        request.UpdateRhythm.ShouldBe(UpdateRhythm.Fortnightly);
        request.Clinicians.Select(c => c.Email).ShouldBe(["anna.bell@harbour.example", "tom.ash@harbour.example"]);
        request.FirstMessageWords.ShouldNotBeNullOrWhiteSpace();
        (await host.Queue(QueueNames.EngagementRequests).ReceiveAsync(TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldNotBeNull().Body.ShouldBe(stored.Id.ToString());
    }

    [Fact]
    public async Task Directory_FoundAndTicked_JoinsTheLinesThatWereTyped()
    {
        host.Services.GetRequiredService<PortalDirectory>().Answers[new CandidateSource.Department("Surgery")] = new PortResult<IReadOnlyList<DirectoryPerson>>.Answered(
            [new(new Domain.EmailAddress("new.three@harbour.example"), "Miss New Three", "Consultant surgeon", "Surgery", new NodaTime.LocalDate(2019, 3, 1), true)]);
        var found = await browser.SendAsync(await browser.GetAsync("/new"), "/new", Filled.With("directory", "Surgery"), ("do", "find"));
        found.QuerySelectorAll(".nhsuk-error-summary").ShouldBeEmpty("looking is not sending");

        var check = await browser.SendAsync(found, "/new", new Dictionary<string, string?> { ["pick"] = "new.three@harbour.example" });
        await browser.SendAsync(check, "/new/send", new Dictionary<string, string?> { ["firstMessages"] = "Send" });

        var request = Read((await StoredAsync()).ShouldHaveSingleItem());
        request.Clinicians.Select(c => c.Email).ShouldBe(["anna.bell@harbour.example", "tom.ash@harbour.example", "new.three@harbour.example"]);
        request.Clinicians[^1].ShouldSatisfyAllConditions(c => c.Role.ShouldBe("Consultant surgeon"), c => c.Specialty.ShouldBe("Surgery"), c => c.YearsHere.ShouldBe(7));
    }

    [Fact]
    public async Task Send_PressedTwice_BeginsOneEngagement()
    {
        var check = await CheckAsync(Filled);

        await browser.SendAsync(check, "/new/send");
        var first = browser.Path;
        await browser.SendAsync(check, "/new/send");

        browser.Path.Split('?')[0].ShouldBe(first.Split('?')[0]);
        (await StoredAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Check_EmptyForm_NamesEveryFieldWithALinkToIt()
    {
        var page = await CheckAsync(new() { ["name"] = "", ["lead.name"] = "" });

        browser.Response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        page.Title.ShouldNotBeNull().ShouldStartWith("Error: ");
        var links = page.QuerySelectorAll(".nhsuk-error-summary a").ToArray();
        links.Select(l => l.TextContent).ShouldContain("Enter the name of the project.");
        links.Select(l => l.TextContent).ShouldContain("Name at least one clinician to engage.");
        foreach (var link in links)
            page.QuerySelector(link.GetAttribute("href")!).ShouldNotBeNull($"{link.TextContent} leads to a field").ShouldBeAssignableTo<IHtmlElement>();
    }

    [Fact]
    public async Task Check_OneMistake_KeepsEverythingThatWasTyped()
    {
        var page = await CheckAsync(Filled.With("lead.email", "priya.nair").With("measure.baseline", "about a third"));

        page.QuerySelectorAll(".nhsuk-error-summary a").Select(a => a.TextContent).ShouldBe(
        [
            "Enter where it stands today as a number, like 38 or 4.5.",
            "Enter the project lead’s e-mail address in the correct format, like name@example.nhs.uk.",
        ]);
        foreach (var (name, typed) in Filled.With("lead.email", "priya.nair").With("measure.baseline", "about a third"))
            Value(page, name).ShouldBe(typed, name);
    }

    [Fact]
    public async Task Check_LeadOnTheListOfClinicians_SaysWhoAndWhatToDo()
    {
        var page = await CheckAsync(Filled.With("lead.email", "Anna.Bell@harbour.example"));

        page.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe(
            "Clinician 1 (Dr Anna Bell): anna.bell@harbour.example leads the project and cannot also be on its panel. Remove them from the clinicians, or name another lead.");
    }

    [Fact]
    public async Task Check_RowWithoutAddress_SaysWhichLine()
    {
        var page = await CheckAsync(Filled.With("clinicians", "Dr Anna Bell, anna.bell@harbour.example\nMr Tom Ash, Consultant surgeon"));

        page.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Line 2 of the clinicians: add an e-mail address for Mr Tom Ash.");
    }

    [Fact]
    public async Task Change_FromTheLastPage_BringsTheFormBack()
    {
        var check = await CheckAsync(Filled);

        var form = await browser.SendAsync(check, "/new/change");

        foreach (var (name, typed) in Filled)
            Value(form, name).ShouldBe(typed, name);
    }

    [Fact]
    public async Task Send_EmptyWords_AsksForThemAndSendsNothing()
    {
        var check = await CheckAsync(Filled);

        var page = await browser.SendAsync(check, "/new/send", new Dictionary<string, string?> { ["firstMessageWords"] = "" });

        page.QuerySelector(".nhsuk-error-summary a")!.TextContent.ShouldBe("Enter the words of the first message.");
        (await StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Send_WithoutTheFormsToken_IsRefused()
    {
        var page = await browser.PostAsync("/new/send", new Dictionary<string, string> { ["request"] = "{}", ["key"] = "k" });

        browser.Response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        page.QuerySelector("h1")!.TextContent.ShouldBe("This page was open for too long");
    }

    private async Task<IHtmlDocument> CheckAsync(Dictionary<string, string?> fields) =>
        await browser.SendAsync(await browser.GetAsync("/new"), "/new", fields);

    private async Task<IReadOnlyList<StoredRequest>> StoredAsync() =>
        await host.Store.ReadAsync((reader, token) => reader.ListAsync<StoredRequest>(r => r.State == RequestState.Received, token), CancellationToken.None);

    private static EngagementRequest Read(StoredRequest stored) =>
        EngagementRequestReader.Read(System.Text.Encoding.UTF8.GetBytes(stored.Body)).ShouldBeOfType<ReadRequest.Read>().Request;

    private static string? Value(IHtmlDocument page, string name) => page.QuerySelectorAll("[name]").Where(e => e.GetAttribute("name") == name).ToArray() switch
    {
        [IHtmlTextAreaElement area] => area.Value,
        [IHtmlSelectElement select] => select.Value,
        var inputs => inputs.OfType<IHtmlInputElement>().FirstOrDefault(i => i.Type is not "radio" || i.IsChecked)?.Value,
    };
}

internal static class FieldsExtensions
{
    public static Dictionary<string, string?> With(this Dictionary<string, string?> fields, string name, string value) => new(fields) { [name] = value };
}
