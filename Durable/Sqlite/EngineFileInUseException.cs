namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>The engine's file is owned by another process, or by another engine in this one.</summary>
public sealed class EngineFileInUseException(string message, Exception inner) : Exception(message, inner);
