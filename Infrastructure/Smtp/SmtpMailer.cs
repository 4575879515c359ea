using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Mail;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Smtp;

/// <summary>Mail by SMTP: written to the store under its key, then sent by its id. What comes in goes to the lead, where nobody reads it but they.</summary>
internal sealed class SmtpMailer(SmtpPost post, IEngagementStore store, IClock clock) : IMailer
{
    private const string Prefix = "smtp:";

    public async Task<PortResult<MailDraft>> CreateDraftAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (!mail.To.All(p => AddressText.IsPlausible(p.Email)))
            return new PortResult<MailDraft>.Refused("An address of a recipient is not an e-mail address.");
        var id = $"{mail.Key}.0";
        var message = post.Begin(id, mail.Mailbox);
        message.Subject = AddressText.OneLine(mail.Subject);
        message.To.AddRange(mail.To.Select(p => MailBody.Address(p with { Name = AddressText.OneLine(p.Name) })));
        message.Body = MailBody.Of(mail.Key, mail.Html, mail.Attachments);
        var content = SmtpPost.Write(message);
        await store.WriteAsync(
            async (writer, token) =>
            {
                if (await writer.FindAsync<PostedMail>(id, token) is null)
                    writer.Add(new PostedMail { Id = id, Key = mail.Key, Mailbox = mail.Mailbox, Content = content, WrittenAt = clock.GetCurrentInstant() });
                return true;
            },
            cancellationToken);
        return new MailDraft(Prefix + id, message.MessageId);
    }

    public Task<PortResult<SendOutcome>> SendDraftAsync(EmailAddress mailbox, string draftId, CancellationToken cancellationToken) => draftId.StartsWith(Prefix, StringComparison.Ordinal)
        ? post.SendAsync(draftId[Prefix.Length..], cancellationToken)
        // A draft that was made when Microsoft 365 was at hand lies there.
        : Task.FromResult<PortResult<SendOutcome>>(new PortResult<SendOutcome>.Refused("It lies among the drafts of a mailbox that cannot be reached any more."));

    public async Task<PortResult<SendOutcome>> LookAsync(EmailAddress mailbox, string draftId, CancellationToken cancellationToken)
    {
        var id = draftId.StartsWith(Prefix, StringComparison.Ordinal) ? draftId[Prefix.Length..] : draftId;
        return await store.ReadAsync((reader, token) => reader.FindAsync<PostedMail>(id, token), cancellationToken) switch
        {
            { SentAt: not null } => SendOutcome.WasSent,
            { TryingSince: null } => SendOutcome.StillDraft,
            _ => SendOutcome.NotFound,
        };
    }

    public Task<PortResult<bool>> IsAwayAsync(EmailAddress person, CancellationToken cancellationToken) =>
        Task.FromResult<PortResult<bool>>(new PortResult<bool>.Refused("No mailbox is read."));

    public Task<PortResult<IReadOnlyList<IncomingMail>>> GetIncomingAsync(EmailAddress mailbox, Instant since, CancellationToken cancellationToken) =>
        Task.FromResult<PortResult<IReadOnlyList<IncomingMail>>>(new PortResult<IReadOnlyList<IncomingMail>>.Answered([]));
}
