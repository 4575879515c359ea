namespace ClinicalEngagement.Portal;

/// <summary>What a host may set of the portal.</summary>
public sealed class PortalOptions
{
    /// <summary>A folder with sample projects as JSON files that the home page offers to load; null or missing offers none.</summary>
    public string? SamplesFolder { get; set; }

    /// <summary>How often a page that is open asks for news, in host time; at least 100 ms.</summary>
    public TimeSpan LiveInterval { get; set; } = TimeSpan.FromSeconds(1);
}
