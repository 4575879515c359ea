using System.Net;
using System.Text.Json;
using ClinicalEngagement.Portal.Tests.Hosting;

namespace ClinicalEngagement.Portal.Tests.Api;

/// <summary>Lists by pages, entity tags, the description and its reference page.</summary>
public sealed class ApiPagesTests : IAsyncLifetime
{
    private PortalHost host = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        http = new HttpClient { BaseAddress = host.Address };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Timeline_PageByPage_IsWholeAndInOrder()
    {
        var numbers = new List<long>();
        for (string? next = null; ;)
        {
            var page = JsonDocument.Parse(await http.GetStringAsync($"/api/engagements/{Seed.Project}/timeline?limit=4{(next is null ? "" : $"&before={next}")}")).RootElement;
            numbers.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("sequence").GetInt64()));
            if (!page.TryGetProperty("next", out var more))
                break;
            next = more.GetString();
        }

        numbers.Count.ShouldBeGreaterThan(8);
        numbers.ShouldBe(numbers.Distinct().OrderDescending());
    }

    [Fact]
    public async Task List_ShowsEngagementsAndTheirAddresses()
    {
        var page = JsonDocument.Parse(await http.GetStringAsync("/api/engagements")).RootElement;

        page.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(Seed.Project.ToString());
        page.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/api/engagements?limit=0")]
    [InlineData("/api/engagements?limit=201")]
    public async Task List_WithALimitThatCannotBe_SaysSo(string path)
    {
        using var answer = await http.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("urn:clinical-engagement:problem:bad-limit");
    }

    [Fact]
    public async Task State_AskedForWithItsTag_IsNotSentAgainUntilItChanges()
    {
        using var first = await http.GetAsync($"/api/engagements/{Seed.Project}");
        var tag = first.Headers.ETag.ShouldNotBeNull();

        (await AskAsync(tag.Tag)).ShouldBe(HttpStatusCode.NotModified);
        using var browser = host.Browse();
        await browser.SendAsync(await browser.GetAsync($"/projects/{Seed.Project}/stage"), $"/projects/{Seed.Project}/stage/pause");
        (await AskAsync(tag.Tag)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Description_IsOpenApi31_AndDescribesEveryAnswer()
    {
        var description = JsonDocument.Parse(await http.GetStringAsync("/api/openapi/v1.json")).RootElement;

        description.GetProperty("openapi").GetString().ShouldStartWith("3.1");
        description.GetProperty("paths").EnumerateObject().Select(p => p.Name).ShouldBe(
            [
                "/api/engagements", "/api/engagements/{id}", "/api/engagements/{id}/timeline", "/api/engagements/{id}/measures", "/api/measures", "/api/measures.csv",
                "/api/forms/engagements", "/api/graph/notifications",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Reference_RunsByItsOwnNonceAlone()
    {
        using var answer = await http.GetAsync("/api/reference/v1");
        var page = await answer.Content.ReadAsStringAsync();
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        var scripts = policy.Split("; ").Single(p => p.StartsWith("script-src", StringComparison.Ordinal));

        scripts.ShouldNotContain("unsafe");
        var nonce = scripts.Split('\'').Single(p => p.StartsWith("nonce-", StringComparison.Ordinal))[6..];
        System.Net.WebUtility.HtmlDecode(page).ShouldContain($"nonce=\"{nonce}\"");
        using var again = await http.GetAsync("/api/reference/v1");
        again.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain(nonce);
    }

    private async Task<HttpStatusCode> AskAsync(string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/engagements/{Seed.Project}");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
