using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Orchestrations.Messages;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Rehearsal.Artefacts;

/// <summary>One line of a timeline, as it is shown: times on the clocks of the United Kingdom, names in place.</summary>
/// <param name="At">When.</param>
/// <param name="Day">As in "Thursday 14 January 2027".</param>
/// <param name="Time">As in "08:15".</param>
/// <param name="Who">Who did it, as it reads after "by".</param>
/// <param name="What">The stable name of what happened, such as <c>meeting.agreed</c>.</param>
/// <param name="Words">What happened, in words.</param>
/// <param name="Why">Why, or null.</param>
/// <param name="Clinician">Whom it is about, or null.</param>
public sealed record TimelineEntry(Instant At, string Day, string Time, string Who, string What, string Words, string? Why, string? Clinician)
{
    /// <summary>The events in the order in which they were committed.</summary>
    /// <param name="events">Of one project.</param>
    /// <param name="names">The panel members' names.</param>
    public static IReadOnlyList<TimelineEntry> From(IEnumerable<AuditEvent> events, IReadOnlyDictionary<PanelMemberId, string> names) =>
        [.. events.OrderBy(e => e.Sequence).Select(e => From(e, e.MemberId is { } member ? names.GetValueOrDefault(member) : null))];

    private static TimelineEntry From(AuditEvent happened, string? name) => new(
        happened.At,
        MeetingTime.LongDay(happened.At),
        MeetingTime.Clock24(happened.At),
        WhoIs(happened.Actor, name),
        happened.What,
        Named(happened.Words, name)!,
        Named(happened.Why, name),
        name);

    private static string WhoIs(AuditActor actor, string? name) => actor switch
    {
        AuditActor.Workflow => "Clinical Engagement",
        AuditActor.Lead => "the project lead",
        AuditActor.Clinician => name is null ? "a clinician" : $"{name}, or their secretary",
        AuditActor.Administrator => "an administrator",
        AuditActor.Colleague => "a colleague",
        _ => throw new ArgumentOutOfRangeException(nameof(actor), actor, null),
    };

    private static string? Named(string? words, string? name) => words?.Replace("{clinician}", name ?? "a clinician", StringComparison.Ordinal);
}
