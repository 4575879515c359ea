using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace ClinicalEngagement.Infrastructure.Tests.Smtp;

/// <summary>A real SMTP server on loopback that keeps what it takes, behind a wire that can be cut.</summary>
internal sealed class SmtpInbox : IMessageStore, IMailboxFilter, IUserAuthenticator, IAsyncDisposable
{
    public const string User = "engagement";
    public const string Password = "open sesame";

    private readonly CancellationTokenSource stopping = new();
    private readonly TcpListener wire = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<byte[]> taken = new();
    private TaskCompletionSource saved = new();
    private Task serving = Task.CompletedTask;
    private Task relaying = Task.CompletedTask;
    private int serverPort;

    /// <summary>Where the wire begins.</summary>
    public int Port => ((IPEndPoint)wire.LocalEndpoint).Port;

    /// <summary>What the server took, in order.</summary>
    public IReadOnlyList<MimeMessage> Messages => [.. taken.Select(bytes => MimeMessage.Load(new MemoryStream(bytes)))];

    /// <summary>Where the wire is cut, once.</summary>
    public Cut CutNext
    {
        get;
        set
        {
            field = value;
            if (value != Cut.Nowhere)
                saved = new TaskCompletionSource();
        }
    }

    /// <summary>What the server answers to a message instead of taking it, once.</summary>
    public SmtpResponse? AnswerNext { get; set; }

    /// <summary>Whom the server does not know.</summary>
    public HashSet<string> Unknown { get; } = [];

    public static async Task<SmtpInbox> StartAsync()
    {
        var inbox = new SmtpInbox();
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            inbox.serverPort = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var options = new SmtpServerOptionsBuilder()
            .ServerName("mail.trust.example")
            .Endpoint(e => e.Endpoint(new IPEndPoint(IPAddress.Loopback, inbox.serverPort)).AllowUnsecureAuthentication(true))
            .Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)inbox);
        services.Add((IMailboxFilter)inbox);
        services.Add((IUserAuthenticator)inbox);
        inbox.serving = new SmtpServer.SmtpServer(options, services).StartAsync(inbox.stopping.Token);
        inbox.wire.Start();
        inbox.relaying = inbox.RelayAllAsync();
        return await Task.FromResult(inbox);
    }

    public async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (AnswerNext is { } answer)
        {
            AnswerNext = null;
            return answer;
        }

        taken.Enqueue(buffer.ToArray());
        saved.TrySetResult();
        return await Task.FromResult(SmtpResponse.Ok);
    }

    public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
        Task.FromResult(!Unknown.Contains($"{to.User}@{to.Host}"));

    public Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
        Task.FromResult(user == User && password == Password);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        wire.Stop();
        await relaying;
        await serving;
        stopping.Dispose();
    }

    private async Task RelayAllAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await wire.AcceptTcpClientAsync(stopping.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The wire is taken down.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, serverPort, stopping.Token);
            var cut = new TaskCompletionSource();
            await TalkAsync(near, far, AnswerAsync(far, near, cut.Task), cut);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // One of the two has hung up, or the wire was cut.
        }
    }

    private async Task AnswerAsync(TcpClient far, TcpClient near, Task cut)
    {
        var buffer = new byte[4 * 1024];
        while (await far.GetStream().ReadAsync(buffer, stopping.Token) is > 0 and var count)
            if (!cut.IsCompleted)
                await near.GetStream().WriteAsync(buffer.AsMemory(0, count), stopping.Token);
    }

    private async Task TalkAsync(TcpClient near, TcpClient far, Task back, TaskCompletionSource cut)
    {
        var buffer = new byte[16 * 1024];
        var said = new StringBuilder();
        while (await near.GetStream().ReadAsync(buffer, stopping.Token) is > 0 and var count)
        {
            said.Append(Encoding.Latin1.GetString(buffer, 0, count));
            var text = said.ToString();
            if (CutNext == Cut.BeforeRecipient && text.Contains("MAIL FROM", StringComparison.Ordinal))
            {
                CutNext = Cut.Nowhere;
                return;
            }

            if (CutNext is Cut.AfterMessage or Cut.WithinMessage && text.Contains("\r\nSubject:", StringComparison.Ordinal))
            {
                var whole = text.EndsWith("\r\n.\r\n", StringComparison.Ordinal);
                if (CutNext == Cut.WithinMessage)
                {
                    CutNext = Cut.Nowhere;
                    return;
                }

                if (whole)
                {
                    CutNext = Cut.Nowhere;
                    cut.SetResult();
                    await far.GetStream().WriteAsync(buffer.AsMemory(0, count), stopping.Token);
                    // The server has it; its answer never arrives.
                    await saved.Task.WaitAsync(stopping.Token);
                    return;
                }
            }

            await far.GetStream().WriteAsync(buffer.AsMemory(0, count), stopping.Token);
        }

        far.Client.Shutdown(SocketShutdown.Send);
        await back;
    }
}

/// <summary>Where the wire to the server is cut.</summary>
internal enum Cut
{
    Nowhere,

    /// <summary>Before the server knows for whom it is.</summary>
    BeforeRecipient,

    /// <summary>In the middle of the message.</summary>
    WithinMessage,

    /// <summary>After the server has taken the message and before it can say so.</summary>
    AfterMessage,
}
