using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Tests;

public sealed class BatchTests
{
    [Fact]
    public async Task Batch_AnswersEachItemForItself()
    {
        await using var trial = await Trial.StartAsync();
        var content = new Microsoft.Graph.BatchRequestContentCollection(trial.Graph);
        var good = await content.AddBatchRequestStepAsync(trial.Graph.Users[Trial.Prompt].ToGetRequestInformation());
        var bad = await content.AddBatchRequestStepAsync(trial.Graph.Users["nobody.there@arlenmere.example"].ToGetRequestInformation());

        var answers = await trial.Graph.Batch.PostAsync(content);

        var codes = await answers.GetResponsesStatusCodesAsync();
        ((int)codes[good]).ShouldBe(200);
        ((int)codes[bad]).ShouldBe(404);
        (await answers.GetResponseByIdAsync<Microsoft.Graph.Models.User>(good)).DisplayName.ShouldBe("Dr Anneliese Thornquist");
    }

    [Fact]
    public async Task Batch_FailedDependency_Is424()
    {
        await using var trial = await Trial.StartAsync();

        var answer = await PostAsync(
            trial,
            Item("1", "/users/nobody.there@arlenmere.example"),
            Item("2", $"/users/{Trial.Prompt}", "1"),
            Item("3", $"/users/{Trial.Prompt}"));

        Statuses(answer).ShouldBe(new Dictionary<string, int> { ["1"] = 404, ["2"] = 424, ["3"] = 200 });
    }

    [Fact]
    public async Task Batch_ThrottledItem_CarriesItsOwnRetryAfter()
    {
        await using var trial = await Trial.StartAsync();
        await trial.FaultAsync(new { kind = "status", status = 429, retryAfter = "7", mailbox = Trial.Prompt, count = 1 });

        var answer = await PostAsync(trial, Item("1", $"/users/{Trial.Prompt}"), Item("2", $"/users/{Trial.Never}"));

        Statuses(answer).ShouldBe(new Dictionary<string, int> { ["1"] = 429, ["2"] = 200 });
        answer["responses"]![0]!["headers"]!["Retry-After"]!.GetValue<string>().ShouldBe("7");
    }

    [Fact]
    public async Task Batch_OfTwentyOneOrWithOneIdTwice_IsRefused()
    {
        await using var trial = await Trial.StartAsync();

        (await PostAsync(trial, [.. Enumerable.Range(0, 21).Select(n => Item($"{n}", $"/users/{Trial.Prompt}"))]))["error"]!["code"]!.GetValue<string>().ShouldBe("BadRequest");
        (await PostAsync(trial, Item("a", $"/users/{Trial.Prompt}"), Item("A", $"/users/{Trial.Prompt}")))["error"]!["code"]!.GetValue<string>().ShouldBe("BadRequest");
    }

    private static JsonObject Item(string id, string url, params string[] dependsOn) => new()
    {
        ["id"] = id,
        ["method"] = "GET",
        ["url"] = url,
        ["dependsOn"] = new JsonArray([.. dependsOn.Select(d => JsonValue.Create(d))]),
    };

    private static Dictionary<string, int> Statuses(JsonObject answer) =>
        answer["responses"]!.AsArray().OrderBy(r => r!["id"]!.GetValue<string>()).ToDictionary(r => r!["id"]!.GetValue<string>(), r => r!["status"]!.GetValue<int>());

    private static async Task<JsonObject> PostAsync(Trial trial, params JsonObject[] items)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1.0/$batch") { Content = JsonContent.Create(new JsonObject { ["requests"] = new JsonArray([.. items]) }) };
        request.Headers.Add("Authorization", "Bearer x");
        using var response = await trial.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
    }
}
