using ClinicalEngagement.Domain.Readiness;

namespace ClinicalEngagement.Domain.Tests.Readiness;

public sealed class TargetWordingTests
{
    [Theory]
    [InlineData("Cut follow-ups by 25 %", "Cut follow-ups by 25 %")]
    [InlineData("We will increase list utilisation to 90%.", "increase list utilisation to 90%")]
    [InlineData("Better throughput in outpatients", "throughput")]
    [InlineData("Save £1.2m a year", "£1.2m")]
    [InlineData("Meet the four hour target", "target")]
    [InlineData("Deliver the cost improvement programme", "cost improvement")]
    public void Find_OnlyATarget_MarksThePhrase(string text, string phrase)
    {
        var marked = TargetWording.Find(text).ShouldNotBeNull();
        marked.Phrase.ShouldBe(phrase);
        (marked.Before + marked.Phrase + marked.After).ShouldBe(text);
    }

    [Theory]
    [InlineData("Older people with frailty are assessed early and are home the same day when that is safe.")]
    [InlineData("Reduce falls by 20% so that fewer people are hurt")]
    [InlineData("Flare call to review within 10 working days (synthetic local baseline)")]
    [InlineData("Same-day discharge of suitable patients (synthetic local baseline)")]
    [InlineData("Antibiotic within 1 hour where NEWS2 is 7 or more (synthetic local baseline)")]
    [InlineData("Missed deteriorations")]
    [InlineData("Patients are seen when they need it, at lower cost.")]
    [InlineData("")]
    public void Find_SaysWhatPatientsGainOrNothingOfTheKind_FindsNothing(string text) => TargetWording.Find(text).ShouldBeNull();
}
