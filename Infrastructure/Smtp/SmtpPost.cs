using System.Text;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Extensions.Options;
using MimeKit;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Smtp;

/// <summary>
/// Sends what is on record, once. Before a message is handed to the server it is marked as tried; a message that is marked and not known
/// to be sent is never handed over again, since SMTP cannot be asked.
/// </summary>
internal sealed class SmtpPost(SmtpTransport transport, IEngagementStore store, IClock clock, IOptions<SmtpOptions> options) : IDisposable
{
    private static readonly FormatOptions Ascii = CreateFormat();
    private readonly MailboxGate gate = new();

    /// <summary>A message as it is kept: ASCII, lines ended as in mail.</summary>
    public static string Write(MimeMessage message)
    {
        message.Prepare(EncodingConstraint.SevenBit);
        using var bytes = new MemoryStream();
        message.WriteTo(Ascii, bytes);
        return Encoding.ASCII.GetString(bytes.ToArray());
    }

    /// <summary>A message as it was kept.</summary>
    public static MimeMessage Read(string content) => MimeMessage.Load(new MemoryStream(Encoding.ASCII.GetBytes(content)));

    /// <summary>The head that every message has: from the trust's sender, replies to the lead, an id derived from the effect's.</summary>
    public MimeMessage Begin(string id, Domain.EmailAddress lead)
    {
        var sender = options.Value;
        var from = new MailboxAddress(Encoding.UTF8, AddressText.OneLine(sender.FromName), sender.From!);
        var message = new MimeMessage { MessageId = $"{id}@{from.Domain}", Date = clock.GetCurrentInstant().ToDateTimeOffset() };
        message.From.Add(from);
        message.ReplyTo.Add(new MailboxAddress("", lead.Value));
        message.Headers.Add("X-Auto-Response-Suppress", "OOF, AutoReply");
        message.Headers.Add("X-Clinical-Engagement", id);
        return message;
    }

    /// <summary>Sends a message that is on record.</summary>
    /// <returns>NotFound: nobody knows whether it went out, or another process is sending it now.</returns>
    /// <exception cref="SmtpOutageException">The server cannot be used; nothing was handed over.</exception>
    public async Task<PortResult<SendOutcome>> SendAsync(string id, CancellationToken cancellationToken)
    {
        var mail = await store.ReadAsync((reader, token) => reader.FindAsync<PostedMail>(id, token), cancellationToken);
        if (mail is null or { SentAt: null, TryingSince: not null })
            return SendOutcome.NotFound;
        if (mail.SentAt is not null)
            return SendOutcome.WasSent;
        if (gate.TrySend(clock.GetCurrentInstant(), options.Value.MessagesPerMinute) is { } later)
            return new PortResult<SendOutcome>.Throttled(later);
        if (!await MarkAsync(id, m => m.SentAt is null && m.TryingSince is null, m => m with { TryingSince = clock.GetCurrentInstant() }, cancellationToken))
            return SendOutcome.NotFound;

        SmtpOutcome outcome;
        try
        {
            outcome = await transport.SendAsync(Read(mail.Content!), cancellationToken);
        }
        catch (SmtpOutageException)
        {
            await ReleaseAsync(id);
            throw;
        }

        if (outcome == SmtpOutcome.Sent)
        {
            // An invitation keeps its words, since its next version is made from them.
            await MarkAsync(id, _ => true, m => m with { SentAt = clock.GetCurrentInstant(), Content = m.Start is null ? null : m.Content }, CancellationToken.None);
            return SendOutcome.Sent;
        }

        if (outcome == SmtpOutcome.Unknown)
            return SendOutcome.NotFound;
        await ReleaseAsync(id);
        return outcome is SmtpOutcome.Refused refused
            ? new PortResult<SendOutcome>.Refused($"The mail server does not take this mail ({refused.Code}). Check the address.")
            : new PortResult<SendOutcome>.Throttled(clock.GetCurrentInstant() + Duration.FromTimeSpan(options.Value.RetryAfter));
    }

    public void Dispose() => gate.Dispose();

    // Also when we are being stopped: what was not handed over must not be taken for lost.
    private Task ReleaseAsync(string id) => MarkAsync(id, _ => true, m => m with { TryingSince = null }, CancellationToken.None);

    private Task<bool> MarkAsync(string id, Func<PostedMail, bool> when, Func<PostedMail, PostedMail> change, CancellationToken cancellationToken) => store.WriteAsync(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PostedMail>(id, token) is not { } mail || !when(mail))
                return false;
            writer.Update(change(mail));
            return true;
        },
        cancellationToken);

    private static FormatOptions CreateFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.International = false;
        return format;
    }
}
