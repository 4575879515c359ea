using ClinicalEngagement.Orchestrations.Messages;

namespace ClinicalEngagement.Orchestrations.Tests.Messages;

public sealed class ProjectTopicTests
{
    [Theory]
    [InlineData("Frailty same-day care", "frailty same-day care")]
    [InlineData("Suspected sepsis with NEWS2", "suspected sepsis with NEWS2")]
    [InlineData("Follow-up by choice", "follow-up by choice")]
    [InlineData("NEWS2 roll-out", "NEWS2 roll-out")]
    [InlineData("eRostering for wards", "eRostering for wards")]
    [InlineData("Parkinson’s medicines on time", "Parkinson’s medicines on time")]
    [InlineData("Parkinson medicines on time", "Parkinson medicines on time")]
    [InlineData("Friday discharges", "Friday discharges")]
    [InlineData("A better night", "a better night")]
    [InlineData("X-rays at the front door.", "X-rays at the front door")]
    [InlineData("", "")]
    public void Of_AName_ReadsInTheMiddleOfASentence(string name, string topic) => ProjectTopic.Of(name).ShouldBe(topic);
}
