using ClinicalEngagement.Domain;

namespace ClinicalEngagement.Orchestrations.Messages;

/// <summary>
/// The words of a first message when the lead wrote none: shown on the form's last page, where the lead can change them before they go.
/// Greeting, times and signature are the message's own.
/// </summary>
public static class FirstMessageDraft
{
    /// <summary>As long as the lead's own words may be, in characters.</summary>
    public const int Length = 600;

    private const string AimLabel = "What we want for patients: ";
    /// <summary>Paragraphs apart by a blank line, made from the aim; at most <see cref="Length"/> characters.</summary>
    /// <param name="projectName">The project.</param>
    /// <param name="patientBenefit">Its aim.</param>
    /// <param name="lead">Whose message it is.</param>
    /// <param name="options">May hold the trust's words for what is asked.</param>
    public static string From(string projectName, string patientBenefit, Person lead, EngagementOptions options)
    {
        var ask = options.TextOf(MessageText.FirstAsk);
        var opening = $"My name is {OneLine.Of(lead.Name, 100)}, and I lead our work on {OneLine.Of(ProjectTopic.Of(projectName), 100)}.";
        var room = Length - opening.Length - AimLabel.Length - ask.Length - 4;
        var aim = WholeSentences(OneLine.Of(patientBenefit), room);
        return aim.Length == 0 ? $"{opening}\n\n{ask}" : $"{opening}\n\n{AimLabel}{aim}\n\n{ask}";
    }

    // As far as they fit: an aim cut in mid-sentence is worse than a shorter one.
    private static string WholeSentences(string text, int room)
    {
        if (text.Length == 0)
            return "";
        var closed = text[^1] is '.' or '!' or '?' or '…' ? text : text + ".";
        if (closed.Length <= room)
            return closed;
        var end = Math.Max(closed.LastIndexOf(". ", room - 1, StringComparison.Ordinal), closed.LastIndexOf("? ", room - 1, StringComparison.Ordinal));
        return end > 0 ? closed[..(end + 1)] : OneLine.Of(closed, room);
    }
}
