using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ClinicalEngagement.Infrastructure.Smtp;

/// <summary>Hands one message to the mail server, and tells what is known of it afterwards.</summary>
internal sealed class SmtpTransport(IOptions<SmtpOptions> options)
{
    /// <summary>Hands it over.</summary>
    /// <exception cref="SmtpOutageException">The server could not be reached or did not let us in; nothing was handed over.</exception>
    /// <exception cref="OperationCanceledException">We were stopped; whether it went is unknown unless nothing was begun.</exception>
    public async Task<SmtpOutcome> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        using var client = new Client();
        await EnterAsync(client, cancellationToken);
        try
        {
            await client.SendAsync(message, cancellationToken);
        }
        catch (SmtpCommandException refusal) when ((int)refusal.StatusCode >= 500)
        {
            return new SmtpOutcome.Refused($"{(int)refusal.StatusCode}");
        }
        catch (SmtpCommandException)
        {
            return SmtpOutcome.NotNow;
        }
        catch (Exception broken) when (broken is IOException or SmtpProtocolException or SocketException or TimeoutException)
        {
            // Before a recipient was accepted there was nothing to deliver; after it the server may have the whole message.
            return client.HasRecipient
                ? SmtpOutcome.Unknown
                : throw new SmtpOutageException("the connection broke");
        }

        await LeaveAsync(client, cancellationToken);
        return SmtpOutcome.Sent;
    }

    /// <summary>Signs in and leaves again.</summary>
    /// <exception cref="SmtpOutageException">The server could not be reached or did not let us in.</exception>
    public async Task TryAsync(CancellationToken cancellationToken)
    {
        using var client = new Client();
        await EnterAsync(client, cancellationToken);
        await LeaveAsync(client, cancellationToken);
    }

    private async Task EnterAsync(Client client, CancellationToken cancellationToken)
    {
        var server = options.Value;
        client.Timeout = (int)server.Timeout.TotalMilliseconds;
        try
        {
            await client.ConnectAsync(
                server.Host!,
                server.Port,
                server.Security switch { SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect, SmtpSecurity.StartTls => SecureSocketOptions.StartTls, _ => SecureSocketOptions.None },
                cancellationToken);
            if (server.UserName is not null)
                await client.AuthenticateAsync(server.UserName, server.Password!, cancellationToken);
        }
        catch (AuthenticationException)
        {
            throw new SmtpOutageException("it refused the sign-in");
        }
        catch (Exception broken) when (broken is IOException or SocketException or SmtpProtocolException or SmtpCommandException or SslHandshakeException or NotSupportedException or TimeoutException)
        {
            throw new SmtpOutageException(broken.GetType().Name);
        }
    }

    private static async Task LeaveAsync(Client client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or SocketException or SmtpProtocolException or SmtpCommandException or TimeoutException)
        {
            // What was to be done is done; how the conversation ends changes nothing.
        }
    }

    private sealed class Client : SmtpClient
    {
        public bool HasRecipient { get; private set; }

        protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
        {
            HasRecipient = true;
            base.OnRecipientAccepted(message, mailbox, response);
        }
    }
}

/// <summary>What is known of a message that was to be handed over.</summary>
internal abstract record SmtpOutcome
{
    private SmtpOutcome()
    {
    }

    /// <summary>The server took it.</summary>
    public static SmtpOutcome Sent { get; } = new Done();

    /// <summary>The server said "not now" (4xx); it has nothing.</summary>
    public static SmtpOutcome NotNow { get; } = new Later();

    /// <summary>The connection broke when the server may have had it all.</summary>
    public static SmtpOutcome Unknown { get; } = new Lost();

    /// <summary>The server said no (5xx).</summary>
    /// <param name="Code">The status code.</param>
    public sealed record Refused(string Code) : SmtpOutcome;

    private sealed record Done : SmtpOutcome;

    private sealed record Later : SmtpOutcome;

    private sealed record Lost : SmtpOutcome;
}
