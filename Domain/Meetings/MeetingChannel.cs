namespace ClinicalEngagement.Domain.Meetings;

/// <summary>How two people meet.</summary>
public enum MeetingChannel
{
    /// <summary>Not said yet: whichever suits the clinician.</summary>
    Open,

    /// <summary>In person.</summary>
    InPerson,

    /// <summary>On Microsoft Teams.</summary>
    Teams,

    /// <summary>By telephone.</summary>
    Phone,
}
