using System.Diagnostics;
using ClinicalEngagement.Orchestrations.Ports;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Carries throttling and refusals through from one result to the next.</summary>
internal static class PortResultMapping
{
    /// <summary>The answer turned into something else; what is no answer stays as it is.</summary>
    public static PortResult<TTo> Map<TFrom, TTo>(this PortResult<TFrom> result, Func<TFrom, TTo> map) => result switch
    {
        PortResult<TFrom>.Answered answered => new PortResult<TTo>.Answered(map(answered.Value)),
        PortResult<TFrom>.Throttled throttled => new PortResult<TTo>.Throttled(throttled.Until),
        PortResult<TFrom>.Refused refused => new PortResult<TTo>.Refused(refused.Reason),
        PortResult<TFrom>.Uncertain uncertain => new PortResult<TTo>.Uncertain(uncertain.Reason),
        _ => throw new UnreachableException(),
    };

    /// <summary>All answers; else throttled until the latest time given, or the first refusal.</summary>
    public static PortResult<IReadOnlyList<T>> All<T>(this IReadOnlyList<PortResult<T>> results)
    {
        if (results.OfType<PortResult<T>.Refused>().FirstOrDefault() is { } refused)
            return new PortResult<IReadOnlyList<T>>.Refused(refused.Reason);
        var throttled = results.OfType<PortResult<T>.Throttled>().ToArray();
        return throttled.Length > 0
            ? new PortResult<IReadOnlyList<T>>.Throttled(throttled.Max(t => t.Until))
            : new PortResult<IReadOnlyList<T>>.Answered([.. results.Cast<PortResult<T>.Answered>().Select(a => a.Value)]);
    }

    /// <summary>Goes on with the answer; what is no answer stays as it is.</summary>
    public static async Task<PortResult<TTo>> ThenAsync<TFrom, TTo>(this Task<PortResult<TFrom>> result, Func<TFrom, Task<PortResult<TTo>>> next) => await result switch
    {
        PortResult<TFrom>.Answered answered => await next(answered.Value),
        PortResult<TFrom>.Throttled throttled => new PortResult<TTo>.Throttled(throttled.Until),
        PortResult<TFrom>.Refused refused => new PortResult<TTo>.Refused(refused.Reason),
        PortResult<TFrom>.Uncertain uncertain => new PortResult<TTo>.Uncertain(uncertain.Reason),
        _ => throw new UnreachableException(),
    };
}
