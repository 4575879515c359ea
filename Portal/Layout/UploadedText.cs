using System.Text;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Layout;

/// <summary>Reads a small text file that came with a form.</summary>
internal static class UploadedText
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxBytes = 250_000;

    /// <summary>What is said where a box beside the file was filled too: one of the two would be lost.</summary>
    public const string OneAtATime = "Use the box or the file, one at a time.";

    /// <summary>The file's text with plain line ends, empty when there is no file; or what is wrong with it.</summary>
    /// <param name="file">The file, or null.</param>
    /// <param name="what">What it lists, as in "clinicians".</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<(string Text, string? Error)> ReadAsync(IFormFile? file, string what, CancellationToken cancellationToken)
    {
        if (file is null || file.Length == 0)
            return ("", null);
        if (file.Length > MaxBytes)
            return ("", $"The CSV file must be smaller than 250 kB. Choose a file with the {what} only.");
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var text = (await reader.ReadToEndAsync(cancellationToken)).ReplaceLineEndings("\n").Trim();
        return text.Contains('\0', StringComparison.Ordinal) || text.Contains('\uFFFD', StringComparison.Ordinal)
            ? ("", "The file could not be read as text. Save it as CSV UTF-8 and choose it again.")
            : (text, null);
    }
}
