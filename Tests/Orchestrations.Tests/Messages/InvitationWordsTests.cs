using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Messages;
using CsCheck;

namespace ClinicalEngagement.Orchestrations.Tests.Messages;

public sealed class InvitationWordsTests
{
    private static readonly Project Project = new()
    {
        Id = new ProjectId(new Guid("5f0c1d4e-0000-8000-8000-0000000000aa")),
        Name = "Frailty same-day care",
        Plan = new Plan { PatientBenefit = "An aim that stays out of the calendar." },
        Lead = new Person("Priya Raman", new EmailAddress("priya.raman@trust.example"), "01632 960101", "Improvement lead"),
        StageSince = default,
        FirstMessageWords = "Words that stay out of the calendar.",
        CreatedAt = default,
    };

    [Fact]
    public void For_AMeeting_SaysWhoWhatForAndHowToAnswer()
    {
        var words = InvitationWords.For(Project, Project.Lead, "Dr Anna Okafor", 20);

        words.Subject.ShouldBe("Priya Raman / Dr Anna Okafor: frailty same-day care");
        words.BodyText.ShouldBe(
            """
            Priya Raman (Improvement lead) would like 20 minutes with Dr Anna Okafor, one to one.

            What for: to hear Dr Anna Okafor’s view of frailty same-day care. There is nothing to prepare.

            Where: in person, by phone or on Teams, whichever suits. Please say which.

            To book this time, accept. If it does not suit, just reply, or ask your secretary to. Or ring Priya Raman on 01632 960101.
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void For_SampleData_SaysSo() =>
        InvitationWords.For(Project with { SampleData = true }, Project.Lead, "Dr Anna Okafor", 20).BodyText.ShouldEndWith("Sample data: the people and the project are made up.");

    [Fact]
    public void For_ALeadWithoutPhone_OffersNone() =>
        InvitationWords.For(Project with { Lead = Project.Lead with { Phone = null, Role = null } }, Project.Lead, "Dr Anna Okafor", 20).BodyText.ShouldEndWith("ask your secretary to.");

    [Fact]
    public void For_AnyNames_GivesOneLineOfSubjectAndNoLink() => Gen.Select(Gen.String, Gen.String, Gen.String).Sample((name, lead, clinician) =>
    {
        var words = InvitationWords.For(Project with { Name = name, Lead = Project.Lead with { Name = lead } }, Project.Lead with { Name = lead }, clinician, 20);
        return words.Subject.Length <= 120 && !words.Subject.Any(char.IsControl) && !words.BodyText.Contains("http") && !words.BodyText.Contains("calendar");
    });
}
