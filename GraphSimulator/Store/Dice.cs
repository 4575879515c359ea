using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ClinicalEngagement.GraphSimulator.Store;

/// <summary>Chance and ids by name: the same seed and words give the same number, whatever was asked before.</summary>
/// <param name="Seed">The simulator's seed.</param>
internal readonly record struct Dice(int Seed)
{
    /// <summary>A number from 0 to below <paramref name="sides"/>.</summary>
    public int Roll(int sides, params ReadOnlySpan<string> words) => (int)(Number(words) % (ulong)sides);

    /// <summary>True in that share of cases.</summary>
    /// <param name="percent">0 to 100.</param>
    /// <param name="words">What is asked about.</param>
    public bool Chance(double percent, params ReadOnlySpan<string> words) => Number(words) % 1_000_000 < percent * 10_000;

    /// <summary>One of the choices.</summary>
    public T Pick<T>(IReadOnlyList<T> choices, params ReadOnlySpan<string> words) => choices[Roll(choices.Count, words)];

    /// <summary>A GUID made from the words.</summary>
    public Guid Guid(params ReadOnlySpan<string> words) => new(Hash(words).AsSpan(0, 16), bigEndian: true);

    /// <summary>Letters that may stand in a URL, made from the words.</summary>
    /// <param name="bytes">How many bytes are encoded, at most 32.</param>
    /// <param name="words">What is named.</param>
    public string Token(int bytes, params ReadOnlySpan<string> words) =>
        Convert.ToBase64String(Hash(words), 0, bytes).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    private ulong Number(ReadOnlySpan<string> words)
    {
        // Word by word so that ("ab","c") and ("a","bc") differ; SHA-256 is too slow for a calendar of thousands.
        var hash = 14695981039346656037UL ^ (uint)Seed;
        foreach (var word in words)
        {
            foreach (var letter in word)
                hash = (hash ^ letter) * 1099511628211UL;
            hash = (hash ^ 0x1F) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return hash ^ (hash >> 31);
    }

    private byte[] Hash(ReadOnlySpan<string> words)
    {
        Span<byte> seed = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(seed, Seed);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(seed);
        foreach (var word in words)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(word));
            hash.AppendData([0x1F]);
        }

        return hash.GetHashAndReset();
    }
}
