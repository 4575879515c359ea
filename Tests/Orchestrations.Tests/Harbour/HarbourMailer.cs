using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Harbour;

/// <summary>A mail as it went out.</summary>
internal sealed record SentMail(Instant At, EmailAddress To, string Kind, string ConversationId);

/// <summary>Mailboxes in memory: drafts, what went out, what came in.</summary>
internal sealed class HarbourMailer(HarbourClock clock, Troubles troubles) : IMailer
{
    private readonly Dictionary<string, OutgoingMail> drafts = [];
    private readonly HashSet<string> keys = [];

    public List<SentMail> Sent { get; } = [];

    public List<IncomingMail> Incoming { get; } = [];

    public int Drafts => drafts.Count;

    /// <summary>Whose mailbox answers that they are away.</summary>
    public HashSet<EmailAddress> Away { get; } = [];

    /// <summary>While true, no message is found by its id: sent items lag.</summary>
    public bool NothingIsFound { get; set; }

    public IReadOnlyList<SentMail> To(string address) => [.. Sent.Where(m => m.To == new EmailAddress(address))];

    /// <summary>A person answers the last mail they got in words.</summary>
    public void Reply(string from) => Receive(from, IncomingMailKind.Reply);

    public void Receive(string from, IncomingMailKind kind) => Incoming.Add(
        new IncomingMail($"mail-{Incoming.Count + 1}", To(from)[^1].ConversationId, new EmailAddress(from), clock.Now, kind));

    public Task<PortResult<MailDraft>> CreateDraftAsync(OutgoingMail mail, CancellationToken cancellationToken) => troubles.Meet("draft", () =>
    {
        var id = "draft-" + mail.Key;
        if (keys.Add(mail.Key))
            drafts[id] = mail;
        return new MailDraft(id, "conversation-" + mail.Key);
    });

    public Task<PortResult<SendOutcome>> SendDraftAsync(EmailAddress mailbox, string draftId, CancellationToken cancellationToken) => troubles.Meet("send", () =>
    {
        if (NothingIsFound)
            return SendOutcome.NotFound;
        if (!drafts.Remove(draftId, out var mail))
            return SendOutcome.WasSent;
        Sent.Add(new SentMail(clock.Now, mail.To[0].Email, mail.Subject, "conversation-" + mail.Key));
        return SendOutcome.Sent;
    });

    public Task<PortResult<SendOutcome>> LookAsync(EmailAddress mailbox, string draftId, CancellationToken cancellationToken) => troubles.Meet(
        "look", () => NothingIsFound ? SendOutcome.NotFound : drafts.ContainsKey(draftId) ? SendOutcome.StillDraft : SendOutcome.WasSent);

    public Task<PortResult<IReadOnlyList<IncomingMail>>> GetIncomingAsync(EmailAddress mailbox, Instant since, CancellationToken cancellationToken) =>
        troubles.Meet<IReadOnlyList<IncomingMail>>("incoming", () => [.. Incoming.Where(m => m.ReceivedAt >= since)]);

    public Task<PortResult<bool>> IsAwayAsync(EmailAddress person, CancellationToken cancellationToken) => troubles.Meet("away", () => Away.Contains(person));
}

/// <summary>Names what a message is, in place of its words, and keeps what it says.</summary>
internal sealed class KindRenderer : IMessageRenderer
{
    public List<Message> Messages { get; } = [];

    public Task<RenderedMessage> RenderAsync(Message message, CancellationToken cancellationToken)
    {
        Messages.Add(message);
        var text = message switch
        {
            Message.First first => first.Words,
            Message.Progress progress => string.Join('\n', progress.Update.WhatChanged),
            _ => "",
        };
        return Task.FromResult(new RenderedMessage(message.GetType().Name, "<p/>", text, []));
    }
}

/// <summary>Links that lead nowhere.</summary>
internal sealed class NoLinks : ILinks
{
    public Uri AnswerTimes(PanelMemberId member, MeetingId meeting, Instant expires) => new($"https://harbour.example/times/{meeting}");

    public Uri SendWords(PanelMemberId member, Instant expires) => new($"https://harbour.example/words/{member}");

    public Uri KeepDiary(PanelMemberId member, EmailAddress secretary, Instant expires) => new($"https://harbour.example/diary/{member}");

    public Uri ConfirmUnderstanding(PanelMemberId member, Guid question, Instant expires) => new($"https://harbour.example/understanding/{question:N}");

    public Uri GiveVerdict(PanelMemberId member, Guid question, Instant expires) => new($"https://harbour.example/verdict/{question:N}");

    public Uri ProposeAnswer(PanelMemberId member, ConcernId concern, Instant expires) => new($"https://harbour.example/answer/{concern}");

    public Uri ChooseUpdates(PanelMemberId member, Instant expires) => new($"https://harbour.example/updates/{member}");
}

/// <summary>A directory that knows everybody who is asked for, but for some.</summary>
internal sealed class HarbourDirectory(Troubles troubles) : IDirectory
{
    public HashSet<EmailAddress> Unknown { get; } = [];

    public HashSet<EmailAddress> Disabled { get; } = [];

    public Task<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>> FindAsync(
        IReadOnlyCollection<EmailAddress> addresses, CancellationToken cancellationToken) => troubles.Meet<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>(
        "directory",
        () => addresses.Where(a => !Unknown.Contains(a)).ToDictionary(a => a, a => new DirectoryPerson(a, a.Value, "Consultant", null, null, !Disabled.Contains(a))));

    public Task<PortResult<IReadOnlyList<DirectoryPerson>>> CandidatesAsync(CandidateSource source, CancellationToken cancellationToken) =>
        troubles.Meet<IReadOnlyList<DirectoryPerson>>("directory", () => []);
}
