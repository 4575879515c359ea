using NodaTime;

namespace ClinicalEngagement.Domain.Updates;

/// <summary>One measured value of the project's measure.</summary>
/// <param name="Id">Derived from project and date: a date has one value.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="Date">The date it stands for.</param>
/// <param name="Value">In the measure's unit.</param>
/// <param name="EnteredAt">When it was entered.</param>
public sealed record MeasurePoint(Guid Id, ProjectId ProjectId, LocalDate Date, decimal Value, Instant EnteredAt) : IVersioned
{
    /// <inheritdoc/>
    public int Version { get; init; }
}
