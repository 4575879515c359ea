using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactParts;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>
/// What a lead does with what clinicians raise: recorded in their words, said back to them, given an owner, answered, closed on their
/// word or with an explanation that they get. Doing the same thing twice changes nothing the second time.
/// </summary>
public sealed class ListeningFacts(IEngagementStore store, IClock clock, EngagementOptions options)
{
    private const int MaxLength = 2000;
    private const int MaxExample = 1000;

    /// <summary>Records a concern or suggestion in the clinician's words.</summary>
    /// <param name="id">Its id, derived from the form that brought it, so that sending the form twice records it once.</param>
    /// <param name="member">Whose it is.</param>
    /// <param name="kind">Concern or suggestion.</param>
    /// <param name="words">The clinician's words, 1 to 2,000 characters.</param>
    /// <param name="paraphrase">The lead's paraphrase, or null.</param>
    /// <param name="about">People, process or technology, or null.</param>
    /// <param name="needed">What kind of answer they need, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> RecordAsync(
        ConcernId id, PanelMemberId member, ConcernKind kind, string words, string? paraphrase, ConcernAbout? about, AnswerNeeded? needed,
        CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(member, token) is not { } found)
                return NotFound("panel member");
            var result = await Concerns.RaiseAsync(
                writer, found, id, kind, words, paraphrase, about, needed, AuditActor.Lead, clock.GetCurrentInstant(), options,
                await NationAsync(writer, found.ProjectId, token), token);
            Nudge(writer, found);
            return result;
        },
        cancellationToken);

    /// <summary>Says what it is about and what kind of answer is needed.</summary>
    public Task<FactResult> SortAsync(ConcernId id, ConcernAbout? about, AnswerNeeded? needed, CancellationToken cancellationToken) => OnConcernAsync(
        id,
        (writer, concern, member, now, _) =>
        {
            if (concern.About == about && concern.AnswerNeeded == needed)
                return Ok();
            writer.Update(concern with { About = about, AnswerNeeded = needed });
            Happened(writer, member, now, "concern.sorted", "You said what kind of answer {clinician} needs.");
            return Ok();
        },
        cancellationToken);

    /// <summary>Gives it an owner, who is reminded of its answer; null gives it back to the lead.</summary>
    public Task<FactResult> AssignAsync(ConcernId id, Person? owner, CancellationToken cancellationToken) => OnConcernAsync(
        id,
        (writer, concern, member, now, _) =>
        {
            if (concern.ClosedAt is not null)
                return Refuse("It is closed, so nobody needs to answer it.");
            if (owner is { } someone && (string.IsNullOrWhiteSpace(someone.Name) || !someone.Email.Value.Contains('@', StringComparison.Ordinal)))
                return Refuse("Enter the name and one e-mail address of who sees to the answer.");
            if (owner?.Email == member.Email)
                return Refuse("Somebody else has to answer it than the clinician who raised it.");
            if (concern.Owner == owner)
                return Ok();
            writer.Update(concern with { Owner = owner });
            Happened(writer, member, now, "concern.assigned", owner is null
                ? "You took on the answer to {clinician} yourself."
                : "You gave the answer to {clinician} to a colleague, who is reminded of it.");
            return Ok();
        },
        cancellationToken);

    /// <summary>Takes in an answer that a concern's owner wrote by their signed link. The lead looks at it and sends it; nothing goes out by itself.</summary>
    /// <param name="member">Whose concern it is, from the link.</param>
    /// <param name="id">The concern, from the link.</param>
    /// <param name="words">The answer, 1 to 2,000 characters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> ProposeAnswerAsync(PanelMemberId member, ConcernId id, string words, CancellationToken cancellationToken) => OnConcernAsync(
        id,
        async (writer, concern, found, now, token) =>
        {
            if (concern.MemberId != member)
                return NotFound("concern");
            if (!concern.NeedsAnswer)
                return new Refused("It has been answered meanwhile. Thank you: nothing more is needed.");
            if (concern.Owner is null)
                return new Refused("The lead answers this themselves now. Thank you: nothing more is needed.");
            if (string.IsNullOrWhiteSpace(words) || words.Length > MaxLength)
                return new Refused("Write the answer in 1 to 2,000 characters.");
            if (concern.ProposedAnswer == words.Trim())
                return Recorded.Ok;
            writer.Update(concern with { ProposedAnswer = words.Trim(), ProposedAt = now });
            var due = Instant.Min(concern.DueAt, WorkingTime.AddWorkingDays(now, 2, await NationAsync(writer, concern.ProjectId, token)));
            foreach (var task in await writer.ListAsync<PersonTask>(t => t.ProjectId == concern.ProjectId && t.DoneAt == null, token))
                if (task.ConcernId == id && task.Kind == TaskKind.AnswerConcern)
                    writer.Update(task with { What = "An answer to {clinician} was written for you. Look at it and send it.", DueAt = Instant.Max(due, now) });
            Happened(writer, found, now, "concern.answer-written", "A colleague wrote an answer to {clinician} for you to look at.", AuditActor.Colleague);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Asks the clinician by mail “have I understood you?”; the paraphrase is the lead's own.</summary>
    public Task<FactResult> AskUnderstandingAsync(ConcernId id, string paraphrase, CancellationToken cancellationToken) => OnConcernAsync(
        id,
        async (writer, concern, member, now, token) =>
        {
            if (Paraphrased(paraphrase) is { } refused)
                return refused;
            if (concern.ClosedAt is not null)
                return new Refused("It is closed. Speak with the clinician if something was left unsaid.");
            if (await writer.FindAsync<Clinician>(member.Email, token) is { PointsOutOfMail: true })
                return new Refused("They keep their points out of mail. Say it back when you speak, then record that they confirmed it.");
            if (concern.UnderstandingAskedAt is not null && concern.CorrectedAt is null && concern.Paraphrase == paraphrase.Trim())
                return Recorded.Ok;
            writer.Update(concern with { Paraphrase = paraphrase.Trim(), UnderstandingAskedAt = now, UnderstoodAt = null, CorrectedAt = null });
            await SettleCorrectionAsync(writer, concern, now, token);
            Happened(writer, member, now, "concern.said-back", "You asked {clinician} whether you understood them.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Records that the clinician confirmed the paraphrase, face to face or on the telephone.</summary>
    public Task<FactResult> RecordUnderstoodAsync(ConcernId id, string paraphrase, CancellationToken cancellationToken) => OnConcernAsync(
        id,
        async (writer, concern, member, now, token) =>
        {
            if (Paraphrased(paraphrase) is { } refused)
                return refused;
            if (concern.UnderstoodAt is not null && concern.Paraphrase == paraphrase.Trim())
                return Recorded.Ok;
            writer.Update(concern with { Paraphrase = paraphrase.Trim(), UnderstoodAt = now, CorrectedAt = null });
            await SettleCorrectionAsync(writer, concern, now, token);
            Happened(writer, member, now, "concern.understood", "{clinician} confirmed that you understood them.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Answers a concern or suggestion; the response goes to the clinician in the lead's words.</summary>
    public Task<FactResult> AnswerAsync(ConcernId id, string? paraphrase, string response, CancellationToken cancellationToken) => OnConcernAsync(
        id,
        async (writer, concern, member, now, token) =>
        {
            if (string.IsNullOrWhiteSpace(response))
                return new Refused("Write the response in your own words.");
            if (response.Length > MaxLength)
                return new Refused("The answer must be 2,000 characters or fewer. Shorten it.");
            if (concern.ClosedAt is not null)
                return new Refused("It is closed. If there is more to say, record it as a new concern.");
            var said = string.IsNullOrWhiteSpace(paraphrase) ? concern.Paraphrase : paraphrase.Trim();
            writer.Update(concern with
            {
                Response = response.Trim(),
                RespondedAt = now,
                ProposedAnswer = null,
                ProposedAt = null,
                AnsweredLate = concern.AnsweredLate || now > concern.DueAt,
                Verdict = null,
                VerdictAt = null,
                Paraphrase = said,
                UnderstoodAt = said == concern.Paraphrase ? concern.UnderstoodAt : null,
                CorrectedAt = said == concern.Paraphrase ? concern.CorrectedAt : null,
            });
            await SettleAsync(
                writer, concern.ProjectId,
                t => t.ConcernId == id && (t.Kind is TaskKind.AnswerConcern or TaskKind.ConcernOverdue || (t.Kind == TaskKind.ParaphraseCorrected && said != concern.Paraphrase)),
                now, token);
            Happened(writer, member, now, "concern.answered", "You answered {clinician}.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Records the clinician's verdict on the response, as they gave it to the lead: a yes closes it, else it stays open and is due again.</summary>
    public Task<FactResult> RecordVerdictAsync(ConcernId id, Verdict verdict, CancellationToken cancellationToken) => OnConcernAsync(
        id,
        async (writer, concern, member, now, token) => concern switch
        {
            { ClosedAt: not null } => Recorded.Ok,
            { Verdict: { } given } when given == verdict => Recorded.Ok,
            { Response: null } => new Refused("Answer it first: the clinician’s word is about an answer."),
            _ => await Concerns.JudgeAsync(writer, concern, member, verdict, null, AuditActor.Lead, now, options, token),
        },
        cancellationToken);

    /// <summary>Closes it without the clinician's yes: the explanation goes to them in the lead's words.</summary>
    public Task<FactResult> CloseAsync(ConcernId id, string explanation, CancellationToken cancellationToken) => OnConcernAsync(
        id,
        async (writer, concern, member, now, token) =>
        {
            if (concern.ClosedAt is not null)
                return Recorded.Ok;
            if (string.IsNullOrWhiteSpace(explanation))
                return new Refused("Write why you close it: the explanation goes to the clinician.");
            if (explanation.Length > MaxLength)
                return new Refused("The explanation must be 2,000 characters or fewer. Shorten it.");
            writer.Update(concern with
            {
                Explanation = explanation.Trim(),
                ClosedAt = now,
                AnsweredLate = concern.AnsweredLate || (concern.NeedsAnswer && now > concern.DueAt),
            });
            await SettleAsync(writer, concern.ProjectId, t => t.ConcernId == id, now, token);
            Happened(writer, member, now, "concern.closed", "You closed it with an explanation to {clinician}.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Records whether the clinician agreed to be named as the one because of whom the plan changed.</summary>
    public Task<FactResult> AgreeCreditAsync(ConcernId id, bool agreed, CancellationToken cancellationToken) => OnConcernAsync(
        id,
        (writer, concern, member, now, _) =>
        {
            if (concern.CreditAgreed == agreed)
                return Ok();
            writer.Update(concern with { CreditAgreed = agreed });
            Happened(writer, member, now, "credit.agreed", agreed ? "{clinician} agreed to be named with what changed." : "{clinician} is not named with what changed.");
            return Ok();
        },
        cancellationToken);

    /// <summary>Keeps an example of how it works elsewhere, with the agreement of who told it.</summary>
    /// <param name="id">Derived from the form that brought it.</param>
    /// <param name="member">Who told it.</param>
    /// <param name="words">The example, 1 to 1,000 characters.</param>
    /// <param name="agreed">True when they agreed that it is kept and passed on.</param>
    /// <param name="named">True when they agreed to be named with it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> KeepExampleAsync(
        Guid id, PanelMemberId member, string words, bool agreed, bool named, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(member, token) is not { } found)
                return NotFound("panel member");
            if (string.IsNullOrWhiteSpace(words) || words.Length > MaxExample)
                return new Refused("Write the example in 1 to 1,000 characters.");
            if (!agreed)
                return new Refused("Ask them first: an example is kept only with the agreement of who told it.");
            if (await writer.FindAsync<PracticeExample>(id, token) is not null)
                return Recorded.Ok;
            var now = clock.GetCurrentInstant();
            writer.Add(new PracticeExample { Id = id, ProjectId = found.ProjectId, MemberId = member, Words = words.Trim(), NameAgreed = named, AgreedAt = now });
            Happened(writer, found, now, "example.kept", "You kept an example that {clinician} told, with their agreement.");
            writer.Nudge(Instances.UpdatesOf(found.ProjectId));
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Removes an example: who told it no longer agrees. From then on it is told nowhere.</summary>
    public Task<FactResult> WithdrawExampleAsync(Guid id, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PracticeExample>(id, token) is not { } example)
                return NotFound("example");
            if (example.WithdrawnAt is not null)
                return Recorded.Ok;
            var now = clock.GetCurrentInstant();
            writer.Update(example with { Words = "", WithdrawnAt = now });
            Happened(writer, await MemberAsync(writer, example.MemberId, token), now, "example.withdrawn", "An example that {clinician} told was removed at their wish.");
            return Recorded.Ok;
        },
        cancellationToken);

    private Task<FactResult> OnConcernAsync(
        ConcernId id, Func<IStoreWriter, Concern, PanelMember, Instant, CancellationToken, Task<FactResult>> change, CancellationToken cancellationToken) =>
        store.WriteAsync<FactResult>(
            async (writer, token) =>
            {
                if (await writer.FindAsync<Concern>(id, token) is not { } concern)
                    return NotFound("concern");
                var member = await MemberAsync(writer, concern.MemberId, token);
                var result = await change(writer, concern, member, clock.GetCurrentInstant(), token);
                Nudge(writer, member);
                // An answer is news for the next update.
                writer.Nudge(Instances.UpdatesOf(concern.ProjectId));
                return result;
            },
            cancellationToken);

    private static Task SettleCorrectionAsync(IStoreWriter writer, Concern concern, Instant now, CancellationToken cancellationToken) =>
        SettleAsync(writer, concern.ProjectId, t => t.ConcernId == concern.Id && t.Kind == TaskKind.ParaphraseCorrected, now, cancellationToken);

    private static Refused? Paraphrased(string paraphrase) =>
        string.IsNullOrWhiteSpace(paraphrase) ? new Refused("Write how you understood them, as you would say it back.")
        : paraphrase.Length > MaxLength ? new Refused("How you understood them must be 2,000 characters or fewer. Shorten it.")
        : null;

    private static Task<FactResult> Refuse(string words) => Task.FromResult<FactResult>(new Refused(words));
}
