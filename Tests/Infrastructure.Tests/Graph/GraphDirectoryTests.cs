using System.Net;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class GraphDirectoryTests
{
    [Fact]
    public async Task Find_People_AreThoseFound()
    {
        var graph = new StubGraph().Answer("""
            {"value":[{"id":"1","mail":"Maeve.O'Neill@trust.example","displayName":"Maeve O'Neill","jobTitle":"Consultant","department":"Stroke","employeeHireDate":"2011-04-04T00:00:00Z","accountEnabled":true},
                      {"id":"2","mail":"gone@trust.example","displayName":"Gone Away","accountEnabled":false}]}
            """);

        var found = Answered(await graph.Directory.FindAsync(
            [new("maeve.o'neill@trust.example"), new("gone@trust.example"), new("nobody@trust.example"), new("not an address")], default));

        found.Count.ShouldBe(2);
        found[new("maeve.o'neill@trust.example")].ShouldBe(
            new DirectoryPerson(new("maeve.o'neill@trust.example"), "Maeve O'Neill", "Consultant", "Stroke", new LocalDate(2011, 4, 4), true));
        found[new("gone@trust.example")].Enabled.ShouldBeFalse();
        graph.Sent[0].Query.ShouldContain("$filter=mail in ('gone@trust.example','maeve.o''neill@trust.example','nobody@trust.example')");
    }

    [Fact]
    public async Task Find_Many_FifteenAQuestionAndOneCall()
    {
        var graph = new StubGraph().Answer(request => StubGraph.BatchAsync(request, _ => (200, """{"value":[{"id":"1","mail":"p1@trust.example","displayName":"P One"}]}""", null)));

        var found = Answered(await graph.Directory.FindAsync([.. Enumerable.Range(0, 31).Select(i => new EmailAddress($"p{i}@trust.example"))], default));

        found.Keys.ShouldBe([new EmailAddress("p1@trust.example")]);
        var questions = graph.Sent.ShouldHaveSingleItem().Body!["requests"]!.AsArray();
        questions.Count.ShouldBe(3);
        questions.ShouldAllBe(q => Uri.UnescapeDataString(q!["url"]!.GetValue<string>()).Split('\'').Length <= 31);
    }

    [Fact]
    public async Task Find_OneQuestionOfMany_IsThrottledRefusedOrBroken()
    {
        EmailAddress[] many = [.. Enumerable.Range(0, 40).Select(i => new EmailAddress($"p{i:00}@trust.example"))];
        (int, string, string?) Fine() => (200, """{"value":[]}""", null);
        (int, string, string?) Failing(int status, string code, string? retryAfter) => (status, $$$"""{"error":{"code":"{{{code}}}","message":"m"}}""", retryAfter);

        var throttled = new StubGraph().Answer(r => StubGraph.BatchAsync(r, n => n == 1 ? Failing(429, "TooManyRequests", "7.5") : Fine()));
        (await throttled.Directory.FindAsync(many, default))
            .ShouldBe(new PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>.Throttled(StubGraph.Now + Duration.FromMilliseconds(7500)));
        (await throttled.Directory.FindAsync(many, default)).ShouldBeOfType<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>.Throttled>();
        throttled.Sent.Count.ShouldBe(1, "nothing is asked before its time");

        var refused = new StubGraph().Answer(r => StubGraph.BatchAsync(r, n => n == 2 ? Failing(403, "Authorization_RequestDenied", null) : Fine()));
        (await refused.Directory.FindAsync(many, default)).ShouldBeOfType<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>.Refused>();

        var broken = new StubGraph().Answer(r => StubGraph.BatchAsync(r, n => n switch { 0 => Failing(504, "", null), 2 => Failing(429, "TooManyRequests", "9"), _ => Fine() }));
        await Should.ThrowAsync<GraphOutageException>(() => broken.Directory.FindAsync(many, default));
        (await broken.Directory.FindAsync(many, default)).ShouldBeOfType<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>.Throttled>(
            "what another item said of throttling is kept");
    }

    [Fact]
    public async Task Candidates_OfADepartment_AreColleaguesAtWork()
    {
        var graph = new StubGraph()
            .Answer("""
                {"@odata.nextLink":"http://127.0.0.1:9/v1.0/users?$skiptoken=2","value":[
                 {"id":"1","mail":"zoe@trust.example","displayName":"Zoe","jobTitle":"Consultant","department":"Women's health","employeeHireDate":"2011-04-04T00:00:00Z","accountEnabled":true,"userType":"Member"},
                 {"id":"2","mail":"guest@elsewhere.example","displayName":"Guest","accountEnabled":true,"userType":"Guest"}]}
                """)
            .Answer("""
                {"value":[{"id":"3","mail":"gone@trust.example","displayName":"Gone","accountEnabled":false,"userType":"Member"},
                          {"id":"4","displayName":"No mailbox","accountEnabled":true},
                          {"id":"5","mail":"anna@trust.example","displayName":"Anna","accountEnabled":true}]}
                """);

        var found = Answered(await graph.Directory.CandidatesAsync(new CandidateSource.Department("Women's health"), default));

        found.Select(p => p.Name).ShouldBe(["Anna", "Zoe"]);
        found[1].ShouldBe(new DirectoryPerson(new("zoe@trust.example"), "Zoe", "Consultant", "Women's health", new LocalDate(2011, 4, 4), true));
        graph.Sent[0].Query.ShouldContain("$filter=department eq 'Women''s health'");
    }

    [Fact]
    public async Task Candidates_OfAGroupThatIsNotThere_AreNobody()
    {
        var graph = new StubGraph().Answer("""{"value":[]}""");

        Answered(await graph.Directory.CandidatesAsync(new CandidateSource.Group(new("no.such.group@trust.example")), default)).ShouldBeEmpty();
        graph.Sent.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("https://elsewhere.example/v1.0/users?$skiptoken=2")]
    [InlineData("http://127.0.0.1:9/v1.0/users?$skiptoken=same")]
    public async Task Candidates_PagesThatLeadAstray_AreNotFollowed(string next)
    {
        var page = $$"""{"@odata.nextLink":"{{next}}","value":[]}""";
        var graph = new StubGraph().Answer(page).Answer(page);

        await Should.ThrowAsync<GraphAnswerException>(() => graph.Directory.CandidatesAsync(new CandidateSource.Department("Stroke"), default));
    }

    [Fact]
    public async Task Find_NobodyAsked_AsksNothing()
    {
        var graph = new StubGraph();

        Answered(await graph.Directory.FindAsync([], default)).ShouldBeEmpty();
        graph.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_NotPermitted_IsRefused()
    {
        var graph = new StubGraph().Error(HttpStatusCode.Forbidden, "Authorization_RequestDenied");

        (await graph.Directory.FindAsync([new("a@trust.example")], default)).ShouldBeOfType<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>.Refused>();
    }

    private static T Answered<T>(PortResult<T> result) => result.ShouldBeOfType<PortResult<T>.Answered>().Value;
}
