using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ClinicalEngagement.Portal.Tests.Access;

/// <summary>A small OpenID Connect provider on loopback: discovery, keys, authorisation code with PKCE. Whoever comes is the person it was told.</summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    public const string ClientId = "engagement";
    public const string Secret = "a secret of the test";
    private readonly WebApplication app;
    private readonly RSA rsa = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge)> codes = new();
    private int count;

    private OidcProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => new
        {
            issuer = Issuer,
            authorization_endpoint = $"{Issuer}/authorize",
            token_endpoint = $"{Issuer}/token",
            jwks_uri = $"{Issuer}/keys",
            response_types_supported = new[] { "code" },
            subject_types_supported = new[] { "pairwise" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        });
        app.MapGet("/keys", () =>
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(false)) { KeyId = "one" });
            return new { keys = new[] { new { kty = key.Kty, kid = "one", n = key.N, e = key.E, use = "sig", alg = "RS256" } } };
        });
        app.MapGet("/authorize", (string redirect_uri, string state, string nonce, string code_challenge, string code_challenge_method, string client_id) =>
        {
            code_challenge_method.ShouldBe("S256");
            client_id.ShouldBe(ClientId);
            var code = $"code-{Interlocked.Increment(ref count)}";
            codes[code] = (nonce, code_challenge);
            return Results.Redirect($"{redirect_uri}?code={code}&state={Uri.EscapeDataString(state)}");
        });
        app.MapPost("/token", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            if (form["client_secret"] != Secret || !codes.TryRemove(form["code"].ToString(), out var known)
                || Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != known.Challenge)
                return Results.BadRequest(new { error = "invalid_grant" });
            return Results.Json(new { access_token = Token(ClientId), id_token = Token(ClientId, known.Nonce), token_type = "Bearer", expires_in = 3600 });
        });
    }

    public string Issuer => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Who signs in.</summary>
    public string Email { get; set; } = "priya.nair@harbour.example";

    /// <summary>Their app roles.</summary>
    public IReadOnlyList<string> Roles { get; set; } = ["Engagement.Lead"];

    public static async Task<OidcProvider> StartAsync()
    {
        var provider = new OidcProvider();
        await provider.app.StartAsync();
        return provider;
    }

    /// <summary>What a host needs to trust it.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["SignIn:Authority"] = Issuer,
        ["SignIn:ClientId"] = ClientId,
        ["SignIn:ClientSecret"] = Secret,
    };

    /// <summary>A signed token for an audience.</summary>
    public string Token(string audience, string? nonce = null, TimeSpan? lasts = null, RSA? signedBy = null)
    {
        var claims = new List<Claim> { new("sub", "person-1"), new("preferred_username", Email), new("name", "Priya Nair") };
        claims.AddRange(Roles.Select(r => new Claim("roles", r)));
        if (nonce is not null)
            claims.Add(new Claim("nonce", nonce));
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            Subject = new ClaimsIdentity(claims),
            IssuedAt = now.AddHours(-2),
            NotBefore = now.AddHours(-2),
            Expires = now + (lasts ?? TimeSpan.FromHours(1)),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(signedBy ?? rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
    }
}
