using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using NodaTime;

namespace ClinicalEngagement.Domain.Clinicians;

/// <summary>What to do next for one clinician on one project.</summary>
public abstract record ClinicianDecision
{
    private ClinicianDecision()
    {
    }

    /// <summary>Nothing will ever be done again.</summary>
    public sealed record Finished : ClinicianDecision;

    /// <summary>Nothing until that moment, or until something happens when it is null.</summary>
    public sealed record Wait(Instant? Until) : ClinicianDecision;

    /// <summary>Open a task.</summary>
    /// <param name="Kind">What kind.</param>
    /// <param name="Cause">The id of the fact that makes it; one task a cause.</param>
    /// <param name="Due">Due when.</param>
    /// <param name="What">What is to be done; {clinician} stands for the name, {secretary} for whom to ring, {deputy} for whom they named.</param>
    /// <param name="IfNothing">What happens if nothing is done.</param>
    /// <param name="Meeting">The meeting it is about, or null.</param>
    public sealed record AskLead(TaskKind Kind, string Cause, Instant Due, string What, string IfNothing, Meeting? Meeting = null) : ClinicianDecision;

    /// <summary>Look for up to three times.</summary>
    /// <param name="Cause">The id of the fact that makes it.</param>
    public sealed record FindTimes(string Cause) : ClinicianDecision;

    /// <summary>First contact: the first message and the invitation, counted as one.</summary>
    public sealed record Invite(Meeting Meeting) : ClinicianDecision;

    /// <summary>Put a meeting that was agreed before its invitation was out into the calendar; no message goes with it.</summary>
    public sealed record Book(Meeting Meeting) : ClinicianDecision;

    /// <summary>One other offer after a decline, in the reminder's place; or one that was asked for, or is owed.</summary>
    /// <param name="Meeting">The meeting with its offers.</param>
    /// <param name="Reason">Why.</param>
    public sealed record OfferAgain(Meeting Meeting, OfferReason Reason) : ClinicianDecision
    {
        /// <summary>True when it answers the clinician, whose time was given up: the cap does not count it.</summary>
        public bool IsOwed => Reason is OfferReason.TimeLost or OfferReason.Released;
    }

    /// <summary>The one automatic reminder.</summary>
    public sealed record Remind(Meeting Meeting) : ClinicianDecision;

    /// <summary>End the meeting without its having been held, and take the event out of the calendar.</summary>
    /// <param name="Meeting">Which.</param>
    /// <param name="State">Withdrawn or Cancelled.</param>
    /// <param name="Words">Why, for the clinician.</param>
    public sealed record End(Meeting Meeting, MeetingState State, string Words) : ClinicianDecision;

    /// <summary>Look at the time that the clinician proposed.</summary>
    public sealed record ConsiderProposal(Meeting Meeting, Instant Proposed) : ClinicianDecision;

    /// <summary>Ask both calendars again whether the time still stands.</summary>
    /// <param name="Meeting">The meeting.</param>
    /// <param name="Cause">The id of the occasion; one look an occasion.</param>
    public sealed record CheckSlot(Meeting Meeting, string Cause) : ClinicianDecision;

    /// <summary>Make a meeting that is held in another project's as that one is now.</summary>
    /// <param name="Meeting">The meeting as it is to be.</param>
    public sealed record Follow(Meeting Meeting) : ClinicianDecision;

    /// <summary>Make the event as the meeting is: its time, how they meet, and who joins.</summary>
    public sealed record Move(Meeting Meeting) : ClinicianDecision;

    /// <summary>The briefs to clinician and host.</summary>
    public sealed record Brief(Meeting Meeting) : ClinicianDecision;

    /// <summary>Remind the lead, once, to record an outcome.</summary>
    public sealed record RemindLead(Meeting Meeting) : ClinicianDecision;

    /// <summary>Send the response to a concern.</summary>
    public sealed record Respond(Concern Concern) : ClinicianDecision;

    /// <summary>Answer a question about a figure.</summary>
    public sealed record AnswerFigure(FactQuestion Question) : ClinicianDecision;

    /// <summary>Say that a figure they were shown was wrong.</summary>
    public sealed record Correct(FactQuestion Question) : ClinicianDecision;

    /// <summary>Ask “have I understood you?” with the lead's paraphrase.</summary>
    public sealed record AskUnderstood(Concern Concern) : ClinicianDecision;

    /// <summary>Send the lead's explanation of why a concern is closed.</summary>
    public sealed record Explain(Concern Concern) : ClinicianDecision;
}
