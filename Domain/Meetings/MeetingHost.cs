namespace ClinicalEngagement.Domain.Meetings;

/// <summary>Who meets the clinician, chosen for each: a surgeon may want a peer.</summary>
public enum MeetingHost
{
    /// <summary>The project lead, in whose calendar every meeting stands.</summary>
    Lead,

    /// <summary>The co-lead, often a clinician.</summary>
    CoLead,

    /// <summary>The sponsor.</summary>
    Sponsor,
}
