using ClinicalEngagement.Domain.Intake;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>Checks one person where a page asks for one, by the rules of the form.</summary>
public static class PersonCheck
{
    /// <summary>What is wrong; empty when nothing is.</summary>
    /// <param name="person">As typed.</param>
    /// <param name="who">Such as "the co-lead".</param>
    public static IReadOnlyList<FieldError> Of(PersonRequest person, string who) =>
        [.. new PersonValidator(who, $"{who}\u2019s").Validate(person).Errors
            .Select(e => new FieldError(char.ToLowerInvariant(e.PropertyName[0]) + e.PropertyName[1..], e.ErrorMessage))
            .DistinctBy(e => e.Field)];
}
