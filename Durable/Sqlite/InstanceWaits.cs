namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>What an orchestration waits for.</summary>
/// <param name="Events">The names of events.</param>
/// <param name="Activities">Activities that are not answered.</param>
/// <param name="Timers">When its timers fire, in UTC, earliest first.</param>
public sealed record InstanceWaits(
    IReadOnlyList<string> Events, IReadOnlyList<WaitingActivity> Activities, IReadOnlyList<DateTimeOffset> Timers);

/// <summary>An activity that is not answered.</summary>
/// <param name="Name">The activity's name.</param>
/// <param name="Input">Its input as JSON.</param>
/// <param name="Failures">How many tries have failed.</param>
/// <param name="DueAt">When it may run, in UTC; in the future where it waits out a backoff.</param>
public sealed record WaitingActivity(string Name, string Input, int Failures, DateTimeOffset DueAt);
