using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactParts;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>
/// What a clinician says in words by a signed link: it goes in, and nothing that is stored comes out. Doing the same thing twice changes
/// nothing the second time.
/// </summary>
public sealed class ClinicianWords(IEngagementStore store, IClock clock, EngagementOptions options)
{
    private const int MaxLength = 2000;

    /// <summary>Sends in a concern or a suggestion.</summary>
    /// <param name="id">Its id, derived from the form, so that sending it twice records it once.</param>
    /// <param name="member">Whose it is.</param>
    /// <param name="kind">Concern or suggestion.</param>
    /// <param name="words">Their words, 1 to 2,000 characters.</param>
    /// <param name="needed">What kind of answer would help, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> SendAsync(
        ConcernId id, PanelMemberId member, ConcernKind kind, string words, AnswerNeeded? needed, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(member, token) is not { } found
                || await writer.FindAsync<Project>(found.ProjectId, token) is not { } project)
                return NoLonger();
            // Nothing of the workflow is left that could answer it.
            if (project.State == ProjectState.Closed || found.LeftAt is not null)
                return new Refused("This project no longer takes words here. Please reply to the mail instead: a person reads the reply.");
            var result = await Concerns.RaiseAsync(
                writer, found, id, kind, words, null, null, needed, AuditActor.Clinician, clock.GetCurrentInstant(), options, project.Nation, token);
            Nudge(writer, found);
            return result;
        },
        cancellationToken);

    /// <summary>Answers “have I understood you?”: confirms the paraphrase that was sent, or corrects it in their own words.</summary>
    /// <param name="member">Who answers.</param>
    /// <param name="question">Which question, from the link (<see cref="Concern.UnderstandingQuestion"/>).</param>
    /// <param name="correction">What was meant, 1 to 2,000 characters; null confirms.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> AnswerUnderstandingAsync(PanelMemberId member, Guid question, string? correction, CancellationToken cancellationToken) => OnConcernAsync(
        member,
        concern => concern.UnderstandingQuestion == question,
        (writer, concern, found, now, _) =>
        {
            if (correction is null)
            {
                // A yes after a correction is no yes to what was corrected.
                if (concern.UnderstoodAt is not null || concern.CorrectedAt is not null)
                    return Ok();
                writer.Update(concern with { UnderstoodAt = now });
                Happened(writer, found, now, "concern.understood", "{clinician} confirmed that you understood them.", AuditActor.Clinician);
                return Ok();
            }

            if (string.IsNullOrWhiteSpace(correction) || correction.Length > MaxLength)
                return Task.FromResult<FactResult>(new Refused("Write what you meant, in 1 to 2,000 characters."));
            if (concern.Correction == correction.Trim())
                return Ok();
            writer.Update(concern with { Correction = correction.Trim(), CorrectedAt = now, UnderstoodAt = null });
            Happened(writer, found, now, "concern.corrected", "{clinician} corrected how you understood them.", AuditActor.Clinician);
            return Ok();
        },
        cancellationToken);

    /// <summary>Answers “does this deal with it?”.</summary>
    /// <param name="member">Who answers.</param>
    /// <param name="question">Which question, from the link (<see cref="Concern.VerdictQuestion"/>).</param>
    /// <param name="verdict">Yes closes it; partly or no keeps it open and due again.</param>
    /// <param name="words">What is missing, at most 2,000 characters, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> GiveVerdictAsync(
        PanelMemberId member, Guid question, Verdict verdict, string? words, CancellationToken cancellationToken) => OnConcernAsync(
        member,
        concern => concern.VerdictQuestion == question,
        async (writer, concern, found, now, token) =>
        {
            if (words?.Length > MaxLength)
                return new Refused("Use at most 2,000 characters.");
            if (concern.ClosedAt is not null || (concern.Verdict == verdict && concern.VerdictWords == Concerns.Text(words)))
                return Recorded.Ok;
            return await Concerns.JudgeAsync(writer, concern, found, verdict, words, AuditActor.Clinician, now, options, token);
        },
        cancellationToken);

    private Task<FactResult> OnConcernAsync(
        PanelMemberId id, Func<Concern, bool> isAsked, Func<IStoreWriter, Concern, PanelMember, Instant, CancellationToken, Task<FactResult>> change,
        CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(id, token) is not { } member)
                return NoLonger();
            if ((await writer.ListAsync<Concern>(c => c.MemberId == id, token)).FirstOrDefault(isAsked) is not { } concern)
                return new Refused("There is a newer mail about this. Please answer that one, or reply.");
            var result = await change(writer, concern, member, clock.GetCurrentInstant(), token);
            Nudge(writer, member);
            return result;
        },
        cancellationToken);

    private static Refused NoLonger() => new("This link no longer leads anywhere. Please reply to the mail instead.");
}
