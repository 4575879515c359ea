using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Reactions;

/// <summary>What a person remembers of somebody who writes to them.</summary>
/// <param name="Person">Who remembers.</param>
/// <param name="Organizer">Of whom.</param>
/// <param name="Offers">How many times were offered so far.</param>
/// <param name="Replied">True once they replied in words.</param>
/// <param name="Moved">True once the secretary has moved a meeting.</param>
/// <param name="SpokeUp">True once a concern was written.</param>
/// <param name="AutoRepliedOn">When an automatic reply last went to them.</param>
internal sealed record Encounter(
    string Person, string Organizer, int Offers = 0, bool Replied = false, bool Moved = false, bool SpokeUp = false, LocalDate? AutoRepliedOn = null)
{
    /// <summary>The key.</summary>
    public string Id => KeyOf(Person, Organizer);

    /// <summary>The key of what one remembers of the other.</summary>
    public static string KeyOf(string person, string organizer) => $"{person}|{organizer}";
}
