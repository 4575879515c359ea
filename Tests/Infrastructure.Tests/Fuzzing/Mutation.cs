using System.Text;
using CsCheck;

namespace ClinicalEngagement.Infrastructure.Tests.Fuzzing;

/// <summary>
/// Input that was right until something was done to it: cut, repeated, moved, flipped bit by bit, written in another encoding, with
/// something odd put in once or so often that it fills what a door takes. Some of it is noise from the start.
/// </summary>
internal static class Mutation
{
    private static readonly byte[][] Odd =
    [
        .. new[]
        {
            "\0", "\t", "\r", "\n", "\r\n", "\u000b", "\u001b[2J", " ", "\u00a0", "\u0085", "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffd", "😀", "قلب", "\u0301", "İ", "ß",
            "\"", "\"\"", "'", "\\", "/", "//", ",", ";", ":", "=", "@", "<", ">", "a<", "@@", "[", "]", "{", "}", "{\"a\":", "[[", "(", ")", "-", "+", "_", "%", "%00", "%0d%0a", "%ff",
            "0", "9", "-0", "1e999", "1E-999", "0.1", "NaN", "null", "true", "\"\\ud800\"", "\\u0000", "..", "../", "=1+1", "@SUM(A1)", "a", "A", "é",
        }.Select(Encoding.UTF8.GetBytes),
        // What no text in UTF-8 has: lone bytes, half a surrogate pair, too long a form, beyond the last character.
        [0xff], [0xfe, 0xff], [0xff, 0xfe], [0xc3], [0x80], [0xed, 0xa0, 0x80], [0xed, 0xb0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80],
    ];

    private static readonly Encoding[] Others = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, Encoding.Latin1];

    /// <summary>Bytes for a door.</summary>
    /// <param name="limit">The most a door takes; a little more of it is tried too.</param>
    /// <param name="valid">What the door takes as it is.</param>
    /// <param name="marks">What has a meaning to this door, besides what has one to many.</param>
    public static Gen<byte[]> Of(int limit, IReadOnlyList<string> valid, params string[] marks)
    {
        byte[][] odd = [.. Odd, .. marks.Select(Encoding.UTF8.GetBytes)];
        byte[][] begin = [.. valid.Select(Encoding.UTF8.GetBytes)];
        var times = Gen.Frequency((60, Gen.Int[1, 3]), (8, Gen.Int[4, 200]), (1, Gen.Int[1000, limit]));
        var step = Gen.Select(Gen.Int[0, 8], Gen.Double.Unit, Gen.Double.Unit, Gen.Int[0, odd.Length - 1], times);
        var changed = Gen.Select(Gen.Int[0, begin.Length - 1], step.Array[0, 4], (which, steps) =>
            steps.Aggregate(begin[which], (body, s) => Step(body, s.Item1, s.Item2, s.Item3, odd[s.Item4], s.Item5, limit)));
        return Gen.Frequency((1, Gen.Byte.Array[0, 80]), (12, changed)).Select(body => Cut(body, limit));
    }

    /// <summary>The same as text, now and then with half a surrogate pair, which no decoder lets through.</summary>
    public static Gen<string> TextOf(int limit, IReadOnlyList<string> valid, params string[] marks) => Gen.Select(
        Of(limit, valid, marks), Gen.Int[0, 20], Gen.Double.Unit, (bytes, half, at) =>
        {
            using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            var text = reader.ReadToEnd();
            return half > 1 ? text : text.Insert((int)(at * text.Length), half == 0 ? "\ud83d" : "\ude00");
        });

    /// <summary>What is more than a little beyond what a door takes never comes through it: cut to that little.</summary>
    internal static byte[] Cut(byte[] body, int limit) => body.Length <= limit + (limit / 16) ? body : body[..(limit + (limit / 16))];

    private static byte[] Step(byte[] body, int what, double from, double to, byte[] odd, int times, int limit)
    {
        var (a, b) = ((int)(from * body.Length), (int)(to * body.Length));
        var (start, end) = (Math.Min(a, b), Math.Max(a, b));
        return what switch
        {
            0 or 1 => [.. body[..start], .. Repeat(odd, times, limit - body.Length), .. body[start..]],
            2 => [.. body[..start], .. Repeat(odd, times, limit - start), .. body[end..]],
            3 => [.. body[..start], .. body[end..]],
            4 => [.. body[..end], .. Repeat(body[start..end], times, limit - body.Length), .. body[end..]],
            5 => [.. body[..start], .. body[end..], .. body[start..end]],
            6 when body.Length > start => [.. body[..start], (byte)(body[start] ^ (1 << (times & 7))), .. body[(start + 1)..]],
            7 when body.Length > start => [.. body[..start], (byte)(to * 256), .. body[(start + 1)..]],
            8 when body.Length * 4 < limit => Other(Others[times % Others.Length], body),
            _ => body,
        };
    }

    private static byte[] Repeat(byte[] what, int times, int room)
    {
        // One more than there is room for: the door says so.
        var count = what.Length == 0 ? 0 : Math.Clamp(times, 1, Math.Max(1, (room / what.Length) + 1));
        var all = new byte[count * what.Length];
        for (var i = 0; i < count; i++)
            what.CopyTo(all, i * what.Length);
        return all;
    }

    private static byte[] Other(Encoding encoding, byte[] body) => [.. encoding.Preamble, .. encoding.GetBytes(Encoding.UTF8.GetString(body))];
}
