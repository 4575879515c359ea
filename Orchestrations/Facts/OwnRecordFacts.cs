using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactParts;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>What a clinician puts right in what a project keeps of them.</summary>
/// <param name="Position">Where they stand, as they say it themselves; null leaves it.</param>
/// <param name="PositionWords">What they add to it, at most 500 characters, or null.</param>
/// <param name="TakeOutJudgements">True when what the lead judged of them (power, impact, expected view, whether colleagues follow them) is to go.</param>
public sealed record OwnCorrection(Position? Position, string? PositionWords, bool TakeOutJudgements);

/// <summary>What clinicians change themselves in what is stored about them. The audit says that they did, never what.</summary>
public sealed class OwnRecordFacts(IEngagementStore store, IClock clock)
{
    private const int MaxWords = 500;
    private const int MaxRole = 100;

    /// <summary>Puts right what a project keeps.</summary>
    /// <param name="id">Their place on the project's panel.</param>
    /// <param name="own">Who they are; somebody else's place looks like none.</param>
    /// <param name="correction">What is to be right.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> CorrectAsync(PanelMemberId id, EmailAddress own, OwnCorrection correction, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(id, token) is not { } member || member.Email != own
                || await writer.FindAsync<Project>(member.ProjectId, token) is not { } project)
                return NotFound("page");
            if (correction.PositionWords is { Length: > MaxWords })
                return new Refused($"Use at most {MaxWords} characters. Shorten it.");
            if (correction is { Position: null, TakeOutJudgements: false })
                return new Refused("Say where you stand, or tick what is to be taken out.");
            var now = clock.GetCurrentInstant();
            var words = Concerns.Text(correction.PositionWords);
            if (correction.Position is { } position)
                member = member with
                {
                    PositionHeld = position,
                    PositionAt = now,
                    PositionPlanVersion = project.PlanVersion,
                    PositionEvidence = words is null ? "They said so themselves." : $"They said so themselves: {words}",
                    PositionFirst = member.PositionFirst ?? position,
                    PositionFirstAt = member.PositionFirstAt ?? now,
                };
            if (correction.TakeOutJudgements)
                member = member with { Power = null, Impact = null, LikelyView = null, OpinionFormer = false };
            writer.Update(member);
            Happened(writer, member, now, "record.corrected", "{clinician} put right what is kept of them. You see it on their page.", AuditActor.Clinician);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Puts right who they are, for all projects.</summary>
    /// <param name="own">Who they are.</param>
    /// <param name="role">Role, at most 100 characters; empty for none.</param>
    /// <param name="specialty">Specialty, likewise.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> DescribeAsync(EmailAddress own, string role, string specialty, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Clinician>(own, token) is not { } clinician)
                return NotFound("page");
            var (newRole, newSpecialty) = (role.Trim(), specialty.Trim());
            if (new[] { newRole, newSpecialty }.Any(t => t.Length > MaxRole || t.Any(char.IsControl)))
                return new Refused($"Use at most {MaxRole} characters, on one line.");
            if (clinician.Role == newRole && clinician.Specialty == newSpecialty)
                return Recorded.Ok;
            writer.Update(clinician with { Role = newRole, Specialty = newSpecialty });
            writer.Audit(new AuditEvent { At = clock.GetCurrentInstant(), Actor = AuditActor.Clinician, What = "record.described", Words = "A clinician put right their role or specialty." });
            return Recorded.Ok;
        },
        cancellationToken);
}
