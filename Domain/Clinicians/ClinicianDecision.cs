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
    /// <param name="What">What is to be done; {clinician} stands for the name.</param>
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

    /// <summary>One other offer after a decline, in the reminder's place; or an offer the lead asked for.</summary>
    public sealed record OfferAgain(Meeting Meeting) : ClinicianDecision;

    /// <summary>The one automatic reminder.</summary>
    public sealed record Remind(Meeting Meeting) : ClinicianDecision;

    /// <summary>End the meeting without its having been held, and take the event out of the calendar.</summary>
    /// <param name="Meeting">Which.</param>
    /// <param name="State">Withdrawn or Cancelled.</param>
    /// <param name="Words">Why, for the clinician.</param>
    public sealed record End(Meeting Meeting, MeetingState State, string Words) : ClinicianDecision;

    /// <summary>Look at the time that the clinician proposed.</summary>
    public sealed record ConsiderProposal(Meeting Meeting, Instant Proposed) : ClinicianDecision;

    /// <summary>Move the event to the meeting's time.</summary>
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
}
