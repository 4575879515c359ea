using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Effects;

/// <summary>An effect with the records it is about, as they are when it is carried out.</summary>
/// <param name="Effect">The effect.</param>
/// <param name="Project">Its project.</param>
/// <param name="Member">The panel member, or null.</param>
/// <param name="Clinician">The clinician, or null.</param>
/// <param name="Meeting">The meeting, or null.</param>
internal sealed record EffectContext(Effect Effect, Project Project, PanelMember? Member, Clinician? Clinician, Meeting? Meeting)
{
    /// <summary>Who meets the clinician: of the meeting where there is one, else as the lead set it for this person.</summary>
    public Person Host => Project.HostOf(Meeting?.Host ?? Member?.Host ?? MeetingHost.Lead);

    /// <summary>Who gets a mail that is for the project's own side.</summary>
    public MeetingHost Reader
    {
        get
        {
            var reader = Effect.Kind == EffectKind.SendHostBrief ? Host : Project.AtTheDesk;
            return reader.Email == Project.Lead.Email ? MeetingHost.Lead : reader.Email == Project.CoLead?.Email ? MeetingHost.CoLead : MeetingHost.Sponsor;
        }
    }

    /// <summary>Who is invited besides the organiser: the clinician, and a host who is not the lead.</summary>
    public Person[] Attendees => Host.Email == Project.Lead.Email
        ? [new Person(Member!.Name, Member.Email)]
        : [new Person(Member!.Name, Member.Email), Host];

    public static async Task<EffectContext> LoadAsync(IStoreReader reader, EffectId id, CancellationToken cancellationToken)
    {
        var effect = await reader.FindAsync<Effect>(id, cancellationToken)
            ?? throw new InvalidOperationException($"Effect {id} is not in the store.");
        var project = await reader.FindAsync<Project>(effect.ProjectId, cancellationToken)
            ?? throw new InvalidOperationException($"Project {effect.ProjectId} is not in the store.");
        var member = effect.MemberId is { } memberId ? await reader.FindAsync<PanelMember>(memberId, cancellationToken) : null;
        var clinician = member is not null ? await reader.FindAsync<Clinician>(member.Email, cancellationToken) : null;
        var meeting = effect.MeetingId is { } meetingId ? await reader.FindAsync<Meeting>(meetingId, cancellationToken) : null;
        var concern = effect.ConcernId is { } concernId ? await reader.FindAsync<Concern>(concernId, cancellationToken) : null;
        return new EffectContext(effect, project, member, clinician, meeting) { Concern = concern };
    }

    /// <summary>Whether it waits until the lead has dealt with a reply: a brief is still wanted afterwards.</summary>
    public bool WaitsForTheLead => Effect.Kind == EffectKind.SendBrief && Member is { HasUnhandledReply: true };

    /// <summary>Whether a message about a time would come after that time.</summary>
    public bool IsTooLate(Instant now) => Meeting is { } meeting && meeting.Start <= now && Effect.Kind is EffectKind.SendFirstMessage or EffectKind.SendOtherTimes
        or EffectKind.SendReminder or EffectKind.SendBrief or EffectKind.SendHostBrief;

    /// <summary>The concern it is about, or null.</summary>
    public Concern? Concern { get; init; }

    /// <summary>
    /// Whether the effect is still wanted: what the clinician asked for, a pause, a reply or a closed project may have overtaken it
    /// between the decision and the deed.
    /// </summary>
    public bool IsStillWanted
    {
        get
        {
            var isAnswer = Effect.Kind is EffectKind.SendResponse or EffectKind.SendExplanation or EffectKind.SendUnderstanding or EffectKind.CancelMeeting;
            if (Clinician?.NoMoreAt is not null || Member?.LeftAt is not null)
                return Effect.Kind is EffectKind.CancelMeeting or EffectKind.IdentifyPanel;
            if (Project.State == ProjectState.Closed)
                return Effect.Kind switch
                {
                    EffectKind.SendUpdate => Member is not { HasUnhandledReply: true },
                    EffectKind.SendConcernReminder or EffectKind.SendConcernOverdue => Concern is { NeedsAnswer: true },
                    _ => isAnswer,
                };
            // An invitation is as unasked for as the message that goes with it.
            var isUnasked = Effect.Unasked || (Effect.Kind == EffectKind.BookMeeting && Meeting is { State: MeetingState.Offered });
            if (isUnasked && (Project.State == ProjectState.Paused || Member is { HasUnhandledReply: true }))
                return false;
            return Effect.Kind switch
            {
                EffectKind.BookMeeting or EffectKind.SendFirstMessage or EffectKind.SendOtherTimes =>
                    Meeting is { IsOpen: true, OfferVoid: false, SharedWith: null } && Domain.Clinicians.ClinicianProtocol.OfferCause(Meeting) == Effect.Cause,
                EffectKind.SendReminder => Meeting is { State: MeetingState.Proposed, LostAt: null, SharedWith: null },
                EffectKind.MoveMeeting => Meeting is { State: MeetingState.Agreed },
                EffectKind.SendBrief or EffectKind.SendHostBrief =>
                    Meeting is { State: MeetingState.Agreed } && IsCausedBy(Domain.Clinicians.ClinicianProtocol.BriefCause(Meeting)),
                EffectKind.SendOutcomeReminder => Meeting is { State: MeetingState.Agreed },
                EffectKind.CheckSlot => Meeting is { State: MeetingState.Proposed or MeetingState.Agreed, LostAt: null, SharedWith: null },
                EffectKind.SendConcernReminder or EffectKind.SendConcernOverdue => Concern is { NeedsAnswer: true } && Project.State == ProjectState.Running,
                EffectKind.SendUnderstanding => Concern is { UnderstoodAt: null, ClosedAt: null } && Clinician is not { PointsOutOfMail: true },
                EffectKind.ConsiderProposal => Meeting is { IsOpen: true, CounterProposal: not null },
                _ => true,
            };
        }
    }

    /// <summary>Why it is not wanted any more, in a sentence for the lead.</summary>
    public string WhyNotWanted => this switch
    {
        { Clinician.NoMoreAt: not null } => "They asked for no more messages.",
        { Member.LeftAt: not null } => "They are no longer on the panel.",
        { Project.State: ProjectState.Closed } => "The project was closed before it went.",
        { Effect.Unasked: true, Project.State: ProjectState.Paused } => "The project was paused before it went.",
        { Effect.Unasked: true, Member.HasUnhandledReply: true } => "They replied in words before it went.",
        _ => "It was overtaken by what happened since it was decided.",
    };

    // A mail that was written anew has the first one's cause and why: see StoryRemoval.
    private bool IsCausedBy(string cause) => Effect.Cause == cause || Effect.Cause.StartsWith($"{cause}/", StringComparison.Ordinal);
}
