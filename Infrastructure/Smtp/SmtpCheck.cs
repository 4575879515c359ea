namespace ClinicalEngagement.Infrastructure.Smtp;

/// <summary>Tries whether the mail server lets us in. Nothing is sent.</summary>
public sealed class SmtpCheck
{
    private readonly SmtpTransport transport;

    internal SmtpCheck(SmtpTransport transport) => this.transport = transport;

    /// <summary>Signs in and leaves again.</summary>
    /// <returns>What is wrong, or null when it works.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await transport.TryAsync(cancellationToken);
            return null;
        }
        catch (SmtpOutageException outage)
        {
            return outage.Message;
        }
    }
}
