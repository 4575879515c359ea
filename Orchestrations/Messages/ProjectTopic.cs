using ClinicalEngagement.Domain.Projects;

namespace ClinicalEngagement.Orchestrations.Messages;

/// <summary>A project's name as it reads in the middle of a sentence: "Frailty same-day care" becomes "frailty same-day care".</summary>
public static class ProjectTopic
{
    private static readonly HashSet<string> KeepTheirCapital = new(StringComparer.Ordinal)
    {
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        "Alzheimer", "Christmas", "Crohn", "Down", "Easter", "England", "English", "Hodgkin", "Ireland", "Irish", "Parkinson", "Ramadan",
        "Scotland", "Scottish", "Wales", "Welsh",
    };

    /// <summary>
    /// The topic of a project: its name on one line, without a closing full stop, with a small first letter unless the first word is an
    /// abbreviation, a possessive (a person's name, most likely) or a name that is always written with a capital.
    /// </summary>
    public static string Of(Project project) => Of(project.Name);

    /// <inheritdoc cref="Of(Project)"/>
    public static string Of(string projectName)
    {
        var name = OneLine.Of(projectName).TrimEnd('.');
        var first = name.Split(' ', '-')[0];
        var small = first.Length > 0 && first.Skip(1).All(c => char.IsLower(c) || !char.IsLetter(c)) && (first.Length > 1 || first == "A")
            && !first.Contains('\'') && !first.Contains('’') && !first.Any(char.IsDigit) && !KeepTheirCapital.Contains(first);
        return small ? char.ToLowerInvariant(name[0]) + name[1..] : name;
    }
}
