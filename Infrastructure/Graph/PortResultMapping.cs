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
        _ => throw new UnreachableException(),
    };

    /// <summary>Goes on with the answer; what is no answer stays as it is.</summary>
    public static async Task<PortResult<TTo>> ThenAsync<TFrom, TTo>(this Task<PortResult<TFrom>> result, Func<TFrom, Task<PortResult<TTo>>> next) => await result switch
    {
        PortResult<TFrom>.Answered answered => await next(answered.Value),
        PortResult<TFrom>.Throttled throttled => new PortResult<TTo>.Throttled(throttled.Until),
        PortResult<TFrom>.Refused refused => new PortResult<TTo>.Refused(refused.Reason),
        _ => throw new UnreachableException(),
    };
}
