using System.Globalization;
using ClinicalEngagement.Domain;

namespace ClinicalEngagement.Portal.Privacy;

/// <summary>The privacy notice as <c>docs/governance/privacy-notice.md</c> has it: the page and the document are one text.</summary>
public static class PrivacyNotice
{
    private static readonly string Text = Read();

    /// <summary>The notice of this trust, in blocks.</summary>
    public static IReadOnlyList<Block> Of(EngagementOptions options)
    {
        var text = Text
            .Replace($"{{{nameof(MessageText.PrivacyContact)}}}", options.TextOf(MessageText.PrivacyContact), StringComparison.Ordinal)
            .Replace($"{{{nameof(EngagementOptions.RetentionMonths)}}}", options.RetentionMonths.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(BlockOf)];
    }

    // Headings, paragraphs and lists are all that the document may have; a line break is only where the line was full.
    private static Block BlockOf(string block) =>
        block.StartsWith("# ", StringComparison.Ordinal) ? new Block.Title(block[2..])
        : block.StartsWith("## ", StringComparison.Ordinal) ? new Block.Heading(block[3..])
        : block.StartsWith("- ", StringComparison.Ordinal) ? new Block.Points([.. block[2..].Split("\n- ").Select(OnOneLine)])
        : new Block.Paragraph(OnOneLine(block));

    private static string OnOneLine(string words) => words.Replace('\n', ' ');

    private static string Read()
    {
        using var stream = typeof(PrivacyNotice).Assembly.GetManifestResourceStream("privacy-notice.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>A part of the notice.</summary>
    public abstract record Block
    {
        private Block()
        {
        }

        /// <summary>What the page is called.</summary>
        public sealed record Title(string Words) : Block;

        /// <summary>What follows.</summary>
        public sealed record Heading(string Words) : Block;

        /// <summary>Some sentences.</summary>
        public sealed record Paragraph(string Words) : Block;

        /// <summary>A list.</summary>
        public sealed record Points(IReadOnlyList<string> Words) : Block;
    }
}
