namespace ClinicalEngagement.LocalHost.Tests.Rehearsal;

/// <summary>What the scripts show, each read from what one run of all of them left behind.</summary>
public sealed class RehearsedScriptsTests(RehearsedScripts rehearsed) : IClassFixture<RehearsedScripts>
{
    /// <summary>Nothing that the protocols can do is left unshown: the scripts in samples/rehearsals take every step of them between them.</summary>
    [Fact]
    public void AllTogether_TakeEveryStepOfTheProtocols()
    {
        var printed = rehearsed.Printed;
        var steps = printed[printed.IndexOf("rehearsals together", StringComparison.Ordinal)..].Split('\n');
        steps.Count(l => l.StartsWith("  ✓ ", StringComparison.Ordinal)).ShouldBeGreaterThan(0);
        steps.Where(l => l.StartsWith("    ", StringComparison.Ordinal)).ShouldBeEmpty("steps that no rehearsal takes");
        printed.ShouldContain("steps of the protocols (100 %)");
        printed.ShouldNotContain("Never came to pass");
        rehearsed.Exit.ShouldBe(0);
    }

    [Fact]
    public void ASecretary_AnswersForTwoConsultants_AndBothAreMet()
    {
        var timeline = rehearsed.TimelineOf("a-secretary-and-a-handover");

        foreach (var consultant in new[] { "Dr Rafe Odunlami", "Dr Marek Quillinane" })
        {
            timeline.ShouldContain(e => e.What == "meeting.agreed" && e.Words.Contains(consultant, StringComparison.Ordinal));
            timeline.ShouldContain(e => e.What == "meeting.held" && e.Words.Contains(consultant, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void ALeadAway_TheCoLeadStepsInUntilTheyAreBack()
    {
        var timeline = rehearsed.TimelineOf("a-secretary-and-a-handover");

        timeline.Where(e => e.What is "lead.away" or "lead.back" or "project.handed-over").Select(e => e.What).Take(3).ShouldBe(["lead.away", "lead.back", "project.handed-over"]);
    }

    [Fact]
    public void AHandover_EveryMeetingAheadStandsAtItsTime_ExplainedOnce()
    {
        var sent = rehearsed.InvitationsOf("a-secretary-and-a-handover");

        sent.Count(i => i.Contains("METHOD:CANCEL", StringComparison.Ordinal) && i.Contains("now leads this project", StringComparison.Ordinal)).ShouldBe(3);
        sent.Count(i => i.Contains("METHOD:REQUEST", StringComparison.Ordinal) && i.Contains("ORGANIZER", StringComparison.Ordinal) && i.Contains("callum.westerdale", StringComparison.OrdinalIgnoreCase)).ShouldBe(3);
        rehearsed.TimelineOf("a-secretary-and-a-handover").Count(e => e.What == "meeting.held").ShouldBe(3);
    }

    [Fact]
    public void SomebodyLeaves_Silently_AndWhoTakesTheirPlaceIsMet()
    {
        var timeline = rehearsed.TimelineOf("somebody-leaves-the-panel");

        timeline.Single(e => e.What == "panel.left").Words.ShouldBe("Dr Rafe Odunlami is no longer on the panel.");
        timeline.SkipWhile(e => e.What != "panel.left").ShouldNotContain(e => e.What != "panel.left" && e.What != "meeting.cancelled" && e.Words.Contains("Odunlami", StringComparison.Ordinal));
        timeline.ShouldContain(e => e.What == "meeting.held" && e.Words.Contains("Dr Marek Quillinane", StringComparison.Ordinal));
    }

    [Fact]
    public void AQuietPeriod_OneTimeIsGivenBackAndMetAfterIt_TheOtherStands()
    {
        var timeline = rehearsed.TimelineOf("a-winter-that-comes-late");

        timeline.Count(e => e.What == "meeting.released").ShouldBe(1);
        rehearsed.InvitationsOf("a-winter-that-comes-late").Count(i => i.Contains("because of winter pressure your time is yours again", StringComparison.Ordinal)).ShouldBe(1);
        timeline.ShouldNotContain(e => e.What == "meeting.cancelled" && e.Words.Contains("Patelkar", StringComparison.Ordinal));
        timeline.Count(e => e.What == "meeting.held").ShouldBe(2);
    }

    [Fact]
    public void TwoProjectsInOneWeek_AreOneMeeting_AndTheOtherTimeIsGivenBackInOneMessage()
    {
        var timeline = rehearsed.TimelineOf("one-meeting-for-two-projects");
        var sent = rehearsed.InvitationsOf("one-meeting-for-two-projects");

        timeline.Where(e => e.What is "meeting.offered" or "meeting.shared" or "meeting.guest" or "meeting.held").Select(e => e.What)
            .ShouldBe(["meeting.offered", "meeting.shared", "meeting.guest", "meeting.held"]);
        sent.Count(i => i.Contains("METHOD:CANCEL", StringComparison.Ordinal)).ShouldBe(1);
        sent.Single(i => i.Contains("METHOD:CANCEL", StringComparison.Ordinal)).ShouldContain("One meeting instead of two: Callum Westerdale joins Marguerite Oyelaran on ");
    }

    /// <summary>Words about more than a project ask the lead alone to speak with them: the timeline that others see says nothing of it.</summary>
    [Fact]
    public void Distress_IsOnNoTimeline() =>
        rehearsed.TimelineOf("held-back-and-erased").ShouldNotContain(e => e.What == "words.not-feedback" || e.Words.Contains("Speak with", StringComparison.Ordinal));
}
