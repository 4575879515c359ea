namespace ClinicalEngagement.GraphSimulator.Trust;

/// <summary>How a simulated person answers an invitation.</summary>
internal enum Temperament
{
    /// <summary>Accepts within hours.</summary>
    Prompt,

    /// <summary>Accepts after six to nine working days.</summary>
    Late,

    /// <summary>Never answers.</summary>
    Never,

    /// <summary>Declines the first time offered, with a comment; accepts the second.</summary>
    Declines,

    /// <summary>Proposes another time that is free; accepts what comes next.</summary>
    Proposes,

    /// <summary>The secretary answers in their name.</summary>
    Delegates,

    /// <summary>Accepts; days later the secretary moves the organiser's event.</summary>
    MovesEvent,

    /// <summary>Replies by mail, in words; accepts what comes next.</summary>
    RepliesInWords,
}
