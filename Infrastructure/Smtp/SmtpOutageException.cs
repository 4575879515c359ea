namespace ClinicalEngagement.Infrastructure.Smtp;

/// <summary>The mail server could not be reached, or would not let us in. Nothing was handed over.</summary>
/// <param name="what">What went wrong, without names or addresses of people.</param>
public sealed class SmtpOutageException(string what) : Exception($"The mail server cannot be used: {what}.");
