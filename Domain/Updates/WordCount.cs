namespace ClinicalEngagement.Domain.Updates;

/// <summary>How long an update may be, in words: what a busy reader takes in between two patients.</summary>
public static class WordCount
{
    /// <summary>The most words a progress update has, from the greeting to how to reply; signature and footer come on top.</summary>
    public const int MostInUpdate = 150;

    /// <summary>The most words of a story or an example in an update: it is told whole or not at all.</summary>
    public const int LongestStory = 60;

    /// <summary>How many words a text has: what white space parts and has a letter or a digit in it; the dash of a list is none.</summary>
    public static int Of(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetterOrDigit));
}
