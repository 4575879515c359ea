using ClinicalEngagement.Domain;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>What came of a request to begin an engagement.</summary>
public abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    /// <summary>It is stored and on the queue.</summary>
    /// <param name="Project">The project it begins.</param>
    public sealed record Accepted(ProjectId Project) : IntakeResult;

    /// <summary>The same request came before under the same key; nothing was done again.</summary>
    /// <param name="Project">The project that the first one began.</param>
    public sealed record Replayed(ProjectId Project) : IntakeResult;

    /// <summary>The key was used before for another request.</summary>
    public sealed record ChangedBody : IntakeResult;

    /// <summary>It cannot begin an engagement yet.</summary>
    /// <param name="Errors">What is wrong, in the order of the form.</param>
    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : IntakeResult;
}
