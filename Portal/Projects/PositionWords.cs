using ClinicalEngagement.Domain.Panel;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>Positions in the words of the method.</summary>
internal static class PositionWords
{
    public static string Of(Position position) => position switch
    {
        Position.StronglySupports => "Strongly supports",
        Position.Supports => "Supports",
        Position.Undecided => "Undecided",
        Position.HasConcerns => "Has concerns",
        Position.DoesNotSupportAsProposed => "Does not support as proposed",
        _ => throw new System.Diagnostics.UnreachableException($"No words for {position}."),
    };
}
