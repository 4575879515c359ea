namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>An orchestrator did not ask for what its history says it asked for, or awaited something the engine did not create.</summary>
internal sealed class NonDeterminismException(string message, Exception? inner = null) : Exception(message, inner);
