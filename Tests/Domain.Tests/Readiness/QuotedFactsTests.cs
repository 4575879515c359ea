using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;

namespace ClinicalEngagement.Domain.Tests.Readiness;

public sealed class QuotedFactsTests
{
    private static readonly SourcedFact[] Facts =
    [
        new("A day in bed costs muscle.", "Ward audit") { Number = 4 },
        new("Forty in a hundred wait for therapy", "Bed audit") { Number = 2 },
        new(" ", "") { Number = 7 },
    ];

    [Theory]
    [InlineData("Did you know? a day  in bed\n costs Muscle, as our audit has it.", new[] { 4 })]
    [InlineData("Forty in a hundred wait for therapy. A day in bed costs muscle.", new[] { 2, 4 })]
    [InlineData("A day in bed costs strength.", new int[0])]
    [InlineData("", new int[0])]
    public void In_ATextThatQuotes_NamesTheFactsWhateverTheLineBreaksAndCase(string text, int[] numbers) => QuotedFacts.In(text, Facts).ShouldBe(numbers);
}
