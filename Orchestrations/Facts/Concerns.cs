using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>How a concern or suggestion begins, whoever brings it in.</summary>
internal static class Concerns
{
    private const int MaxLength = 2000;

    public static async Task<FactResult> RaiseAsync(
        IStoreWriter writer, PanelMember member, ConcernId id, ConcernKind kind, string words, string? paraphrase, ConcernAbout? about,
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
            Paraphrase = string.IsNullOrWhiteSpace(paraphrase) ? null : paraphrase.Trim(),
            About = about,
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
}
