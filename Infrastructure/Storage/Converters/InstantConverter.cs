using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Storage.Converters;

/// <summary>
/// Keeps an instant, cut to whole microseconds, as the provider's UTC timestamp: <c>timestamptz</c> on PostgreSQL, ISO text that sorts
/// as time on SQLite. Years 1 to 9999.
/// </summary>
/// <remarks>A microsecond is the finest PostgreSQL keeps; cut on both, a store gives back the same on either.</remarks>
public sealed class InstantConverter() : ValueConverter<Instant, DateTime>(instant => ToUtc(instant), utc => FromUtc(utc))
{
    private const long TicksPerMicrosecond = NodaConstants.TicksPerSecond / 1_000_000;

    /// <summary>The instant without what is finer than a microsecond, cut towards the past.</summary>
    public static Instant Cut(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        var beyond = ticks % TicksPerMicrosecond;
        return Instant.FromUnixTimeTicks(ticks - (beyond < 0 ? beyond + TicksPerMicrosecond : beyond));
    }

    internal static DateTime ToUtc(Instant instant) => Cut(instant).ToDateTimeUtc();

    private static Instant FromUtc(DateTime utc) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
