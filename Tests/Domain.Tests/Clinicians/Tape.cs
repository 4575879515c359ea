using CsCheck;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Clinicians;

/// <summary>Random choices read from bytes, so that a failing case shrinks to the few choices that matter.</summary>
internal sealed class Tape(byte[] bytes)
{
    private int at;

    public static Gen<Tape> Gen(int from, int to) => CsCheck.Gen.Byte.Array[from, to].Select(bytes => new Tape(bytes));

    public bool IsAtEnd => at >= bytes.Length;

    /// <summary>A number below <paramref name="count"/>; 0 once the tape is at its end.</summary>
    public int Pick(int count) => IsAtEnd ? 0 : bytes[at++] % count;

    public bool Once(int inThatMany) => Pick(inThatMany) == inThatMany - 1;

    public T? Maybe<T>(Func<T> value)
        where T : struct => Pick(3) == 2 ? value() : null;

    /// <summary>A moment within 21 days of another, at any minute.</summary>
    public Instant Near(Instant moment) => moment + Duration.FromMinutes(((Pick(43) - 21) * 1440) + (Pick(96) * 15) + Pick(2));

    public override string ToString() => Convert.ToHexString(bytes);
}
