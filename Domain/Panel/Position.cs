namespace ClinicalEngagement.Domain.Panel;

/// <summary>Where a clinician stands towards a version of the plan; shown to the lead and co-lead only.</summary>
public enum Position
{
    /// <summary>Strongly supports.</summary>
    StronglySupports,

    /// <summary>Supports.</summary>
    Supports,

    /// <summary>Undecided.</summary>
    Undecided,

    /// <summary>Has concerns.</summary>
    HasConcerns,

    /// <summary>Does not support as proposed.</summary>
    DoesNotSupportAsProposed,
}

/// <summary>One axis of the stakeholder analysis.</summary>
public enum HighOrLow
{
    /// <summary>Low.</summary>
    Low,

    /// <summary>High.</summary>
    High,
}
