namespace ClinicalEngagement.GraphSimulator.Control;

/// <summary>What real tenants do in more than one way, or what can only be chosen.</summary>
internal sealed record SimulatorSettings
{
    /// <summary>How a transactionId that was used before is answered.</summary>
    public DuplicateAnswer DuplicateTransactionId { get; init; }

    /// <summary>For how long a message just sent can't be read, in seconds.</summary>
    public int SentItemsLagSeconds { get; init; }

    /// <summary>True to hold callers to the documented limits.</summary>
    public bool Throttling { get; init; } = true;

    /// <summary>Bearer tokens that are refused with 401.</summary>
    public IReadOnlyList<string> ExpiredTokens { get; init; } = [];

    /// <summary>Mail domains besides the trust's own that take mail; elsewhere it bounces when true.</summary>
    public bool BounceUnknownDomains { get; init; }
}

/// <summary>The seen answers to a transactionId used before.</summary>
internal enum DuplicateAnswer
{
    /// <summary>400 with the existing event's id.</summary>
    BadRequest,

    /// <summary>409.</summary>
    Conflict,

    /// <summary>201 with the first event.</summary>
    Echo,
}
