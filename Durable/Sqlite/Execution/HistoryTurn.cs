namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>One turn of an orchestration: when it ran, what it delivered, what the code then asked for.</summary>
internal sealed record HistoryTurn(int Number, DateTimeOffset At, IReadOnlyList<Incoming> Delivered, IReadOnlyList<Outgoing> Asked);
