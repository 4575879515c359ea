using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Durable.Tests.Embedded;

/// <summary>What one random orchestration must do, worked out directly.</summary>
internal sealed class OracleModel(OracleStep[] steps, HashSet<Type> done)
{
    private readonly List<(string Event, int Number)> kept = [];
    private int at;
    private DateTimeOffset? due;
    private int failures;

    public OrchestrationState State { get; private set; } = OrchestrationState.Pending;

    public List<string> Lines { get; } = [];

    public bool IsEnded => State >= OrchestrationState.Completed;

    public void Raise(string name, int number)
    {
        if (!IsEnded)
            kept.Add((name, number));
    }

    public void Terminate()
    {
        if (!IsEnded)
            State = OrchestrationState.Terminated;
    }

    /// <summary>Goes as far as it can at this time.</summary>
    public void Run(DateTimeOffset now)
    {
        if (IsEnded)
            return;
        State = OrchestrationState.Running;
        while (at < steps.Length && !IsEnded)
        {
            if (!TryStep(steps[at], now))
                return;
            done.Add(steps[at].GetType());
            at++;
            due = null;
            failures = 0;
        }
        if (!IsEnded)
            State = OrchestrationState.Completed;
    }

    private bool TryStep(OracleStep step, DateTimeOffset now)
    {
        switch (step)
        {
            case OracleStep.Note:
                Lines.Add($"{at} note {now:HH:mm}");
                return true;
            case OracleStep.Timer timer:
                due ??= now.AddMinutes(timer.Minutes);
                return due <= now;
            case OracleStep.Wait wait:
                return TryTake(wait.Event, now);
            case OracleStep.WaitOrTimer wait:
                if (TryTake(wait.Event, now))
                    return true;
                due ??= now.AddMinutes(wait.Minutes);
                if (due > now)
                    return false;
                Lines.Add($"{at} timeout {now:HH:mm}");
                return true;
            case OracleStep.Flaky flaky:
                while (failures < flaky.Failures)
                {
                    if (due > now)
                        return false;
                    failures++;
                    due = now.AddMinutes(Math.Pow(2, failures - 1));
                }
                if (due > now)
                    return false;
                Lines.Add($"{at} flaky {now:HH:mm}");
                return true;
            case OracleStep.Poison:
                Lines.Add($"{at} mourned {now:HH:mm}");
                return true;
            case OracleStep.FanOut:
                Lines.AddRange([$"{at}a note {now:HH:mm}", $"{at}b note {now:HH:mm}"]);
                return true;
            case OracleStep.Again:
                return true;
            case OracleStep.Throw:
                State = OrchestrationState.Failed;
                return true;
            default:
                throw new InvalidOperationException(step.ToString());
        }
    }

    private bool TryTake(string name, DateTimeOffset now)
    {
        var index = kept.FindIndex(k => k.Event == name);
        if (index < 0)
            return false;
        Lines.Add($"{at} got {kept[index].Number} {now:HH:mm}");
        kept.RemoveAt(index);
        return true;
    }
}
