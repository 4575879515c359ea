using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Involvement;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using NodaTime;

namespace ClinicalEngagement.Domain.Measures;

/// <summary>How an engagement goes, in figures over all clinicians of a panel: never a number per person.</summary>
public sealed record EngagementMeasures
{
    /// <summary>Clinicians who are or were on the panel and did not leave it before anything was sent to them.</summary>
    public required int Clinicians { get; init; }

    /// <summary>Of these, engaged: met one to one, or spoken with.</summary>
    public required int Engaged { get; init; }

    /// <summary>Days from the form to the first clinician engaged, or null before it; over several projects the average.</summary>
    public required decimal? DaysToFirst { get; init; }

    /// <summary>Days from the form until everybody on the panel was engaged, or null while somebody is not; over several projects the average.</summary>
    public required decimal? DaysToAll { get; init; }

    /// <summary>Mails to clinicians, of every kind.</summary>
    public required int Messages { get; init; }

    /// <summary>Of these, messages nobody asked for.</summary>
    public required int UnaskedMessages { get; init; }

    /// <summary>Concerns and suggestions raised.</summary>
    public required int Concerns { get; init; }

    /// <summary>Of these, answered.</summary>
    public required int ConcernsAnswered { get; init; }

    /// <summary>Of these, answered by the day they were due.</summary>
    public required int ConcernsAnsweredInTime { get; init; }

    /// <summary>Concerns and suggestions that the plan took in, as a change or as a risk.</summary>
    public required int PlanChanges { get; init; }

    /// <summary>Stages the project was in, the present one included.</summary>
    public required int Stages { get; init; }

    /// <summary>Of these, stages with contact with every clinician then on the panel.</summary>
    public required int StagesWithEveryone { get; init; }

    /// <summary>Stages with contact with anybody.</summary>
    public required int StagesWithAnyone { get; init; }

    /// <summary>Meetings that took place.</summary>
    public required int Meetings { get; init; }

    /// <summary>Of these, meetings that displaced no clinical work.</summary>
    public required int MeetingsWithoutDisplacement { get; init; }

    /// <summary>Messages for each clinician on average, one decimal; null without clinicians.</summary>
    public decimal? MessagesPerClinician => Clinicians == 0 ? null : Math.Round((decimal)Messages / Clinicians, 1);

    /// <summary>The measures of one project.</summary>
    public static EngagementMeasures Of(
        Project project, IReadOnlyList<PanelMember> members, IReadOnlyList<Meeting> meetings, IReadOnlyList<Concern> concerns, IReadOnlyList<Effect> effects)
    {
        var mails = effects.Where(e => e is { IsMail: true, State: EffectState.Done, MemberId: not null } && !e.IsToColleague).ToArray();
        var panel = members.Where(m => m.LeftAt is null || m.SpokenAt is not null || mails.Any(e => e.MemberId == m.Id)).ToArray();
        var held = meetings.Where(m => m.State == MeetingState.Held).ToArray();
        var first = panel.Select(m => FirstEngaged(m, held)).ToArray();
        var spans = project.Stages;
        return new EngagementMeasures
        {
            Clinicians = panel.Length,
            Engaged = first.Count(f => f is not null),
            DaysToFirst = first.Min() is { } soonest ? Days(soonest - project.CreatedAt) : null,
            DaysToAll = first.Length > 0 && first.All(f => f is not null) ? Days(first.Max()!.Value - project.CreatedAt) : null,
            Messages = mails.Length,
            UnaskedMessages = mails.Count(e => e.Unasked),
            Concerns = concerns.Count,
            ConcernsAnswered = concerns.Count(c => c.AnsweredAt is not null),
            ConcernsAnsweredInTime = concerns.Count(c => c is { AnsweredAt: not null, AnsweredLate: false }),
            PlanChanges = concerns.Count(c => c.PlanVersion is not null),
            Stages = spans.Select(s => s.Stage).Distinct().Count(),
            StagesWithEveryone = Count((span, contacts) => contacts.Length > 0 && contacts.All(c => c != Contact.Nothing)),
            StagesWithAnyone = Count((span, contacts) => contacts.Any(c => c != Contact.Nothing)),
            Meetings = held.Length,
            MeetingsWithoutDisplacement = held.Count(m => m.ClinicalMinutesAtRisk == 0),
        };

        int Count(Func<StageSpan, Contact[], bool> isSo) => spans
            .Where(span => isSo(span, [.. panel
                .Where(m => m.LeftAt is null || m.LeftAt > span.From)
                .Select(m => InvolvementByStage.In(span, m, meetings, concerns, effects))]))
            .Select(span => span.Stage).Distinct().Count();
    }

    /// <summary>The measures over several projects: sums, and averages of days over the projects that have them.</summary>
    public static EngagementMeasures Over(IReadOnlyCollection<EngagementMeasures> projects) => new()
    {
        Clinicians = projects.Sum(p => p.Clinicians),
        Engaged = projects.Sum(p => p.Engaged),
        DaysToFirst = Average(projects.Select(p => p.DaysToFirst)),
        DaysToAll = Average(projects.Select(p => p.DaysToAll)),
        Messages = projects.Sum(p => p.Messages),
        UnaskedMessages = projects.Sum(p => p.UnaskedMessages),
        Concerns = projects.Sum(p => p.Concerns),
        ConcernsAnswered = projects.Sum(p => p.ConcernsAnswered),
        ConcernsAnsweredInTime = projects.Sum(p => p.ConcernsAnsweredInTime),
        PlanChanges = projects.Sum(p => p.PlanChanges),
        Stages = projects.Sum(p => p.Stages),
        StagesWithEveryone = projects.Sum(p => p.StagesWithEveryone),
        StagesWithAnyone = projects.Sum(p => p.StagesWithAnyone),
        Meetings = projects.Sum(p => p.Meetings),
        MeetingsWithoutDisplacement = projects.Sum(p => p.MeetingsWithoutDisplacement),
    };

    private static Instant? FirstEngaged(PanelMember member, IEnumerable<Meeting> held) => held
        .Where(m => m.MemberId == member.Id).Select(m => (Instant?)m.Start)
        .Append(member.SpokenTimes.Count > 0 ? member.SpokenTimes.Min() : member.SpokenAt)
        .Min();

    private static decimal Days(Duration duration) => Math.Round((decimal)duration.TotalDays, 1);

    private static decimal? Average(IEnumerable<decimal?> days) => days.Average() is { } average ? Math.Round(average, 1) : null;
}
