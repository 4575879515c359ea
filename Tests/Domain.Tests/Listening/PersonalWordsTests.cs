using ClinicalEngagement.Domain.Listening;
using CsCheck;

namespace ClinicalEngagement.Domain.Tests.Listening;

public sealed class PersonalWordsTests
{
    [Theory]
    [InlineData("I can’t go on like this.", PersonalMatter.Distress)]
    [InlineData("Honestly, I am not coping and this is one more thing.", PersonalMatter.Distress)]
    [InlineData("I'm burnt out and I dread Mondays.", PersonalMatter.Distress)]
    [InlineData("I have thought of ending my life.", PersonalMatter.Distress)]
    [InlineData("Two of us were in tears after the last list.", PersonalMatter.Distress)]
    [InlineData("A patient was badly harmed on Tuesday and nobody has said so.", PersonalMatter.Safety)]
    [InlineData("Last month there was a never event and it was covered up.", PersonalMatter.Safety)]
    [InlineData("Someone could have died because the bleep was off.", PersonalMatter.Safety)]
    [InlineData("The lead has bullied two of my juniors.", PersonalMatter.Conduct)]
    [InlineData("There were racist remarks at the meeting.", PersonalMatter.Conduct)]
    [InlineData("The waiting times were falsified.", PersonalMatter.Conduct)]
    [InlineData("I AM BEING HARASSED", PersonalMatter.Conduct)]
    [InlineData("I can't cope: he is bullying me", PersonalMatter.Distress)]
    public void Find_WordsForSomebodyElse_AreNoticed(string words, PersonalMatter matter) => PersonalWords.Find(words).ShouldBe(matter);

    [Theory]
    [InlineData("Beds for frailty will be used as overflow by the first Friday.")]
    [InlineData("It is unsafe without a second nurse at night.")]
    [InlineData("Mortality was 4% last year; falls were 12.")]
    [InlineData("I worry about burnout in the team if the list grows.")]
    [InlineData("Patients who died within 30 days should not be in the denominator.")]
    [InlineData("The audit of depression screening is out of date.")]
    [InlineData("We cannot cope with another form on the ward.")]
    [InlineData("Sepsis kills; score while the bloods are taken.")]
    [InlineData("Who reports the scans after six?")]
    [InlineData("The target of 95% is a joke, and so is the form.")]
    public void Find_WordsAboutTheProject_AreLeftToIt(string words) =>
        PersonalWords.Find(words).ShouldBe(words.Contains("cannot cope", StringComparison.Ordinal) ? PersonalMatter.Distress : null, "too much rather than too little: “cannot cope” is noticed");

    [Fact]
    public void Find_AnyWords_AnswersSoonAndTheSame()
    {
        string[] parts = ["i can't ", "take any ", "the patient ", "was ", "very ", "harmed", "cover", "-up ", "bully", " a a a a a", "’", "\n", "😀"];
        var phrases = Gen.Int[0, parts.Length - 1].Select(i => parts[i]);
        Gen.OneOf(Gen.String[0, 2000], phrases.Array[0, 200].Select(string.Concat)).Sample(words =>
        {
            var started = TimeProvider.System.GetTimestamp();
            var found = PersonalWords.Find(words);
            return found == PersonalWords.Find(words) && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMilliseconds(500);
        }, iter: 300);
    }
}
