namespace ClinicalEngagement.Domain.Updates;

/// <summary>How often a clinician wants to be told of progress.</summary>
public enum UpdateWish
{
    /// <summary>Every update.</summary>
    EveryOne,

    /// <summary>Every two weeks at most.</summary>
    Fortnightly,

    /// <summary>Once a month at most.</summary>
    Monthly,

    /// <summary>None for three months.</summary>
    PauseThreeMonths,

    /// <summary>None at all; other messages may still come.</summary>
    None,
}
