using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using NodaTime;

namespace ClinicalEngagement.Domain.Involvement;

/// <summary>The strongest contact with a clinician in a stage.</summary>
public enum Contact
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>Got an update.</summary>
    Updated,

    /// <summary>Got a response to a concern.</summary>
    Answered,

    /// <summary>Spoken, outside a meeting of ours.</summary>
    Spoken,

    /// <summary>Met one to one.</summary>
    Met,
}

/// <summary>Involvement of each clinician at each stage (DOMAIN: keep senior clinicians involved at all stages).</summary>
public static class InvolvementByStage
{
    /// <summary>The strongest contact with that member since a moment, usually the beginning of the stage.</summary>
    public static Contact Since(
        Instant since, PanelMember member, IEnumerable<Meeting> meetings, IEnumerable<Concern> concerns, IEnumerable<Effect> effects) =>
        In(new StageSpan(default, since, null), member, meetings, concerns, effects);

    /// <summary>The strongest contact with that member in a stretch of time.</summary>
    public static Contact In(
        StageSpan span, PanelMember member, IEnumerable<Meeting> meetings, IEnumerable<Concern> concerns, IEnumerable<Effect> effects)
    {
        if (meetings.Any(m => m.MemberId == member.Id && m.State == MeetingState.Held && span.Contains(m.Start)))
            return Contact.Met;
        if (span.Contains(member.SpokenAt) || member.SpokenTimes.Any(t => span.Contains(t)))
            return Contact.Spoken;
        var done = effects.Where(e => e.MemberId == member.Id && e.State == EffectState.Done && span.Contains(e.DoneAt)).Select(e => e.Kind).ToHashSet();
        if (done.Contains(EffectKind.SendResponse) || done.Contains(EffectKind.SendExplanation)
            || concerns.Any(c => c.MemberId == member.Id && span.Contains(c.AnsweredAt)))
            return Contact.Answered;
        return done.Contains(EffectKind.SendUpdate) ? Contact.Updated : Contact.Nothing;
    }

    /// <summary>The strongest contact with that member at each of the six stages; null for a stage the project was not in.</summary>
    public static IReadOnlyDictionary<Stage, Contact?> OfMember(
        Project project, PanelMember member, IReadOnlyList<Meeting> meetings, IReadOnlyList<Concern> concerns, IReadOnlyList<Effect> effects) =>
        Enum.GetValues<Stage>().ToDictionary(
            stage => stage,
            stage => project.Stages.Where(s => s.Stage == stage).Select(s => (Contact?)In(s, member, meetings, concerns, effects)).Max());

    /// <summary>From when a stage without contact is red.</summary>
    public static Instant RedAt(Project project, EngagementOptions options) =>
        WorkingTime.At(WorkingTime.AddWorkingDays(project.StageSince, options.StageRedAfterWorkingDays, project.Nation), options.SendFrom);

    /// <summary>
    /// Those with whom there was no contact in the present stage and none is on its way: nobody who asked for no more, nobody with an
    /// open invitation or an agreed meeting.
    /// </summary>
    public static IReadOnlyList<PanelMember> WithoutContact(
        Project project, IEnumerable<PanelMember> members, IReadOnlySet<EmailAddress> noMore, IReadOnlyList<Meeting> meetings, IReadOnlyList<Concern> concerns,
        IReadOnlyList<Effect> effects) =>
        [.. members
            .Where(m => m.LeftAt is null && !noMore.Contains(m.Email))
            .Where(m => !meetings.Any(x => x.MemberId == m.Id && x.State is MeetingState.Proposed or MeetingState.Agreed))
            .Where(m => Since(project.StageSince, m, meetings, concerns, effects) == Contact.Nothing)];
}
