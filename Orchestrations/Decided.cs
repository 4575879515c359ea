using System.Globalization;
using ClinicalEngagement.Domain.Effects;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Orchestrations;

/// <summary>What an orchestrator is told by its Decide activity: flat, without personal data, since histories may be kept where erasure cannot reach.</summary>
/// <param name="Effects">The effects to carry out now, in order.</param>
/// <param name="WakeAt">When to look again though nothing happened, as ISO text; null to wait for a nudge only.</param>
/// <param name="IsFinished">True when nothing will ever be done again.</param>
public sealed record Decided(IReadOnlyList<EffectToDo> Effects, string? WakeAt, bool IsFinished)
{
    /// <summary>Nothing will ever be done again.</summary>
    public static Decided Finished { get; } = new([], null, true);

    /// <summary>Nothing until then, or until the other moment where that is earlier; null is never.</summary>
    public static Decided Wait(Instant? until, Instant? other = null) =>
        new([], (until is { } a && other is { } b ? Instant.Min(a, b) : until ?? other) is { } wake ? IsoTime.Of(wake) : null, false);
}

/// <summary>One effect to carry out.</summary>
/// <param name="Id">The effects row.</param>
/// <param name="Kind">Which activities do it.</param>
public sealed record EffectToDo(Guid Id, EffectKind Kind);

/// <summary>What came of one effect's activity.</summary>
/// <param name="IsDone">True when nothing is left to do for it.</param>
/// <param name="RetryAt">When to come back, as ISO text, when it is not done.</param>
public sealed record EffectResult(bool IsDone, string? RetryAt)
{
    /// <summary>Nothing is left to do for it.</summary>
    public static EffectResult Done { get; } = new(true, null);

    /// <summary>Come back no earlier than that.</summary>
    public static EffectResult Later(Instant at) => new(false, IsoTime.Of(at));
}

/// <summary>Moments as ISO text, as they cross between orchestrators and activities.</summary>
public static class IsoTime
{
    /// <summary>ISO text in UTC.</summary>
    public static string Of(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    /// <summary>The moment that such text names.</summary>
    public static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
