using System.Text.Json.Serialization;

namespace ClinicalEngagement.Durable.Tests.Embedded;

/// <summary>One instruction of a random orchestration.</summary>
[JsonDerivedType(typeof(Note), "note")]
[JsonDerivedType(typeof(Timer), "timer")]
[JsonDerivedType(typeof(Wait), "wait")]
[JsonDerivedType(typeof(WaitOrTimer), "waitOrTimer")]
[JsonDerivedType(typeof(Flaky), "flaky")]
[JsonDerivedType(typeof(Poison), "poison")]
[JsonDerivedType(typeof(FanOut), "fanOut")]
[JsonDerivedType(typeof(Again), "again")]
[JsonDerivedType(typeof(Throw), "throw")]
public abstract record OracleStep
{
    public sealed record Note : OracleStep;

    public sealed record Timer(int Minutes) : OracleStep;

    public sealed record Wait(string Event) : OracleStep;

    public sealed record WaitOrTimer(string Event, int Minutes) : OracleStep;

    /// <param name="Failures">How many tries fail, at most three of the five allowed.</param>
    public sealed record Flaky(int Failures) : OracleStep;

    public sealed record Poison : OracleStep;

    public sealed record FanOut : OracleStep;

    /// <summary>Continue as new with the steps that are left.</summary>
    public sealed record Again : OracleStep;

    public sealed record Throw : OracleStep;
}

/// <summary>What a random test does from outside.</summary>
public abstract record OracleOperation
{
    public sealed record Start(string Id, OracleStep[] Steps) : OracleOperation;

    /// <summary>Starts under an id that may be that of an ended one.</summary>
    public sealed record StartAnew(string Id, OracleStep[] Steps) : OracleOperation;

    /// <summary>Removes all that have ended by now.</summary>
    public sealed record Purge : OracleOperation;

    public sealed record Raise(string Id, string Event) : OracleOperation;

    public sealed record Terminate(string Id) : OracleOperation;

    public sealed record Advance(int Minutes) : OracleOperation;

    public sealed record Step : OracleOperation;

    public sealed record Reopen : OracleOperation;

    /// <summary>Steps with a crash at one of the next commits, then opens again and steps on.</summary>
    public sealed record CrashIn(int Commits) : OracleOperation;
}
