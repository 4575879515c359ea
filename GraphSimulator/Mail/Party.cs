namespace ClinicalEngagement.GraphSimulator.Mail;

/// <summary>Somebody by name and address.</summary>
/// <param name="Name">As shown.</param>
/// <param name="Address">The address, lower case.</param>
internal sealed record Party(string Name, string Address);
