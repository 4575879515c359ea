using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Portal.Tests.Access;
using ClinicalEngagement.Portal.Tests.Hosting;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>What a clinician who signs in sees of what is kept of them, and puts right.</summary>
public sealed class OwnRecordTests : IAsyncLifetime
{
    private static readonly string Bell = Seed.Member("Dr Anna Bell").Value.ToString("N");
    private static readonly string Suggestion = Domain.StableId.From("seed-suggestion").ToString("N");

    private PortalHost host = null!;
    private PortalBrowser browser = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync(door: TestSignIn.Door);
        await Seed.FillAsync(host);
        browser = SignedIn("anna.bell");
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Page_ShowsAllThatIsKeptOfThem_AndNothingOfOthers()
    {
        var page = await browser.GetAsync("/me");

        var text = page.Body!.TextContent;
        text.ShouldSatisfyAllConditions(
            t => t.ShouldContain("Dr Anna Bell"),
            t => t.ShouldContain("Supports, 7 January 2027"),
            t => t.ShouldContain("Power high; impact on you high"),
            t => t.ShouldContain("Let the nurse score while the bloods are taken."),
            t => t.ShouldContain("It is in the pathway from today."),
            t => t.ShouldContain("Beds for frailty will be used as overflow by the first Friday."));
        text.ShouldNotContain("Okoro");
    }

    [Fact]
    public async Task Answer_WithAVerdict_IsTheirWord()
    {
        var page = await browser.SendAsync(await browser.GetAsync("/me"), $"/me/{Bell}/{Suggestion}", new Dictionary<string, string?>
        {
            [$"answer-{Suggestion}"] = nameof(Verdict.Partly),
            [$"words-{Suggestion}"] = "Not at night.",
        });

        page.QuerySelector(".nhsuk-notification-banner__heading")!.TextContent.ShouldBe("Thank you. Your answer has arrived.");
        page.Body!.TextContent.ShouldContain("You said partly on 11 January 2027.");
        var concern = (await host.Store.ReadAsync((r, t) => r.FindAsync<Concern>(new Domain.ConcernId(Domain.StableId.From("seed-suggestion")), t), default))!;
        (concern.Verdict, concern.VerdictWords).ShouldBe((Verdict.Partly, "Not at night."));
        (await browser.SendAsync(page, $"/me/{Bell}/{Suggestion}")).QuerySelector(".nhsuk-error-summary a")!.GetAttribute("href").ShouldBe($"#answer-{Suggestion}");
    }

    [Fact]
    public async Task Correction_IsTakenAtTheirWord_AndTheTimelineDoesNotSayWhat()
    {
        await browser.SendAsync(await browser.GetAsync("/me"), $"/me/{Bell}", new Dictionary<string, string?>
        {
            [$"position-{Bell}"] = nameof(Position.HasConcerns),
            [$"positionWords-{Bell}"] = "Not before the beds are safe.",
            [$"takeOut-{Bell}"] = "true",
        });

        var member = (await host.Store.ReadAsync((r, t) => r.FindAsync<PanelMember>(Seed.Member("Dr Anna Bell"), t), default))!;
        (member.PositionHeld, member.PositionEvidence, member.Power, member.Impact).ShouldBe((Position.HasConcerns, "They said so themselves: Not before the beds are safe.", null, null));
        var project = Seed.Project;
        var happened = (await host.Store.ReadAsync((r, t) => r.LastAsync<AuditEvent>(e => e.ProjectId == project, 1, t), default)).Single();
        (happened.Actor, happened.Words).ShouldBe((AuditActor.Clinician, "{clinician} put right what is kept of them. You see it on their page."));
        var empty = await browser.SendAsync(await browser.GetAsync("/me"), $"/me/{Bell}");
        empty.QuerySelector<IHtmlAnchorElement>(".nhsuk-error-summary a")!.TextContent.ShouldStartWith("Say where you stand");
    }

    [Fact]
    public async Task Role_PutRight_HoldsInEveryProject()
    {
        var page = await browser.SendAsync(await browser.GetAsync("/me"), "/me", new Dictionary<string, string?> { ["role"] = "Clinical director", ["specialty"] = "Geriatric medicine" });

        page.Body!.TextContent.ShouldContain("Clinical director");
        (await browser.SendAsync(page, "/me", new Dictionary<string, string?> { ["role"] = new string('x', 101) })).QuerySelector(".nhsuk-error-summary a")!.GetAttribute("href").ShouldBe("#role");
    }

    [Fact]
    public async Task Export_HoldsWhatIsTheirs_UnderANameOfNobody()
    {
        var text = await (await browser.Http.GetAsync("/me/export.json")).Content.ReadAsStringAsync();
        await browser.GetAsync("/me/export.json");

        browser.Response.Content.Headers.ContentDisposition!.FileName.ShouldBe("what-is-kept.json");
        using var json = System.Text.Json.JsonDocument.Parse(text);
        json.RootElement.GetProperty("projects")[0].GetProperty("concerns").GetArrayLength().ShouldBe(2);
        text.ShouldNotContain("Okoro");
        text.ShouldNotContain("tom.ash");
    }

    [Fact]
    public async Task SomebodyElse_NeitherSeesNorChangesIt()
    {
        using var other = SignedIn("tom.ash");
        var page = await other.GetAsync("/me");
        page.Body!.TextContent.ShouldNotContain("Anna Bell");
        var token = page.QuerySelector<IHtmlInputElement>("[name=__RequestVerificationToken]")!.Value;

        await other.PostAsync($"/me/{Bell}", new Dictionary<string, string> { ["__RequestVerificationToken"] = token, [$"position-{Bell}"] = nameof(Position.StronglySupports) });
        other.Response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await other.PostAsync($"/me/{Bell}/{Suggestion}", new Dictionary<string, string> { ["__RequestVerificationToken"] = token, [$"answer-{Suggestion}"] = nameof(Verdict.Yes) });
        other.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await host.Store.ReadAsync((r, t) => r.FindAsync<PanelMember>(Seed.Member("Dr Anna Bell"), t), default))!.PositionHeld.ShouldBe(Position.Supports);
        using var nobody = SignedIn("nobody");
        await nobody.GetAsync("/me");
        nobody.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private PortalBrowser SignedIn(string name)
    {
        var signedIn = host.Browse();
        signedIn.Http.DefaultRequestHeaders.Add(TestSignIn.EmailHeader, $"{name}@harbour.example");
        signedIn.Http.DefaultRequestHeaders.Add(TestSignIn.RolesHeader, "");
        return signedIn;
    }
}
