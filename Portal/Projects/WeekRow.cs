namespace ClinicalEngagement.Portal.Projects;

/// <summary>One line of a day on the meetings page.</summary>
/// <param name="Time">From and to, as in 9am to 10:15am.</param>
/// <param name="Tag">What it is in a word or two.</param>
/// <param name="Colour">Of the tag; never alone in saying it.</param>
/// <param name="Words">Why.</param>
internal sealed record WeekRow(string Time, string Tag, string Colour, string Words);
