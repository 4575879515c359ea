using System.Text;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>Reads the text of an OData $filter.</summary>
internal sealed class FilterParser(string text)
{
    private static readonly string[] Comparisons = ["eq", "ne", "gt", "ge", "lt", "le"];

    private int position;

    /// <summary>Reads the whole text.</summary>
    /// <exception cref="GraphRefusal">Something in it is not understood.</exception>
    public Filter Parse()
    {
        var filter = Disjunction();
        SkipBlanks();
        return position == text.Length ? filter : throw Wrong();
    }

    private Filter Disjunction()
    {
        var left = Conjunction();
        while (Word("or"))
            left = new Filter.Either(left, Conjunction());
        return left;
    }

    private Filter Conjunction()
    {
        var left = Term();
        while (Word("and"))
            left = new Filter.Both(left, Term());
        return left;
    }

    private Filter Term()
    {
        if (Word("not"))
            return new Filter.Not(Term());
        if (Mark('('))
        {
            var inner = Disjunction();
            Expect(')');
            return inner;
        }

        var name = Name();
        if (name.ToLowerInvariant() is "startswith" or "endswith" or "contains" && Mark('('))
        {
            var path = Name();
            Expect(',');
            var value = Value();
            Expect(')');
            return new Filter.Compare(path, name.ToLowerInvariant(), value);
        }

        if (name.EndsWith("/any", StringComparison.OrdinalIgnoreCase) && Mark('('))
        {
            var variable = Name();
            Expect(':');
            var inner = Disjunction();
            Expect(')');
            return new Filter.Any(name[..^4], variable, inner);
        }

        if (Word("in"))
        {
            Expect('(');
            Filter filter = new Filter.Compare(name, "eq", Value());
            while (Mark(','))
                filter = new Filter.Either(filter, new Filter.Compare(name, "eq", Value()));
            Expect(')');
            return filter;
        }

        var comparison = Comparisons.FirstOrDefault(Word) ?? throw Wrong();
        return new Filter.Compare(name, comparison, Value());
    }

    private string Name()
    {
        SkipBlanks();
        var start = position;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] is '/' or '_' or '.' or '@'))
            position++;
        return position > start ? text[start..position] : throw Wrong();
    }

    private string? Value()
    {
        SkipBlanks();
        if (position < text.Length && text[position] == '\'')
            return Quoted();
        var start = position;
        while (position < text.Length && text[position] is not (' ' or ')' or ','))
            position++;
        var written = text[start..position];
        return written.Length == 0 ? throw Wrong() : written == "null" ? null : written;
    }

    private string Quoted()
    {
        var value = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            if (text[position] != '\'')
                value.Append(text[position]);
            else if (position + 1 < text.Length && text[position + 1] == '\'')
                value.Append(text[position++]);
            else
            {
                position++;
                return value.ToString();
            }
        }

        throw Wrong();
    }

    private bool Word(string word)
    {
        SkipBlanks();
        var end = position + word.Length;
        if (end > text.Length || !text.AsSpan(position, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase))
            return false;
        if (end < text.Length && text[end] is not (' ' or '('))
            return false;
        position = end;
        return true;
    }

    private bool Mark(char mark)
    {
        SkipBlanks();
        if (position >= text.Length || text[position] != mark)
            return false;
        position++;
        return true;
    }

    private void Expect(char mark)
    {
        if (!Mark(mark))
            throw Wrong();
    }

    private void SkipBlanks()
    {
        while (position < text.Length && text[position] == ' ')
            position++;
    }

    private GraphRefusal Wrong() => GraphRefusal.BadRequest($"Invalid filter clause: syntax error at position {position} in '{text}'.");
}
