using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
using NodaTime;

namespace ClinicalEngagement.Domain.Effects;

/// <summary>What is known of a mail or an invitation that was decided earlier, at the moment it would leave.</summary>
public sealed record DepartureFacts
{
    /// <summary>The mail or the invitation.</summary>
    public required Effect Effect { get; init; }

    /// <summary>Its project.</summary>
    public required Project Project { get; init; }

    /// <summary>The panel member it is for or about, or null.</summary>
    public PanelMember? Member { get; init; }

    /// <summary>The meeting it is about, or null.</summary>
    public Meeting? Meeting { get; init; }

    /// <summary>The update it is a copy of, or null.</summary>
    public Update? Update { get; init; }

    /// <summary>The message that goes with an invitation and is counted as one with it, or null.</summary>
    public Effect? Mail { get; init; }

    /// <summary>The clinician's specialty, for which there may be a quiet period; null where no clinician is written to.</summary>
    public string? Specialty { get; init; }

    /// <summary>When this clinician was sent something else unasked, in any project of the trust.</summary>
    public IReadOnlyList<Instant> Others { get; init; } = [];
}

/// <summary>
/// What becomes of a mail or an invitation at the moment it would leave. It was lawful when it was decided; since then a night may have
/// begun, or weeks have passed until somebody had it tried again.
/// </summary>
public abstract record Departure
{
    private const int StaleAfterWorkingDays = 10;
    private static readonly Duration BriefBefore = Duration.FromHours(2);

    private Departure()
    {
    }

    /// <summary>It leaves.</summary>
    public sealed record Now : Departure;

    /// <summary>It waits until then, and is looked at again.</summary>
    public sealed record Later(Instant At) : Departure;

    /// <summary>It does not leave any more, in a sentence that says why.</summary>
    public sealed record Never(string Why) : Departure;

    /// <summary>Decides from facts alone; the same facts and time give the same departure.</summary>
    /// <remarks>What answers a clinician leaves at the word of whoever answers, at any hour; what goes by itself keeps to working time and to the cap.</remarks>
    public static Departure Of(DepartureFacts facts, Instant now, EngagementOptions options)
    {
        var effect = facts.Effect;
        if (!GoesByItself(facts))
            return new Now();
        if (effect is { Kind: EffectKind.SendUpdate } && facts.Update is not { Final: true } && WhyNoUpdate(facts, now) is { } why)
            return new Never(why);

        var nation = facts.Project.Nation;
        // Colleagues of the project are written to about a meeting that takes place, whosever quiet period it is.
        var inHours = effect.IsToColleague
            ? SendingTime.NextAllowed(now, nation, options)
            : SendingTime.NextAllowed(now, nation, options, facts.Specialty, (facts.Mail ?? effect).Unasked ? facts.Member?.Id.Value : null);
        // One that would come when there is no time left to read it helps nobody.
        if (effect.Kind is EffectKind.SendBrief or EffectKind.SendHostBrief && facts.Meeting is { } meeting && meeting.Start - inHours < BriefBefore)
            return new Now();
        if (IsCounted(facts) && SendingTime.CapFreesAt(facts.Others, now, nation, options) is { } freed)
            return effect.Kind == EffectKind.SendUpdate
                ? new Never("They had two messages in ten working days. They get what it said with their next one.")
                : new Later(SendingTime.NextAllowed(freed, nation, options, facts.Specialty, facts.Member?.Id.Value));
        if (facts.Update is { Final: false } && WorkingTime.AddWorkingDays(facts.Update.SendAt, StaleAfterWorkingDays, nation) < inHours)
            return new Never("It had waited so long that it was news no more. They get what it said with their next one.");
        return inHours > now ? new Later(inHours) : new Now();
    }

    /// <summary>True for what goes without anybody's word at that moment; an invitation only while its time was not agreed.</summary>
    public static bool GoesByItself(EffectKind kind) => kind is EffectKind.BookMeeting or EffectKind.SendFirstMessage or EffectKind.SendOtherTimes
        or EffectKind.SendReminder or EffectKind.SendBrief or EffectKind.SendHostBrief or EffectKind.SendOutcomeReminder or EffectKind.SendUpdate
        or EffectKind.SendCorrection or EffectKind.SendConcernReminder or EffectKind.SendConcernOverdue;

    private static bool GoesByItself(DepartureFacts facts) =>
        GoesByItself(facts.Effect.Kind) && (facts.Effect.Kind != EffectKind.BookMeeting || facts.Meeting is { State: MeetingState.Offered });

    // The last update ends the contact, so it is owed to everyone.
    private static bool IsCounted(DepartureFacts facts) => (facts.Mail ?? facts.Effect).Unasked && facts.Update is not { Final: true };

    private static string? WhyNoUpdate(DepartureFacts facts, Instant now) => facts switch
    {
        { Project.State: ProjectState.Closed } => "The project was closed before it went; the last update looks back over all of it.",
        { Member.NoUpdatesAt: not null } => "They asked for no more updates before it went.",
        { Member.UpdatesPausedUntil: { } until } when until > now => "They asked for a rest from updates before it went.",
        { Member.PausedUntil: { } until } when until > now => "They asked not to be written to for a while before it went.",
        _ => null,
    };
}
