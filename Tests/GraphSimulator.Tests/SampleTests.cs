using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Tests;

/// <summary>The three sample projects name people of the trust, as the trust knows them.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Samples { get; } = ["frailty-same-day.json", "sepsis-news2.json", "follow-up-by-choice.json"];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_PeopleAreThoseOfTheTrust(string file)
    {
        await using var trial = await Trial.StartAsync();
        var sample = Read(file);
        var people = (await trial.ControlAsync("control/people"))["value"]!.AsArray().ToDictionary(p => p!["address"]!.GetValue<string>(), p => p!.AsObject());

        var clinicians = sample["clinicians"]!.AsArray();
        clinicians.Count.ShouldBe(8);
        foreach (var clinician in clinicians)
        {
            var person = people[clinician!["email"]!.GetValue<string>()];
            person["name"]!.GetValue<string>().ShouldBe(clinician["name"]!.GetValue<string>());
            person["jobTitle"]!.GetValue<string>().ShouldBe(clinician["role"]!.GetValue<string>());
            person["secretary"]?.GetValue<string>().ShouldBe(clinician["secretary"]?["email"]!.GetValue<string>());
            if (clinician["secretary"] is { } secretary)
                people[secretary["email"]!.GetValue<string>()]["name"]!.GetValue<string>().ShouldBe(secretary["name"]!.GetValue<string>());
            var hired = DateOnly.Parse(person["hired"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
            YearsBetween(hired, new DateOnly(2026, 11, 1)).ShouldBe(clinician["yearsHere"]!.GetValue<int>(), person["name"]!.GetValue<string>());
            Slots(person["jobPlan"]!.AsArray()).ShouldBe(Slots(clinician["jobPlan"]!.AsArray()));
        }

        foreach (var lead in new[] { sample["lead"]!, sample["coLead"]! })
            people[lead["email"]!.GetValue<string>()]["name"]!.GetValue<string>().ShouldBe(lead["name"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_IsMarkedAndComplete(string file)
    {
        var sample = Read(file);

        sample["sampleData"]!.GetValue<bool>().ShouldBeTrue();
        sample["firstMessages"]!.GetValue<string>().ShouldBe("send");
        sample["name"]!.GetValue<string>().ShouldContain("sample data", Case.Insensitive);
        sample["measure"]!["name"]!.GetValue<string>().ShouldContain("synthetic");
        sample["story"]!["text"]!.GetValue<string>().ShouldStartWith("A fictional composite, no real patient");
        sample["facts"]!.AsArray().ShouldAllBe(f => System.Text.RegularExpressions.Regex.IsMatch(f!["source"]!.GetValue<string>(), @"\b20\d\d$"));
        sample["risks"]!.AsArray().Count.ShouldBeGreaterThanOrEqualTo(3);
        sample["firstMessageWords"]!.GetValue<string>().Length.ShouldBeLessThanOrEqualTo(600);
        foreach (var clinician in sample["clinicians"]!.AsArray())
            clinician!["jobPlan"]!.AsArray().ShouldContain(s => s!["activity"]!.GetValue<string>() == "spa", clinician["name"]!.GetValue<string>());
    }

    [Fact]
    public void Samples_ExerciseTheConflictAndTheAdvice()
    {
        Read("sepsis-news2.json")["bodiesWithDifferentView"]![0]!["handling"]!.GetValue<string>().ShouldStartWith("Amended");
        Read("follow-up-by-choice.json")["objectives"]!.AsArray().ShouldContain(o => o!["name"]!.GetValue<string>() == "Cut follow-ups by 25 %");
    }

    private static string[] Slots(JsonArray plan) =>
        [.. plan.Select(s => $"{s!["day"]} {s["start"]} {s["end"]} {s["activity"]} {s["weeks"]?.GetValue<string>() ?? "every"} {s["site"]}")];

    private static int YearsBetween(DateOnly from, DateOnly to) => to.Year - from.Year - (to < from.AddYears(to.Year - from.Year) ? 1 : 0);

    private static JsonObject Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Root(), "samples", file)))!.AsObject();

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClinicalEngagement.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("ClinicalEngagement.sln was not found above the test's folder.");
    }
}
