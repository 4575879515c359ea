using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Orchestrations;

/// <summary>How activities that meet an outage are tried again.</summary>
public static class Retries
{
    /// <summary>Twelve tries over about four hours: 10 s, 20 s, ... at most an hour apart. Then a person is asked.</summary>
    public static RetryPolicy Outage { get; } = new(12, TimeSpan.FromSeconds(10), 2, TimeSpan.FromHours(1));
}
