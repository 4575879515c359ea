namespace ClinicalEngagement.GraphSimulator.Trust;

/// <summary>A group of the directory.</summary>
/// <param name="Name">As shown.</param>
/// <param name="Address">Its mail address: the key.</param>
/// <param name="Members">The members' addresses.</param>
internal sealed record Group(string Name, string Address, IReadOnlyList<string> Members);
