using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Messages;
using CsCheck;

namespace ClinicalEngagement.Orchestrations.Tests.Messages;

public sealed class FirstMessageDraftTests
{
    private static readonly Person Lead = new("Priya Raman", new EmailAddress("priya.raman@trust.example"), "01632 960101", "Improvement lead");

    private static readonly EngagementOptions Standard = new();

    [Fact]
    public void From_AnAim_SaysWhoWhatForAndThatViewsCount() =>
        FirstMessageDraft.From("Frailty same-day care", "Older people with frailty go home the same day when that is safe", Lead, Standard).ShouldBe(
            "My name is Priya Raman, and I lead our work on frailty same-day care.\n\n"
            + "What we want for patients: Older people with frailty go home the same day when that is safe.\n\n"
            + "Before we settle how, I would like to hear from you: what matters to you and your patients, and what may not work here.");

    [Fact]
    public void From_NoAim_LeavesThatParagraphOut() =>
        FirstMessageDraft.From("Frailty same-day care", " ", Lead, Standard).ShouldNotContain("What we want");

    [Fact]
    public void From_ALongAim_KeepsWholeSentences()
    {
        var aim = "Patients wait 2.5 hours less. " + string.Concat(Enumerable.Repeat("They are seen by somebody who can decide. ", 20));

        var words = FirstMessageDraft.From("Frailty same-day care", aim, Lead, Standard);

        words.ShouldContain("Patients wait 2.5 hours less. They are seen");
        words.ShouldContain("decide.\n\nBefore we settle");
        words.Length.ShouldBeLessThanOrEqualTo(600);
    }

    [Fact]
    public void From_TheTrustsOwnWords_AsksInThem() =>
        FirstMessageDraft.From("Frailty same-day care", "", Lead, new EngagementOptions { OwnTexts = new Dictionary<MessageText, string> { [MessageText.FirstAsk] = "Tell me what I do not see." } })
            .ShouldEndWith("\n\nTell me what I do not see.");

    [Fact]
    public void From_AnyInput_FitsWhatAFormTakes() =>
        Gen.Select(Gen.String, Gen.String[0, 1000], Gen.String, Gen.String[Gen.Char['a', 'z'], 1, MessageTexts.Longest(MessageText.FirstAsk)]).Sample((name, aim, lead, ask) =>
        {
            var words = FirstMessageDraft.From(name, aim, Lead with { Name = lead }, new EngagementOptions { OwnTexts = new Dictionary<MessageText, string> { [MessageText.FirstAsk] = ask } });
            return words.Length <= FirstMessageDraft.Length && words.EndsWith(ask, StringComparison.Ordinal);
        });
}
