namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>What stays the same through one generation of an orchestration.</summary>
internal sealed record ExecutionIdentity(string InstanceId, DateTimeOffset CreatedAt, long Generation, long FirstSeq, string? Input);
