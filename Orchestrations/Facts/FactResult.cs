namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>What came of something a person said or did.</summary>
public abstract record FactResult
{
    private FactResult()
    {
    }

    /// <summary>It is recorded, and the workflow is told.</summary>
    public sealed record Recorded : FactResult
    {
        internal static Recorded Ok { get; } = new();
    }

    /// <summary>It cannot be, and why, in the user's words.</summary>
    public sealed record Refused(string Words) : FactResult;
}

/// <summary>What the lead says of a meeting.</summary>
public enum Outcome
{
    /// <summary>It took place.</summary>
    TookPlace,

    /// <summary>It did not take place; never a no-show.</summary>
    DidNotTakePlace,
}
