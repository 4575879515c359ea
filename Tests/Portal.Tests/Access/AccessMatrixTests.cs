using System.Net;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Portal.Tests.Access;

/// <summary>Every endpoint, asked by everybody there is, over HTTP.</summary>
public sealed class AccessMatrixTests : IAsyncLifetime
{
    private PortalHost host = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync(simulating: true, door: TestSignIn.Door);
        await Seed.FillAsync(host);
        await host.Store.WriteAsync(
            async (writer, token) =>
            {
                var project = (await writer.FindAsync<Project>(Seed.Project, token))!;
                writer.Update(project with { CoLead = Somebody("co.lead"), Sponsor = Somebody("sponsor") });
                writer.Add(project with
                {
                    Id = new ProjectId(StableId.From("other-project")),
                    Name = "Follow-up by choice",
                    Lead = Somebody("other.lead"),
                    CoLead = Somebody("other.colead"),
                    Sponsor = Somebody("other.sponsor"),
                });
                return true;
            },
            default);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Address };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public void EveryEndpoint_HasARow_AndEveryRowAnEndpoint()
    {
        var rows = AccessMatrix.Rows.Select(r => $"{r.Method} {r.Pattern}").ToArray();

        Endpoints().Except(rows).ShouldBeEmpty("endpoints without a row in AccessMatrix: say who may use them");
        rows.Except(Endpoints()).ShouldBeEmpty("rows of AccessMatrix without an endpoint");
        rows.ShouldBeUnique();
    }

    [Fact]
    public async Task EveryEndpoint_LetsInWhoHasARightToIt_AndNobodyElse()
    {
        var wrong = new List<string>();
        foreach (var (method, pattern, who) in AccessMatrix.Rows)
        {
            foreach (var (persona, (email, roles)) in AccessMatrix.Personas)
            {
                using var request = Request(method, pattern);
                if (email is not null)
                {
                    request.Headers.Add(TestSignIn.EmailHeader, email);
                    request.Headers.Add(TestSignIn.RolesHeader, roles);
                }

                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                var isIn = answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
                ((int)answer.StatusCode).ShouldBeLessThan(500, $"{persona}: {method} {pattern}");
                if (isIn != AccessMatrix.Lets(who, persona))
                    wrong.Add($"{persona}: {method} {pattern} answers {(int)answer.StatusCode}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task ProjectThatIsNotThere_LooksLikeOneThatIsNotTheirs()
    {
        var theirs = await BodyAsync("other.lead", "Lead", $"/projects/{Seed.Project}");
        var nowhere = await BodyAsync("other.lead", "Lead", $"/projects/{Guid.Empty:N}");

        nowhere.ShouldBe(theirs);
    }

    [Fact]
    public async Task Home_ShowsALeadTheirOwnProjectsAlone()
    {
        (await BodyAsync("other.lead", "Lead", "/")).Body.ShouldSatisfyAllConditions(b => b.ShouldContain("Follow-up by choice"), b => b.ShouldNotContain("Frailty same-day care"));
        (await BodyAsync("priya.nair", "Lead", "/")).Body.ShouldSatisfyAllConditions(b => b.ShouldContain("Frailty same-day care"), b => b.ShouldNotContain("Follow-up by choice"));
        (await BodyAsync("office", "ProgrammeOffice", "/")).Body.ShouldSatisfyAllConditions(b => b.ShouldContain("Frailty same-day care"), b => b.ShouldContain("Follow-up by choice"), b => b.ShouldNotContain("Read the reply"));
        (await BodyAsync("nobody", "", "/")).Body.ShouldNotContain("Frailty same-day care");
    }

    [Fact]
    public async Task Begin_ForSomebodyElse_IsRefusedUnlessItIsTheirJob()
    {
        (await BeginAsync("other.lead", "Lead")).ShouldBe(HttpStatusCode.Forbidden);
        (await BeginAsync("priya.nair", "Lead")).ShouldBe(HttpStatusCode.Accepted);
        (await BeginAsync("flow", "Intake")).ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Refusals_OfTheApi_AreProblems()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/engagements/{Seed.Project}");
        using var answer = await http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("urn:clinical-engagement:problem:not-signed-in");
    }

    private IEnumerable<string> Endpoints() => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => $"{m} /{e.RoutePattern.RawText!.TrimStart('/')}"))
        .Distinct();

    private static HttpRequestMessage Request(string method, string pattern)
    {
        var path = string.Join('/', pattern.Split('/').Select(Segment));
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
            request.Content = pattern.StartsWith("/api/", StringComparison.Ordinal)
                ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json")
                : new FormUrlEncodedContent([]);
        return request;
    }

    private static string Segment(string segment) => segment switch
    {
        "{id:guid}" => Seed.Project.ToString(),
        "{documentName}.json" => "v1.json",
        "{documentName?}" => "v1",
        "{number:int}" => "1",
        "{**path}" => "nowhere",
        _ when segment.StartsWith('{') => segment.Contains("guid", StringComparison.Ordinal) ? Guid.Empty.ToString("N") : "x",
        _ => segment,
    };

    private async Task<(HttpStatusCode Status, string Body)> BodyAsync(string name, string roles, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(TestSignIn.EmailHeader, $"{name}@harbour.example");
        request.Headers.Add(TestSignIn.RolesHeader, roles);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, Token().Replace(await answer.Content.ReadAsStringAsync(), ""));
    }

    private async Task<HttpStatusCode> BeginAsync(string name, string roles)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/engagements")
        {
            Content = new StringContent(
                """{"name":"Sepsis","patientBenefit":"Sooner treated.","lead":{"name":"Priya Nair","email":"Priya.Nair@harbour.example"},"clinicians":[{"name":"Dr A B","email":"a.b@harbour.example"}]}""",
                System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add(TestSignIn.EmailHeader, $"{name}@harbour.example");
        request.Headers.Add(TestSignIn.RolesHeader, roles);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static Person Somebody(string name) => new(name, new EmailAddress($"{name}@harbour.example"));

    private static System.Text.RegularExpressions.Regex Token() => new("name=\"__RequestVerificationToken\" value=\"[^\"]*\"|value=\"/projects/[^\"]*\"");
}
