using Microsoft.Graph.Models;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>The custom headers of a mail. Exchange takes at most five, and their names begin with <c>x-</c>.</summary>
internal static class MailHeaders
{
    /// <summary>Exchange's limit.</summary>
    public const int Most = 5;

    /// <summary>Asks for no automatic replies, which nobody would read, and lets people sort by rule what comes from here.</summary>
    /// <param name="key">The effect's key.</param>
    public static List<InternetMessageHeader> For(string key) =>
    [
        new() { Name = "x-auto-response-suppress", Value = "OOF, AutoReply" },
        new() { Name = "x-clinical-engagement", Value = key },
    ];
}
