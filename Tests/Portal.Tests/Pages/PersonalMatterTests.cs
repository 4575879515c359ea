using AngleSharp.Html.Dom;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Portal.Tests.Access;
using ClinicalEngagement.Portal.Tests.Hosting;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>Words about safety, distress or conduct in a project's form: whom to turn to is said at once, and they are kept nowhere.</summary>
public sealed class PersonalMatterTests : IAsyncLifetime
{
    private const string Words = "Honestly, I am not coping since the spring.";

    private PortalHost host = null!;
    private PortalBrowser browser = null!;
    private string words = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync(door: TestSignIn.Door);
        await Seed.FillAsync(host);
        browser = host.Browse();
        words = host.Links.SendWords(Seed.Member("Mr Tom Ash"), PortalHost.Begin + Duration.FromDays(20)).AbsolutePath;
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Send_WordsOfDistress_SaysWhomToTurnTo_AndKeepsTheWordsNowhere()
    {
        var before = (await ListAsync<Concern>(c => c.Version >= 0)).Count;

        var page = await SendAsync(Words);

        page.Title!.ShouldStartWith("Please turn to somebody who can help");
        page.Body!.TextContent.ShouldSatisfyAllConditions(
            t => t.ShouldContain("Ring 999"), t => t.ShouldContain("Samaritans on 116 123"), t => t.ShouldContain("Freedom to Speak Up guardian"), t => t.ShouldContain("LFPSE"));
        (await ListAsync<Concern>(c => c.Version >= 0)).Count.ShouldBe(before);
        (await ListAsync<AuditEvent>(e => e.Sequence > 0)).ShouldNotContain(e => e.Words.Contains("coping", StringComparison.Ordinal));
        var last = (await ListAsync<AuditEvent>(e => e.Sequence > 0))[^1];
        (last.ProjectId, last.MemberId, last.What).ShouldBe((null, null, "words.not-feedback"));
        var task = (await ListAsync<PersonTask>(t => t.Kind == TaskKind.SpeakInPerson)).ShouldHaveSingleItem();
        task.What.ShouldNotContain("coping");

        await SendAsync(Words);
        (await ListAsync<PersonTask>(t => t.Kind == TaskKind.SpeakInPerson)).ShouldHaveSingleItem("one a day");
    }

    [Fact]
    public async Task Task_IsForTheLeadAlone()
    {
        await SendAsync(Words);

        (await TextAsync("priya.nair", "/tasks")).ShouldContain("Speak with Mr Tom Ash today");
        foreach (var (who, path) in new[] { ("co.lead", "/tasks"), ("co.lead", "/"), ("priya.nair", $"/projects/{Seed.Project}"), ("priya.nair", $"/projects/{Seed.Project}/panel/{Seed.Member("Mr Tom Ash")}"), ("priya.nair", $"/projects/{Seed.Project}/audit") })
            (await TextAsync(who, path)).ShouldNotContain("Speak with", customMessage: $"{who} on {path}");
    }

    [Fact]
    public async Task Send_OnTheWritersWord_IsFeedbackAfterAll()
    {
        var page = await SendAsync(Words);

        var sent = await browser.SendAsync((IHtmlFormElement)page.QuerySelector("form")!);

        sent.QuerySelector("h1")!.TextContent.ShouldBe("Thank you");
        (await ListAsync<Concern>(c => c.Version >= 0)).ShouldContain(c => c.Words == Words);
        (await ListAsync<PersonTask>(t => t.Kind == TaskKind.SpeakInPerson)).ShouldHaveSingleItem().DoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Send_WordsOfConduct_AnswersThatFirst()
    {
        var page = await SendAsync("The lead bullied my registrar.");

        page.QuerySelectorAll("h2.nhsuk-heading-s")[0].TextContent.ShouldContain("how somebody behaves");
    }

    private async Task<IHtmlDocument> SendAsync(string said) =>
        await browser.SendAsync(await browser.GetAsync(words), words, new Dictionary<string, string?> { ["words"] = said, ["kind"] = nameof(ConcernKind.Concern) });

    private async Task<string> TextAsync(string who, string path)
    {
        using var signedIn = host.Browse();
        signedIn.Http.DefaultRequestHeaders.Add(TestSignIn.EmailHeader, $"{who}@harbour.example");
        signedIn.Http.DefaultRequestHeaders.Add(TestSignIn.RolesHeader, "Lead");
        return (await signedIn.GetAsync(path)).Body!.TextContent;
    }

    private Task<IReadOnlyList<T>> ListAsync<T>(System.Linq.Expressions.Expression<Func<T, bool>> which)
        where T : class => host.Store.ReadAsync((reader, token) => reader.ListAsync(which, token), TestContext.Current.CancellationToken);
}
