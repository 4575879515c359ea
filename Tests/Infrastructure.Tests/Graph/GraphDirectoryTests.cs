using System.Net;
using ClinicalEngagement.Domain;
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
    public async Task Find_Many_FifteenACall()
    {
        var graph = new StubGraph().Answer("""{"value":[]}""").Answer("""{"value":[]}""").Answer("""{"value":[]}""");

        await graph.Directory.FindAsync([.. Enumerable.Range(0, 31).Select(i => new EmailAddress($"p{i}@trust.example"))], default);

        graph.Sent.Count.ShouldBe(3);
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

    private static IReadOnlyDictionary<EmailAddress, DirectoryPerson> Answered(PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>> result) =>
        result.ShouldBeOfType<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>.Answered>().Value;
}
