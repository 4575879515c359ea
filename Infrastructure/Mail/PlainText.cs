using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ClinicalEngagement.Infrastructure.Mail;

/// <summary>The plain text of a message, from the same markup, as a person would type it: blank lines between paragraphs, dashes for lists, addresses written out.</summary>
public static class PlainText
{
    /// <summary>Reads the body of a document; pictures are left out, since what they show stands in the text.</summary>
    public static string From(string html)
    {
        using var document = new HtmlParser().ParseDocument(html);
        var text = new Writer();
        Write(document.Body!, text);
        return text.ToString();
    }

    private static void Write(INode node, Writer text)
    {
        foreach (var child in node.ChildNodes)
        {
            switch (child)
            {
                case IText words:
                    text.Words(words.Data);
                    break;
                case IElement { LocalName: "br" }:
                    text.LineBreak();
                    break;
                case IElement { LocalName: "hr" }:
                    text.Break(2);
                    text.Words("--");
                    text.Break(1);
                    break;
                case IElement { LocalName: "a" } link:
                    Write(link, text);
                    text.Words($": {link.GetAttribute("href")}");
                    break;
                case IElement { LocalName: "li" } item:
                    text.Break(1);
                    text.Item(() => Write(item, text));
                    text.Break(1);
                    break;
                case IElement { LocalName: "h2" } heading:
                    text.Break(2);
                    Write(heading, text);
                    text.Break(1);
                    break;
                case IElement { LocalName: "ul" } list:
                    text.Break(1);
                    Write(list, text);
                    text.Break(2);
                    break;
                case IElement { LocalName: "p" or "div" } block:
                    text.Break(1);
                    Write(block, text);
                    text.Break(2);
                    break;
                default:
                    Write(child, text);
                    break;
            }
        }
    }

    private sealed class Writer
    {
        private readonly StringBuilder text = new();
        private int breaks;
        private bool blank;
        private string indent = "";
        private string? marker;

        public void Words(string words)
        {
            foreach (var c in words)
            {
                if (c is ' ' or '\n' or '\r' or '\t')
                    blank = true;
                else
                    Append(c);
            }
        }

        public void LineBreak()
        {
            breaks = Math.Max(1, breaks);
            blank = false;
        }

        /// <summary>At least that many line breaks before the next word.</summary>
        public void Break(int count)
        {
            breaks = Math.Max(count, breaks);
            blank = false;
        }

        public void Item(Action write)
        {
            marker = "- ";
            indent = "  ";
            write();
            marker = null;
            indent = "";
        }

        public override string ToString() => text.ToString() + "\n";

        private void Append(char c)
        {
            if (breaks > 0)
            {
                if (text.Length > 0)
                    text.Append('\n', breaks);
                text.Append(marker ?? indent);
                marker = null;
                breaks = 0;
                blank = false;
            }
            else if (blank)
            {
                text.Append(' ');
                blank = false;
            }

            text.Append(c);
        }
    }
}
