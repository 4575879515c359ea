namespace ClinicalEngagement.Infrastructure.Smtp;

/// <summary>The mail server for a trust whose tenant gives no consent. Bound from the section "Smtp".</summary>
public sealed record SmtpOptions
{
    /// <summary>The section of configuration.</summary>
    public const string Section = "Smtp";

    /// <summary>The server's name; where it is set, everything goes by mail and Microsoft 365 is left alone.</summary>
    public string? Host { get; set; }

    /// <summary>Its port.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is kept from being read.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Who signs in, or null where the server takes mail without.</summary>
    public string? UserName { get; set; }

    /// <summary>The password of <see cref="UserName"/>.</summary>
    public string? Password { get; set; }

    /// <summary>The address that everything is sent from; replies go to the lead.</summary>
    public string? From { get; set; }

    /// <summary>The name beside <see cref="From"/>.</summary>
    public string FromName { get; set; } = "Clinical engagement";

    /// <summary>How long one step of the conversation with the server may take; 1 second to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages sent in a minute; 1 to 30.</summary>
    public int MessagesPerMinute { get; set; } = 30;

    /// <summary>When to come back after the server has said "not now"; 1 minute to 1 hour.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>How the connection to the mail server is kept from being read.</summary>
public enum SmtpSecurity
{
    /// <summary>Encrypted after a plain greeting, usually on port 587.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte, usually on port 465.</summary>
    Tls,

    /// <summary>Plain; for a server on this machine only.</summary>
    None,
}
