using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Effects;

/// <summary>What is still wanted when it is carried out.</summary>
public sealed class EffectContextTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("/without-story", true)]
    [InlineData("0", false)]
    public async Task Brief_WrittenAnewWithoutTheStory_IsStillWanted(string why, bool wanted)
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var meeting = (await trust.ListAsync<Meeting>(_ => true))[0] with { State = MeetingState.Agreed };
        var brief = new Effect
        {
            Id = new EffectId(StableId.From("brief")),
            ProjectId = trust.Project,
            Kind = EffectKind.SendBrief,
            Cause = ClinicianProtocol.BriefCause(meeting) + why,
            State = EffectState.Intended,
            IntendedAt = Instant.MinValue,
        };

        new EffectContext(brief, (await trust.ListAsync<Project>(_ => true))[0], null, null, meeting).IsStillWanted.ShouldBe(wanted);
    }
}
