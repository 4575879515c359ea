using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Portal.Tests.Access;

/// <summary>Sign-in by OpenID Connect against a provider on loopback.</summary>
public sealed class OpenIdConnectTests : IAsyncLifetime
{
    private OidcProvider provider = null!;
    private PortalHost host = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await OidcProvider.StartAsync();
        host = await PortalHost.StartAsync(door: services => services.AddOpenIdConnectSignIn(), settings: provider.Settings);
        await Seed.FillAsync(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Page_NotSignedIn_SignsInAndComesBackToIt()
    {
        using var http = Browser();

        var answer = await http.GetAsync($"/projects/{Seed.Project}?all=true");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe($"/projects/{Seed.Project}?all=true");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Frailty same-day care");
    }

    [Fact]
    public async Task Page_OfAnotherLead_IsRefused()
    {
        provider.Email = "other.lead@harbour.example";
        using var http = Browser();

        (await http.GetAsync($"/projects/{Seed.Project}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await http.GetAsync("/new")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Cookie_OfAPerson_IsHttpOnlyAndLax()
    {
        var cookies = new CookieContainer();
        using var http = Browser(cookies);

        await http.GetAsync("/");

        var person = cookies.GetCookies(host.Address).Single(c => c.Name.StartsWith("clinical-engagement-person", StringComparison.Ordinal));
        person.HttpOnly.ShouldBeTrue();
        person.Value.ShouldNotContain("priya");
    }

    [Fact]
    public async Task Form_NotSignedIn_ChangesNothingAndSaysSo()
    {
        using var http = Browser();

        using var answer = await http.PostAsync($"/projects/{Seed.Project}/stage/pause", new FormUrlEncodedContent([]));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Nothing was changed.");
    }

    [Fact]
    public async Task SignedLink_NeedsNoSignIn()
    {
        using var http = Browser();
        var link = host.Links.SendWords(Seed.Member("Mr Tom Ash"), PortalHost.Begin + NodaTime.Duration.FromDays(20)).AbsolutePath;

        var answer = await http.GetAsync(link);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe(link);
    }

    [Fact]
    public async Task Api_WithABearerToken_IsThatPerson()
    {
        (await AskAsync(provider.Token(OidcProvider.ClientId))).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(provider.Token($"api://{OidcProvider.ClientId}"))).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(null)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Api_WithATokenThatDoesNotHold_IsRefused()
    {
        using var stranger = RSA.Create(2048);
        (await AskAsync(provider.Token("another-app"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(provider.Token(OidcProvider.ClientId, signedBy: stranger))).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(provider.Token(OidcProvider.ClientId, lasts: TimeSpan.FromHours(-1)))).ShouldBe(HttpStatusCode.Unauthorized);
        provider.Email = "other.lead@harbour.example";
        (await AskAsync(provider.Token(OidcProvider.ClientId))).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task HeaderOfThePlatform_ElsewhereThanThere_IsNotBelieved()
    {
        using var http = Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/engagements/{Seed.Project}");
        request.Headers.Add("X-MS-CLIENT-PRINCIPAL", AppServiceSignInTests.Header("priya.nair@harbour.example"));

        using var answer = await http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/common/v2.0", "engagement", "secret", "one tenant")]
    [InlineData("http://login.example/tenant", "engagement", "secret", "https")]
    [InlineData("https://login.example/tenant", "", "secret", "ClientId")]
    [InlineData("https://login.example/tenant", "engagement", "", "ClientSecret")]
    public async Task Options_ThatLetAnybodyIn_EndTheStart(string authority, string client, string secret, string words)
    {
        var settings = new Dictionary<string, string?> { ["SignIn:Authority"] = authority, ["SignIn:ClientId"] = client, ["SignIn:ClientSecret"] = secret };

        (await Should.ThrowAsync<OptionsValidationException>(() => PortalHost.StartAsync(door: services => services.AddOpenIdConnectSignIn(), settings: settings))).Message.ShouldContain(words);
    }

    private async Task<HttpStatusCode> AskAsync(string? token)
    {
        using var http = Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/engagements/{Seed.Project}");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private HttpClient Browser(CookieContainer? cookies = null) =>
        new(new SocketsHttpHandler { CookieContainer = cookies ?? new CookieContainer() }) { BaseAddress = host.Address };
}
