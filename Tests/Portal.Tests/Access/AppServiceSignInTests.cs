using System.Net;
using System.Text.Json;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Tests.Hosting;

namespace ClinicalEngagement.Portal.Tests.Access;

/// <summary>Entra ID by App Service authentication: the platform's header, where the platform is.</summary>
public sealed class AppServiceSignInTests
{
    private static readonly Dictionary<string, string?> Platform = new() { ["WEBSITE_INSTANCE_ID"] = "one", ["WEBSITE_AUTH_ENABLED"] = "True" };

    internal static string Header(string email, string provider = "aad", params string[] roles) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new
    {
        auth_typ = provider,
        name_typ = "name",
        role_typ = "roles",
        claims = new[] { new { typ = "preferred_username", val = email } }.Concat(roles.Select(r => new { typ = "roles", val = r })).ToArray(),
    }));

    [Fact]
    public async Task Header_OnThePlatform_IsThatPerson()
    {
        await using var host = await StartAsync(Platform);

        (await AskAsync(host, $"/projects/{Seed.Project}", Header("Priya.Nair@harbour.example"))).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(host, $"/projects/{Seed.Project}", Header("other@harbour.example"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(host, "/dead-letters", Header("other@harbour.example", roles: "Engagement.Administrator"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Header_OnFlexConsumption_IsThatPerson()
    {
        // That plan names no instance, only itself.
        await using var host = await StartAsync(new Dictionary<string, string?> { ["WEBSITE_SKU"] = "FlexConsumption", ["WEBSITE_AUTH_ENABLED"] = "True" });

        (await AskAsync(host, $"/projects/{Seed.Project}", Header("priya.nair@harbour.example"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("WEBSITE_INSTANCE_ID", null)]
    [InlineData("WEBSITE_AUTH_ENABLED", null)]
    [InlineData("WEBSITE_AUTH_ENABLED", "False")]
    public async Task Header_WhereThePlatformDoesNotStandInFront_IsNobody(string setting, string? value)
    {
        await using var host = await StartAsync(new Dictionary<string, string?>(Platform) { [setting] = value });

        (await AskAsync(host, $"/projects/{Seed.Project}", Header("priya.nair@harbour.example"))).Status.ShouldBe(HttpStatusCode.Found);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("e30=")]
    [InlineData("W10=")]
    public async Task Header_ThatCannotBeRead_IsNobody(string header)
    {
        await using var host = await StartAsync(Platform);

        (await AskAsync(host, $"/projects/{Seed.Project}", header)).Status.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Header_OfAnotherProvider_IsNobody()
    {
        await using var host = await StartAsync(Platform);

        (await AskAsync(host, $"/projects/{Seed.Project}", Header("priya.nair@harbour.example", "facebook"))).Status.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Page_NotSignedIn_LeadsToThePlatformAndBack()
    {
        await using var host = await StartAsync(Platform);

        var (_, location) = await AskAsync(host, $"/projects/{Seed.Project}?all=true", null);

        location.ShouldBe($"/.auth/login/aad?post_login_redirect_uri={Uri.EscapeDataString($"/projects/{Seed.Project}?all=true")}");
    }

    private static async Task<PortalHost> StartAsync(Dictionary<string, string?> settings)
    {
        var host = await PortalHost.StartAsync(door: services => services.AddAppServiceSignIn(), settings: settings);
        await Seed.FillAsync(host);
        return host;
    }

    private static async Task<(HttpStatusCode Status, string? Location)> AskAsync(PortalHost host, string path, string? header)
    {
        using var browser = host.Browse();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is not null)
            request.Headers.Add("X-MS-CLIENT-PRINCIPAL", header);
        using var answer = await browser.Http.SendAsync(request);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString);
    }
}
