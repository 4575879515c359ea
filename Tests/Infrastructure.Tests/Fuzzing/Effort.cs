using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ClinicalEngagement.Infrastructure.Tests.Fuzzing;

/// <summary>
/// What a call takes by the clock on the wall, or by the processor where that is less: on a machine that does much else a call waits for its
/// turn, which says nothing of it. What waits for others would go unseen; nothing that is measured here does.
/// </summary>
internal static partial class Effort
{
    private const int ThreadsProcessorTime = 3;

    /// <summary>Now, to be taken off a later reading of the same thread.</summary>
    public static (long Wall, long Processor) Now() => (Stopwatch.GetTimestamp(), OperatingSystem.IsLinux() && Clock(ThreadsProcessorTime, out var time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : -1);

    /// <summary>What passed since.</summary>
    public static TimeSpan Since((long Wall, long Processor) begin)
    {
        var (wall, now) = (Stopwatch.GetElapsedTime(begin.Wall), Now());
        var processor = begin.Processor < 0 ? wall : TimeSpan.FromMicroseconds((now.Processor - begin.Processor) / 1000.0);
        return processor < wall ? processor : wall;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Clock(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
