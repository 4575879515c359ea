using System.Net;
using System.Text;
using System.Text.Json;
using ClinicalEngagement.Portal.Tests.Hosting;

namespace ClinicalEngagement.Portal.Tests.Api;

/// <summary>Responses of Microsoft Forms over HTTP.</summary>
public sealed class FormsApiTests : IAsyncLifetime
{
    private const string Good = """
        {"responseId":"17","projectName":"Frailty","patientBenefit":"Home the same day.","leadName":"Priya Nair","leadEmail":"priya@harbour.example",
         "clinicians":"Dr Bell, bell@harbour.example"}
        """;

    private PortalHost host = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync();
        http = new HttpClient { BaseAddress = host.Address };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Post_SameResponseTwice_BeginsOneEngagement()
    {
        using var first = await PostAsync(Good);
        using var second = await PostAsync(Good);

        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        second.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        second.Headers.Location.ShouldBe(first.Headers.Location.ShouldNotBeNull());
    }

    [Fact]
    public async Task Post_SameNumberOtherAnswers_SaysWhereToChange()
    {
        using var first = await PostAsync(Good);
        using var second = await PostAsync(Good.Replace("Frailty", "Sepsis", StringComparison.Ordinal));

        second.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ProblemAsync(second)).GetProperty("detail").GetString().ShouldBe("This response was passed on before with other answers. Change the project on its page instead.");
    }

    [Fact]
    public async Task Post_WrongAnswers_AreNamedByTheirQuestions()
    {
        using var answer = await PostAsync("""{"responseId":"17","measure":"x","baseline":"a third","clinicians":"Dr Bell, bell","leadName":"Priya"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ProblemAsync(answer)).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString())
            .ShouldBe(["baseline", "projectName", "patientBenefit", "leadEmail", "clinicians"], ignoreOrder: true);
    }

    [Fact]
    public async Task Post_NotJson_IsRefused()
    {
        using var content = new StringContent(Good, Encoding.UTF8, "text/plain");
        using var answer = await http.PostAsync("/api/forms/engagements", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.PostAsync("/api/forms/engagements", content);
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }
}
