using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using NodaTime;

namespace ClinicalEngagement.Domain.Retention;

/// <summary>What of a record stays once its time is up, and what once the person in it is taken out. Counts, dates and minutes always stay.</summary>
public static class KeptRecords
{
    /// <summary>When judgements and notes of a project are taken out: so many months after its closing, from local midnight.</summary>
    public static Instant DueAt(Instant closedAt, int months) => WorkingCalendar.StartOfDay(WorkingCalendar.DateOf(closedAt).PlusMonths(months));

    /// <summary>True when the time of a closed project is up.</summary>
    public static bool IsDue(Project project, Instant now, int months) => project.ClosedAt is { } closed && DueAt(closed, months) <= now;

    /// <summary>A panel member without what was thought and noted of them.</summary>
    public static PanelMember WithoutJudgements(PanelMember member) => member with
    {
        Power = null,
        Impact = null,
        OpinionFormer = false,
        LikelyView = null,
        PositionNeeded = null,
        PositionNeededAt = null,
        PositionFirst = null,
        PositionFirstAt = null,
        PositionHeld = null,
        PositionAt = null,
        PositionPlanVersion = null,
        PositionEvidence = null,
        PositionsBefore = [],
        NoTimesReason = null,
    };

    /// <summary>True while something is left that <see cref="WithoutJudgements"/> takes out.</summary>
    public static bool HasJudgements(PanelMember member) =>
        member.Power is not null || member.Impact is not null || member.OpinionFormer || member.LikelyView is not null
        || member.PositionNeeded is not null || member.PositionNeededAt is not null || member.PositionFirst is not null || member.PositionFirstAt is not null
        || member.PositionHeld is not null || member.PositionAt is not null || member.PositionPlanVersion is not null || member.PositionEvidence is not null
        || member.PositionsBefore.Count > 0 || member.NoTimesReason is not null;

    /// <summary>A concern without the answers that were written and not sent.</summary>
    public static Concern WithoutNotes(Concern concern) => concern with { ProposedAnswer = null, ProposedAt = null };

    /// <summary>A meeting without what was said when it was declined.</summary>
    public static Meeting WithoutNotes(Meeting meeting) => meeting with { DeclineReason = null };

    /// <summary>A place on a panel once its person is taken out: that there was one, and when.</summary>
    public static PanelMember WithoutPerson(PanelMember member, EmailAddress standIn, Instant now) => WithoutJudgements(member) with
    {
        Email = standIn,
        Name = Erasure.Name,
        Reason = "",
        YearsHere = null,
        FirstMessageWords = null,
        Deputy = null,
        DeputyAt = null,
        NoTimesAt = null,
        LeftAt = member.LeftAt ?? now,
        LinksWithdrawnAt = now,
    };

    /// <summary>A meeting without its person: its time, its minutes and what became of it.</summary>
    public static Meeting WithoutPerson(Meeting meeting) => WithoutNotes(meeting) with
    {
        Reason = "",
        Offers = [.. meeting.Offers.Select(o => o with { Reason = "" })],
        EventId = null,
        ChangeKey = null,
    };

    /// <summary>What was raised without its words: that it was, when it was answered and closed.</summary>
    public static Concern WithoutPerson(Concern concern) => WithoutNotes(concern) with
    {
        Words = Erasure.Words,
        Paraphrase = Gone(concern.Paraphrase),
        Correction = Gone(concern.Correction),
        Response = Gone(concern.Response),
        VerdictWords = Gone(concern.VerdictWords),
        Explanation = Gone(concern.Explanation),
        CreditAgreed = false,
    };

    /// <summary>A question about a figure without its words; what came of the figure stays.</summary>
    public static FactQuestion WithoutPerson(FactQuestion question) => question with { Words = Erasure.Words, Answer = Gone(question.Answer) };

    /// <summary>An example from elsewhere without its words: they agreed to its being kept, and that is over.</summary>
    public static PracticeExample WithoutPerson(PracticeExample example, Instant now) =>
        example with { Words = "", NameAgreed = false, WithdrawnAt = example.WithdrawnAt ?? now };

    private static string? Gone(string? words) => words is null ? null : Erasure.Words;
}
