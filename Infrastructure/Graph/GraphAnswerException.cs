namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Graph refused a request as malformed, or answered what its contract does not allow: a bug on one side. Says nothing of the answer's words, which can name people.</summary>
/// <param name="what">What was wrong.</param>
public sealed class GraphAnswerException(string what) : Exception($"Microsoft Graph and this product do not understand each other: {what}.");
