namespace ClinicalEngagement.Domain;

/// <summary>Somebody by name and address: a lead, a co-lead, a sponsor, a secretary.</summary>
/// <param name="Name">As it is shown.</param>
/// <param name="Email">Their address.</param>
/// <param name="Phone">A telephone number as it is shown, or null.</param>
/// <param name="Role">Their role as it is shown, or null.</param>
public sealed record Person(string Name, EmailAddress Email, string? Phone = null, string? Role = null)
{
    /// <summary>The name to greet by: what stands before the first space, unless that is a title.</summary>
    public string GreetingName => Name.Split(' ') is [var title, .., var last] && title is "Dr" or "Mr" or "Mrs" or "Ms" or "Miss" or "Prof" or "Professor"
        ? $"{Name.Split(' ')[0]} {Name.Split(' ')[^1]}"
        : Name.Split(' ')[0];
}
