namespace ClinicalEngagement.Portal;

/// <summary>What a host may set of the portal.</summary>
public sealed class PortalOptions
{
    /// <summary>A folder with sample projects as JSON files that the home page offers to load; null or missing offers none.</summary>
    public string? SamplesFolder { get; set; }

    /// <summary>How often a page that is open asks for news, in host time; at least 100 ms.</summary>
    public TimeSpan LiveInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>True where a page that is open is told of news over a connection that stays; false where the host bills by the second, and pages ask.</summary>
    public bool LiveConnections { get; set; } = true;

    /// <summary>True where people reach the portal over TLS: cookies are for TLS alone, and browsers are told to stay with it.</summary>
    public bool BehindTls { get; set; }

    /// <summary>How many requests to signed links one network address may send in a minute; a hospital may be one address.</summary>
    public int LinkRequestsPerMinute { get; set; } = 300;

    /// <summary>How many requests to the API one caller may send in a minute.</summary>
    public int ApiRequestsPerMinute { get; set; } = 300;

    /// <summary>How many change notifications are taken in a second, from everybody together; not under <see cref="LeastNotificationsPerSecond"/>, since a busy tenant sends storms of them.</summary>
    public int NotificationsPerSecond { get; set; } = 1000;

    /// <summary>What Graph may send in a second to a tenant of a few hundred watched calendars.</summary>
    public const int LeastNotificationsPerSecond = 500;
}
