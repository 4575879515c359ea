using System.Numerics;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>A set of starts, a bit each: eight weeks of quarter-hours are 672 bytes.</summary>
public sealed class StartSet
{
    private readonly ulong[] words;

    /// <summary>An empty set over that many starts.</summary>
    public StartSet(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        words = new ulong[(count + 63) / 64];
    }

    /// <summary>How many starts there are to be in or out.</summary>
    public int Count { get; }

    /// <summary>The bits, 64 starts a word, the first start lowest; bits past <see cref="Count"/> are never set.</summary>
    public ReadOnlySpan<ulong> Words => words;

    /// <summary>How many starts are in the set.</summary>
    public int Size
    {
        get
        {
            var size = 0;
            foreach (var word in words)
                size += BitOperations.PopCount(word);
            return size;
        }
    }

    /// <summary>True when the start with that index is in the set.</summary>
    public bool Contains(int index) => (words[index >> 6] >> index & 1) != 0;

    /// <summary>Puts one start in.</summary>
    public void Add(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        words[index >> 6] |= 1UL << index;
    }

    /// <summary>Puts the starts from <paramref name="from"/> up to, but without, <paramref name="to"/> in.</summary>
    public void AddRange(int from, int to)
    {
        if (from >= to)
            return;
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Count);
        var (first, last) = (from >> 6, (to - 1) >> 6);
        var (low, high) = (ulong.MaxValue << from, ulong.MaxValue >> (63 - ((to - 1) & 63)));
        if (first == last)
        {
            words[first] |= low & high;
            return;
        }

        words[first] |= low;
        words.AsSpan(first + 1, last - first - 1).Fill(ulong.MaxValue);
        words[last] |= high;
    }

    /// <summary>Puts everything in that is in the other set of the same length.</summary>
    public void UnionWith(StartSet other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Count, Count, nameof(other));
        for (var i = 0; i < words.Length; i++)
            words[i] |= other.words[i];
    }

    /// <summary>The starts that are not in the set.</summary>
    public StartSet Complement()
    {
        var all = new StartSet(Count);
        all.AddRange(0, Count);
        for (var i = 0; i < words.Length; i++)
            all.words[i] &= ~words[i];
        return all;
    }

    /// <summary>The indices in the set, in rising order.</summary>
    public IEnumerable<int> Indices()
    {
        for (var i = 0; i < words.Length; i++)
            for (var word = words[i]; word != 0; word &= word - 1)
                yield return (i << 6) + BitOperations.TrailingZeroCount(word);
    }
}
