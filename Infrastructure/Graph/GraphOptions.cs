namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Where Microsoft Graph is, as whom it is asked and from which mailbox the product works. Bound from the section "Graph".</summary>
/// <remarks>Microsoft 365 and the simulator differ only in <see cref="BaseAddress"/> and the credential.</remarks>
public sealed record GraphOptions
{
    /// <summary>The section of configuration.</summary>
    public const string Section = "Graph";

    /// <summary>The root of version 1.0, without a closing slash. Plain http is for loopback only.</summary>
    public Uri BaseAddress { get; set; } = new("https://graph.microsoft.com/v1.0");

    /// <summary>What the app shows who it is with.</summary>
    public GraphCredential Credential { get; set; } = GraphCredential.ManagedIdentity;

    /// <summary>The bearer token for <see cref="GraphCredential.FixedToken"/>; for loopback only.</summary>
    public string? Token { get; set; }

    /// <summary>The tenant, for a secret or a certificate.</summary>
    public string? TenantId { get; set; }

    /// <summary>The app's client id, for a secret or a certificate; for a managed identity the client id of a user-assigned one, or null.</summary>
    public string? ClientId { get; set; }

    /// <summary>The secret, for <see cref="GraphCredential.Secret"/>.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The path of a PEM or PFX file with its private key, for <see cref="GraphCredential.Certificate"/>.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>A mailbox that organises and sends for every lead, with replies to the lead as well; null: each lead's own mailbox does.</summary>
    public string? SharedMailbox { get; set; }

    /// <summary>Where Graph posts change notifications (https, reachable by Microsoft), or null where none can arrive.</summary>
    public Uri? NotificationAddress { get; set; }

    /// <summary>How long one request may take; 1 second to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>When to come back after being throttled without being told when; 1 second to 1 hour.</summary>
    public TimeSpan DefaultRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a subscription is asked for; 1 hour to 10,080 minutes, which is Graph's limit for events. Tenants with the older limit of 4,230 refuse more.</summary>
    public TimeSpan SubscriptionLifetime { get; set; } = TimeSpan.FromMinutes(4200);

    /// <summary>Messages sent per mailbox and minute; 1 to 30, Exchange Online's limit.</summary>
    public int MessagesPerMinute { get; set; } = 30;
}

/// <summary>What the app shows who it is with.</summary>
public enum GraphCredential
{
    /// <summary>The identity of the machine or app it runs on.</summary>
    ManagedIdentity,

    /// <summary>A client secret.</summary>
    Secret,

    /// <summary>A certificate.</summary>
    Certificate,

    /// <summary>A fixed bearer token, for the simulator.</summary>
    FixedToken,
}
