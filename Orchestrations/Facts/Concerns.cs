using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>How a concern or suggestion begins and is judged, whoever brings the words in.</summary>
internal static class Concerns
{
    private const int MaxLength = 2000;

    public static async Task<FactResult> RaiseAsync(
        IStoreWriter writer, PanelMember member, ConcernId id, ConcernKind kind, string words, string? paraphrase, ConcernAbout? about, AnswerNeeded? needed,
        AuditActor actor, Instant now, EngagementOptions options, Nation nation, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(words))
            return new Refused("Write it in the clinician’s words.");
        if (words.Length > MaxLength)
            return new Refused($"Use at most {MaxLength:N0} characters.");
        if (await writer.FindAsync<Concern>(id, cancellationToken) is not null)
            return Recorded.Ok;
        writer.Add(new Concern
        {
            Id = id,
            ProjectId = member.ProjectId,
            MemberId = member.Id,
            Kind = kind,
            Words = words.Trim(),
            Paraphrase = Text(paraphrase),
            About = about,
            AnswerNeeded = needed,
            RaisedAt = now,
            DueAt = WorkingTime.AddWorkingDays(now, options.ConcernDueWorkingDays, nation),
        });
        writer.Audit(new AuditEvent
        {
            ProjectId = member.ProjectId,
            MemberId = member.Id,
            At = now,
            Actor = actor,
            What = kind == ConcernKind.Concern ? "concern.raised" : "suggestion.made",
            Words = kind == ConcernKind.Concern ? "{clinician} raised a concern." : "{clinician} made a suggestion.",
        });
        return Recorded.Ok;
    }

    /// <summary>The clinician's word on a response, whoever brings it: yes closes it, else it is due again.</summary>
    public static async Task<FactResult> JudgeAsync(
        IStoreWriter writer, Concern concern, PanelMember member, Verdict verdict, string? words, AuditActor actor, Instant now, EngagementOptions options,
        CancellationToken cancellationToken)
    {
        await FactParts.SettleAsync(writer, concern.ProjectId, t => t.ConcernId == concern.Id && t.Kind != TaskKind.ParaphraseCorrected, now, cancellationToken);
        if (verdict == Verdict.Yes)
        {
            writer.Update(concern with { Verdict = verdict, VerdictAt = now, ClosedAt = now });
            FactParts.Happened(writer, member, now, "concern.closed", "{clinician} said that the answer deals with it.", actor);
            return Recorded.Ok;
        }

        writer.Update(concern with
        {
            Verdict = verdict,
            VerdictAt = now,
            VerdictWords = Text(words),
            DueAt = WorkingTime.AddWorkingDays(now, options.ConcernDueWorkingDays, await FactParts.NationAsync(writer, concern.ProjectId, cancellationToken)),
        });
        FactParts.Happened(
            writer, member, now, "concern.not-settled",
            verdict == Verdict.Partly ? "{clinician} said that the answer deals with it in part; it stays open." : "{clinician} said that the answer does not deal with it; it stays open.",
            actor);
        return Recorded.Ok;
    }

    public static string? Text(string? words) => string.IsNullOrWhiteSpace(words) ? null : words.Trim();
}
