using System.Globalization;
using System.Text;
using CsCheck;

namespace ClinicalEngagement.Infrastructure.Tests;

/// <summary>Bodies as nobody should send them: noise, and JSON that was right until something was put into it, taken out or said twice.</summary>
internal static class OddJson
{
    private static readonly byte[][] Odd =
    [
        .. new[]
        {
            "\"\\ud800\"", "\"\\udc00\\ud800\"", "\\ud83d", "\\u0000", "\u0000", "null", "true", "-0", "1e999", "\"\"", "{}", "[]", "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]",
            "{\"\":{}}", "{\"name\":1,\"name\":2}", "\"responseId\":\"1\",", "\"\\u0072esponseId\":\"1\",", "\"\\ud800\":1,", "\"\\u0000\":1,", "//", ",", ":", "\"", "\\", "]", "}", "\ufeff", "\u2028", "9", "A",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x00], [0x1b],
    ];

    /// <summary>How many are tried; the sweep's variable sets more.</summary>
    public static int Many => int.TryParse(
        Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SWEEP"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 2_000;

    /// <summary>Bytes alone, or one of the bodies with up to four things done to it.</summary>
    public static Gen<byte[]> Gen(params string[] bodies)
    {
        var change = CsCheck.Gen.Select(CsCheck.Gen.Int[0, 4], CsCheck.Gen.Double.Unit, CsCheck.Gen.Double.Unit, CsCheck.Gen.Int[0, Odd.Length - 1]);
        var changed = CsCheck.Gen.Select(CsCheck.Gen.Int[0, bodies.Length - 1], change.Array[1, 4], (which, changes) =>
            changes.Aggregate(Encoding.UTF8.GetBytes(bodies[which]), (body, c) => Change(body, c.Item1, c.Item2, c.Item3, Odd[c.Item4])));
        return CsCheck.Gen.Frequency((1, CsCheck.Gen.Byte.Array[0, 60]), (9, changed));
    }

    private static byte[] Change(byte[] body, int what, double from, double to, byte[] odd)
    {
        var (a, b) = ((int)(from * body.Length), (int)(to * body.Length));
        var (start, end) = (Math.Min(a, b), Math.Max(a, b));
        // Where a member or a value begins most of what is put in is still JSON.
        var (value, member) = (After(body, start, ':'), After(body, start, ',', '{'));
        return what switch
        {
            0 => [.. body[..start], .. odd, .. body[start..]],
            1 => [.. body[..start], .. body[end..]],
            2 => [.. body[..end], .. body[start..]],
            3 => [.. body[..value], .. odd, .. body[After(body, value, ',', '}')..]],
            _ => [.. body[..member], .. odd, .. Member(body, member), .. body[member..]],
        };
    }

    // A member said twice.
    private static byte[] Member(byte[] body, int start)
    {
        var end = Array.IndexOf(body, (byte)',', Math.Min(start, body.Length));
        return end < 0 ? [] : body[start..(end + 1)];
    }

    private static int After(byte[] body, int start, params char[] marks)
    {
        var at = Array.FindIndex(body, Math.Min(start, body.Length), c => marks.Contains((char)c));
        return at < 0 ? body.Length : at + 1;
    }
}
