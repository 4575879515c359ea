using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsCheck;

namespace ClinicalEngagement.Infrastructure.Tests.Fuzzing;

/// <summary>
/// Puts many inputs to a door: none may escape as an exception, each has an outcome that is known, and none takes long.
/// CLINICAL_ENGAGEMENT_SWEEP sets how many; a million is a soak.
/// </summary>
internal static class Fuzz
{
    /// <summary>What takes longer hangs.</summary>
    public static readonly TimeSpan Hang = TimeSpan.FromMilliseconds(100);

    private const int Retries = 12;

    // What takes so long is not tried again: no other work of the machine explains it.
    private static readonly TimeSpan Beyond = TimeSpan.FromSeconds(2);

    /// <summary>How many inputs are tried, where nothing says more.</summary>
    public static int Many(int few) => int.TryParse(
        Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SWEEP"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : few;

    /// <summary>Puts the inputs to a door, one after another.</summary>
    /// <param name="inputs">What is put to it.</param>
    /// <param name="few">How many of them, where nothing says more.</param>
    /// <param name="door">What may not take long.</param>
    /// <param name="judge">The outcome in one of the words that are expected.</param>
    /// <param name="shown">An input in words, for who has to look into it.</param>
    /// <param name="outcomes">The words that must all be heard, and no other.</param>
    public static void Run<TInput, TAnswer>(
        Gen<TInput> inputs, int few, Func<TInput, TAnswer> door, Func<TInput, TAnswer, string> judge, Func<TInput, string> shown, params string[] outcomes)
    {
        var heard = outcomes.ToDictionary(o => o, _ => 0);
        var (slowest, slowestInput) = (TimeSpan.Zero, "");
        var many = Many(few);
        // The first ones pay for what is compiled only then.
        inputs.Sample(input => { judge(input, door(input)); }, iter: Math.Min(50, few), threads: 1, print: Shown);
        var from = Stopwatch.GetTimestamp();
        inputs.Sample(
            input =>
            {
                var (answer, took) = Timed(input);
                // The machine may have been busy with something else: what hangs does so each time.
                for (var again = 0; took > Hang && took < Beyond && again < Retries; again++)
                    took = TimeSpan.FromTicks(Math.Min(took.Ticks, Timed(input).Took.Ticks));
                took.ShouldBeLessThanOrEqualTo(Hang);
                var outcome = judge(input, answer);
                heard.ShouldContainKey(outcome);
                heard[outcome]++;
                if (took > slowest)
                    (slowest, slowestInput) = (took, Shown(input));
            },
            iter: many,
            threads: 1,
            print: Shown);
        heard.ShouldAllBe(o => o.Value > 0);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{many} inputs in {Stopwatch.GetElapsedTime(from).TotalSeconds:0.0} s, slowest {slowest.TotalMilliseconds:0.0} ms: {slowestInput}; {string.Join(", ", heard.Select(o => $"{o.Key} {o.Value}"))}"));

        (TAnswer Answer, TimeSpan Took) Timed(TInput input)
        {
            var begin = Effort.Now();
            var answer = door(input);
            return (answer, Effort.Since(begin));
        }

        string Shown(TInput input) => Cut(shown(input));
    }

    /// <summary>The same measure for one input.</summary>
    public static void ShouldNotHang(Action door)
    {
        var least = Beyond;
        for (var again = 0; least > Hang && again <= Retries; again++)
        {
            var begin = Effort.Now();
            door();
            var took = Effort.Since(begin);
            took.ShouldBeLessThan(Beyond);
            least = took < least ? took : least;
        }

        least.ShouldBeLessThanOrEqualTo(Hang);
    }

    /// <summary>Bytes as text.</summary>
    public static string Shown(byte[] bytes) => $"{bytes.Length} bytes, {Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 120)))} … {Encoding.Latin1.GetString(bytes.AsSpan(Math.Max(0, bytes.Length - 60)))}";

    /// <summary>Text, cut.</summary>
    public static string Shown(string text) => $"{text.Length} characters, {text[..Math.Min(text.Length, 120)]} … {text[Math.Max(0, text.Length - 60)..]}";

    private static string Cut(string text) => string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
