using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Tests;

/// <summary>The whole suite runs through <see cref="ContractCheck"/>; these tests show that it can fail.</summary>
public sealed class ContractTests
{
    [Fact]
    public void Contract_IsThere() => Required().Find("GET", "/users/x/calendarView/delta").ShouldNotBeNull();

    [Theory]
    [InlineData("""{"subject":"S","wonder":1}""")]
    [InlineData("""{"subject":7}""")]
    [InlineData("""{"attendees":[{"type":"perhaps"}]}""")]
    [InlineData("""{"start":{"when":"2026-01-05T09:00:00"}}""")]
    [InlineData("""{"createdDateTime":"yesterday"}""")]
    public void Event_ThatIsNotAsDescribed_IsFoundOut(string body) =>
        Required().CheckResponse("GET", "/users/x/events/1", 200, JsonNode.Parse(body)).ShouldNotBeEmpty();

    [Fact]
    public void Event_AsDescribed_Passes() =>
        Required().CheckResponse("GET", "/users/x/events/1", 200, JsonNode.Parse("""{"@odata.etag":"W/1","id":"1","subject":null,"attendees":[{"type":"required","status":{"response":"none"}}]}""")).ShouldBeEmpty();

    [Fact]
    public void Error_WithoutACode_IsFoundOut() =>
        Required().CheckResponse("GET", "/users/x/events/1", 404, JsonNode.Parse("""{"error":{"message":"gone"}}""")).ShouldNotBeEmpty();

    [Fact]
    public async Task EveryOperation_IsOneOfTheDescription()
    {
        var contract = Required();
        await using var trial = await Trial.StartAsync();

        var operations = (await trial.ControlAsync("control/operations"))["value"]!.AsArray();

        operations.Count.ShouldBeGreaterThan(40);
        foreach (var operation in operations)
            contract.Find(operation!["method"]!.GetValue<string>(), operation["template"]!.GetValue<string>()).ShouldNotBeNull(operation.ToJsonString());
    }

    internal static Contract Required()
    {
        if (Contract.Current is null)
            Assert.Skip("The contract data are not there: CLINICAL_ENGAGEMENT_SHARED names no folder with graph/ in it.");
        return Contract.Current!;
    }
}
