using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NodaTime;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>
/// Everything but the two calendars of one request, laid out as bits once, so that free/busy text can be read against it again and again:
/// every allowed start, and the cheapest, in a few microseconds.
/// </summary>
/// <remarks>
/// The text is Microsoft Graph's availabilityView: one digit for each cell of the resolution from <see cref="First"/> on, 0 free,
/// 1 tentative, 2 busy, 3 out of office, 4 working elsewhere. A cell that is taken in part is taken, so where events keep to the
/// resolution the starts are those of <see cref="SlotSearch.Find"/>, and never more of them elsewhere. Holds are part of the mask.
/// </remarks>
public sealed class SlotMask
{
    private readonly StartSet open;
    private readonly (SlotCost Cost, StartSet Starts)[] classes;
    private readonly (int Before, int After) clinicianCells;
    private readonly (int Before, int After) hostCells;
    private readonly bool tentativeIsTaken;
    private readonly StartGrid grid;

    private SlotMask(SlotRequest request)
    {
        var empty = request with { Clinician = WithoutEvents(request.Clinician), Host = WithoutEvents(request.Host) };
        grid = SlotSearch.GridOf(empty);
        var excluded = new StartSet(grid.Count);
        foreach (var exclusion in SlotRules.For(empty))
        {
            var (from, to) = grid.Between(exclusion.After, exclusion.Before);
            excluded.AddRange(from, to);
        }

        open = excluded.Complement();
        var pricing = new SlotPricing(empty);
        var byCost = new SortedDictionary<SlotCost, StartSet>();
        foreach (var start in open.Indices())
        {
            var cost = pricing.CostOf(grid[start]);
            var order = cost with { Later = 0, BrokenUp = 0, HostBusy = 0 };
            if (!byCost.TryGetValue(order, out var set))
                byCost.Add(order, set = new(grid.Count));
            set.Add(start);
        }

        classes = [.. byCost.Select(c => (c.Key, c.Value))];
        var options = request.Options;
        tentativeIsTaken = !options.OfferTentative;
        clinicianCells = (Cells(options.ClinicianBufferBefore), Cells(request.Duration + options.ClinicianBufferAfter));
        hostCells = (Cells(options.HostBufferBefore), Cells(request.Duration + options.HostBufferAfter));
        TextLength = grid.Count == 0 ? 0 : grid.Count - 1 + Math.Max(clinicianCells.After, hostCells.After);
        Words = (grid.Count + 63) / 64;

        int Cells(Duration duration) =>
            (int)((duration.BclCompatibleTicks + options.Resolution.BclCompatibleTicks - 1) / options.Resolution.BclCompatibleTicks);
    }

    /// <summary>The start that bit 0 and the text's first digit stand for; meaningful where <see cref="Starts"/> is above 0.</summary>
    public Instant First => grid[0];

    /// <summary>How many starts the window has.</summary>
    public int Starts => grid.Count;

    /// <summary>How many words the starts take, 64 in each.</summary>
    public int Words { get; }

    /// <summary>How many digits a text has at least; what is missing counts as free, what is more is not read.</summary>
    public int TextLength { get; }

    /// <summary>Lays a request out; what its calendars hold is left aside, their working hours are kept.</summary>
    /// <exception cref="ArgumentException">A value of the request is out of its range.</exception>
    public static SlotMask Of(SlotRequest request)
    {
        request.Check();
        return new(request);
    }

    /// <summary>The moment of a start.</summary>
    public Instant StartOf(int index) => grid[index];

    /// <summary>Reads two calendars: which starts are allowed, and which of these is the cheapest.</summary>
    /// <param name="clinician">The clinician's free/busy text.</param>
    /// <param name="host">The host's.</param>
    /// <param name="starts">Gets the allowed starts, a bit each; at least <see cref="Words"/> long.</param>
    /// <returns>The start with the least clinical minutes at risk, then the better half-day, then the sooner; -1 when there is none.</returns>
    /// <exception cref="FormatException">A text holds something that is not a digit from 0 to 4.</exception>
    public int Read(ReadOnlySpan<char> clinician, ReadOnlySpan<char> host, Span<ulong> starts)
    {
        var words = Words;
        // Words of nothing taken on either side, so that cells before the first and after the last need no case of their own. A window has
        // at most 26 weeks of five minutes, which is 819 words.
        Span<ulong> taken = stackalloc ulong[words + 8];
        open.Words.CopyTo(starts);
        Digits(clinician, taken);
        Subtract(taken, clinicianCells, starts[..words]);
        Digits(host, taken);
        Subtract(taken, hostCells, starts[..words]);
        foreach (var (_, set) in classes)
        {
            var candidates = set.Words;
            for (var i = 0; i < words; i++)
                if ((candidates[i] & starts[i]) is not 0 and var word)
                    return (i << 6) + BitOperations.TrailingZeroCount(word);
        }

        return -1;
    }

    /// <summary>The taken cells of a text as bits, behind one word of padding.</summary>
    private void Digits(ReadOnlySpan<char> text, Span<ulong> taken)
    {
        taken.Clear();
        var length = Math.Min(text.Length, TextLength);
        var digits = MemoryMarshal.Cast<char, ushort>(text[..length]);
        var (lowest, span) = tentativeIsTaken ? ((byte)('0' + 1), (byte)3) : ((byte)('0' + 2), (byte)2);
        var at = 0;
        ref var first = ref MemoryMarshal.GetReference(digits);
        var seen = Vector256<byte>.Zero;
        for (; at <= length - 64; at += 64)
        {
            var low = Vector256.NarrowWithSaturation(Vector256.LoadUnsafe(ref first, (nuint)at), Vector256.LoadUnsafe(ref first, (nuint)at + 16));
            var high = Vector256.NarrowWithSaturation(Vector256.LoadUnsafe(ref first, (nuint)at + 32), Vector256.LoadUnsafe(ref first, (nuint)at + 48));
            seen = Vector256.Max(seen, Vector256.Max(low - Vector256.Create((byte)'0'), high - Vector256.Create((byte)'0')));
            var lowBits = Vector256.LessThan(low - Vector256.Create(lowest), Vector256.Create(span)).ExtractMostSignificantBits();
            var highBits = Vector256.LessThan(high - Vector256.Create(lowest), Vector256.Create(span)).ExtractMostSignificantBits();
            taken[1 + (at >> 6)] = lowBits | ((ulong)highBits << 32);
        }

        var valid = !Vector256.GreaterThanAny(seen, Vector256.Create((byte)4));
        for (; at < length; at++)
        {
            valid &= (uint)(digits[at] - '0') <= 4;
            if ((uint)(digits[at] - lowest) < span)
                taken[1 + (at >> 6)] |= 1UL << at;
        }

        if (!valid)
            throw new FormatException("Free/busy text is digits from 0 to 4.");
    }

    /// <summary>Takes out every start of which a cell from <c>Before</c> before it up to, but without, <c>After</c> after it is taken.</summary>
    private static void Subtract(ReadOnlySpan<ulong> taken, (int Before, int After) cells, Span<ulong> starts)
    {
        for (var offset = -cells.Before; offset < cells.After; offset++)
        {
            var (shift, bits) = (offset >> 6, offset & 63);
            for (var i = 0; i < starts.Length; i++)
            {
                var at = 1 + i + shift;
                // By two steps, since a word cannot be shifted by all of its 64 bits.
                starts[i] &= ~((taken[at] >> bits) | (taken[at + 1] << (63 - bits) << 1));
            }
        }
    }

    private static Diary WithoutEvents(Diary diary) => diary with
    {
        FreeBusy = new FreeBusy.Known([], (diary.FreeBusy as FreeBusy.Known)?.Hours),
    };
}
