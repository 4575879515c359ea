using ClinicalEngagement.Domain.Updates;

namespace ClinicalEngagement.Orchestrations.Messages;

/// <summary>
/// What of an update fits into one recipient's 150 words: their own "you said, we did" first, then what changed, the numbers, the next
/// decision, the rest of what changed, others' points and the story. What does not fit is left out whole; a single long text is
/// shortened, to whole sentences where it has them. A story is told whole or not at all: its end may say that it is a composite.
/// </summary>
/// <param name="Closing">The lead's words on what changed because of whom; null unless it is the last update.</param>
/// <param name="WhatChanged">One sentence each.</param>
/// <param name="Own">The recipient's own pairs.</param>
/// <param name="Others">Other people's pairs.</param>
/// <param name="Numbers">The numbers as text, or null.</param>
/// <param name="Signals">What the run chart's rules say, one sentence; null while there are too few points.</param>
/// <param name="Next">The next decision, or null.</param>
/// <param name="Story">A story or an example, or null.</param>
/// <param name="Complete">True when nothing was left out or shortened.</param>
public sealed record ProgressDigest(
    string? Closing,
    IReadOnlyList<string> WhatChanged,
    IReadOnlyList<YouSaid> Own,
    IReadOnlyList<YouSaid> Others,
    string? Numbers,
    string? Signals,
    string? Next,
    string? Story,
    bool Complete)
{
    // What stands in the message whatever it tells: greeting, opening, headings and how to reply. A test counts the rendered message.
    private const int FixedWords = 47;
    private const int AnswerKeptWords = 26;
    private const int AsksForViewWords = 24;
    private const int LongestText = 32;
    private const int LongestNumbers = 40;
    private const int LongestClosing = 60;
    private const int WorthShortening = 8;

    /// <summary>Chooses what goes into that recipient's copy.</summary>
    public static ProgressDigest Of(Message.Progress message)
    {
        var room = new Room(
            WordCount.MostInUpdate - FixedWords - WordCount.Of(ProjectTopic.Of(message.Project)) - WordCount.Of(message.To.GreetingName)
            - (message.AnswerKept ? AnswerKeptWords : 0) - (message.AsksForView ? AsksForViewWords : 0));
        var update = message.Update;
        var closing = update.Final ? room.Take(message.Project.ClosingWords, LongestClosing) : null;
        var own = room.TakePairs(message.Own, 0, 1);
        // Said under its own heading already.
        var changes = update.Final ? update.WhatChanged.Where(c => c != message.Project.ClosingWords).ToArray() : update.WhatChanged;
        var changed = room.TakeAll(changes, 0, 1);
        var numbers = room.Take(update.Numbers, LongestNumbers);
        var signals = message.Points.Count == 0 ? null : room.Take(RunChart.Of([.. message.Points.Select(p => p.Value)]).InWords(), LongestText);
        var next = room.Take(update.Next, LongestText);
        changed = [.. changed, .. room.TakeAll(changes, 1, changes.Count)];
        own = [.. own, .. room.TakePairs(message.Own, 1, message.Own.Count)];
        var others = room.TakePairs(message.Others, 0, message.Others.Count);
        var story = room.TakeWhole(update.Story, WordCount.LongestStory);
        return new ProgressDigest(closing, changed, own, others, numbers, signals, next, story, room.Complete);
    }

    private sealed class Room(int words)
    {
        private int left = words;

        public bool Complete { get; private set; } = true;

        public string? Take(string? text, int longest, int labels = 0)
        {
            if (string.IsNullOrWhiteSpace(text))
                return null;
            var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var fits = Math.Min(longest, left - labels);
            if (parts.Length <= fits)
            {
                left -= parts.Length + labels;
                return string.Join(' ', parts);
            }

            Complete = false;
            if (fits < WorthShortening)
                return null;
            var sentences = Array.FindLastIndex(parts, fits - 1, word => word[^1] is '.' or '!' or '?') + 1;
            if (sentences >= WorthShortening)
            {
                left -= sentences + labels;
                return string.Join(' ', parts[..sentences]);
            }

            left -= fits + labels;
            return string.Join(' ', parts[..fits]).TrimEnd(',', ';', ':') + "…";
        }

        public string? TakeWhole(string? text, int longest)
        {
            if (string.IsNullOrWhiteSpace(text))
                return null;
            if (text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length <= Math.Min(longest, left))
                return Take(text, longest);
            Complete = false;
            return null;
        }

        public IReadOnlyList<string> TakeAll(IReadOnlyList<string> texts, int from, int to)
        {
            var taken = new List<string>();
            for (var i = from; i < Math.Min(to, texts.Count); i++)
                if (Take(texts[i], LongestText) is { } text)
                    taken.Add(text);
            return taken;
        }

        public IReadOnlyList<YouSaid> TakePairs(IReadOnlyList<YouSaid> pairs, int from, int to)
        {
            // "You said:" and "We did:" are two words each.
            const int Labels = 2;
            var taken = new List<YouSaid>();
            for (var i = from; i < Math.Min(to, pairs.Count); i++)
            {
                var before = left;
                if (Take(pairs[i].Said, LongestText, Labels) is { } said && Take(pairs[i].Did, LongestText, Labels) is { } did)
                    taken.Add(pairs[i] with { Said = said, Did = did });
                else
                    left = before;
            }

            return taken;
        }
    }
}
