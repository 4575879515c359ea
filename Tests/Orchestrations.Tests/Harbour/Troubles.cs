using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Harbour;

/// <summary>How Microsoft 365 misbehaves.</summary>
internal enum Trouble
{
    Throttled,
    Refused,

    /// <summary>Nothing was done and no answer came.</summary>
    Outage,

    /// <summary>It was done, and the answer was lost.</summary>
    AnswerLost,
}

/// <summary>The troubles that wait for the next calls, by the name of the call.</summary>
internal sealed class Troubles(HarbourClock clock)
{
    private readonly Dictionary<string, Queue<Trouble>> waiting = [];

    /// <summary>For how long a throttled call asks to be left alone.</summary>
    public Duration RetryAfter { get; set; } = Duration.FromMinutes(30);

    public void Next(string call, params Trouble[] troubles)
    {
        if (!waiting.TryGetValue(call, out var queue))
            waiting[call] = queue = new Queue<Trouble>();
        foreach (var trouble in troubles)
            queue.Enqueue(trouble);
    }

    public Task<PortResult<T>> Meet<T>(string call, Func<T> effect)
    {
        var trouble = waiting.TryGetValue(call, out var queue) && queue.TryDequeue(out var next) ? next : (Trouble?)null;
        return trouble switch
        {
            Trouble.Throttled => Task.FromResult<PortResult<T>>(new PortResult<T>.Throttled(clock.Now + RetryAfter)),
            Trouble.Refused => Task.FromResult<PortResult<T>>(new PortResult<T>.Refused("The mailbox does not allow it.")),
            Trouble.Outage => throw new IOException("No answer."),
            Trouble.AnswerLost => Lost(effect),
            _ => Task.FromResult<PortResult<T>>(new PortResult<T>.Answered(effect())),
        };
    }

    private static Task<PortResult<T>> Lost<T>(Func<T> effect)
    {
        effect();
        throw new IOException("The answer was lost.");
    }
}
