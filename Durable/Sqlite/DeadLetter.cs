namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>An activity that failed on its last allowed try. Its orchestration got an <c>ActivityFailedException</c>.</summary>
/// <param name="InstanceId">The orchestration that asked for it.</param>
/// <param name="Activity">The activity's name.</param>
/// <param name="Input">Its input as JSON.</param>
/// <param name="ErrorType">The full name of the type of the exception.</param>
/// <param name="Message">The exception's message.</param>
/// <param name="Attempts">How many tries there were.</param>
/// <param name="At">When it was given up, in UTC.</param>
public sealed record DeadLetter(
    string InstanceId, string Activity, string Input, string ErrorType, string Message, int Attempts, DateTimeOffset At);
