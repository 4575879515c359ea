namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Graph could not be reached, did not answer in time or broke down; to be tried again later. Says nothing of the answer's words, which can name people.</summary>
/// <param name="operation">What was asked.</param>
/// <param name="what">What happened: a status and code, or a kind of network failure.</param>
public sealed class GraphOutageException(string operation, string what) : Exception($"Microsoft Graph failed at {operation}: {what}.")
{
    /// <summary>What was asked.</summary>
    public string Operation => operation;
}
