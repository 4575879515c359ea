using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Smtp;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;

namespace ClinicalEngagement.Infrastructure.Tests.Smtp;

/// <summary>The ports of the way by mail alone, as a host wires them, with a real server on loopback and a store of its own.</summary>
internal sealed class SmtpTrial : IAsyncDisposable
{
    public static readonly EmailAddress Lead = new("lead@trust.example");
    public static readonly Person Clinician = new("Dr Anna Bell", new("anna.bell@trust.example"));
    public static readonly Instant Start = Instant.FromUtc(2026, 7, 6, 9, 30);

    private readonly TemporaryEngagementStore storage;
    private readonly ServiceProvider services;

    private SmtpTrial(SmtpInbox inbox, TemporaryEngagementStore storage, IReadOnlyDictionary<string, string?> settings)
    {
        Inbox = inbox;
        this.storage = storage;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = $"{inbox.Port}",
            ["Smtp:Security"] = "None",
            ["Smtp:UserName"] = SmtpInbox.User,
            ["Smtp:Password"] = SmtpInbox.Password,
            ["Smtp:From"] = "engagement@trust.example",
            ["Smtp:Timeout"] = "00:01:00",
        }).AddInMemoryCollection(settings).Build();
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IClock>(Clock)
            .AddSingleton<IEngagementStore>(storage.Store)
            .AddLogging()
            .AddConnection(configuration)
            .BuildServiceProvider();
    }

    public SmtpInbox Inbox { get; }

    public FakeClock Clock { get; } = new(Instant.FromUtc(2026, 6, 8, 9, 0));

    public IEngagementStore Store => storage.Store;

    public ICalendar Calendar => services.GetRequiredService<ICalendar>();

    public IMailer Mailer => services.GetRequiredService<IMailer>();

    public T Service<T>()
        where T : notnull => services.GetRequiredService<T>();

    public static async Task<SmtpTrial> StartAsync(IReadOnlyDictionary<string, string?>? settings = null) => new(
        await SmtpInbox.StartAsync(),
        await TemporaryEngagementStore.CreateTemporaryAsync(new FakeTimeProvider(), TestContext.Current.CancellationToken),
        settings ?? new Dictionary<string, string?>());

    public static OutgoingMail MailOf(string key, string subject = "Your view on frailty", string name = "Dr Anna Bell") => new(
        Lead, key, [Clinician with { Name = name }], subject, "<html><body><p>Dear Anna</p></body></html>", []);

    public static NewCalendarEvent MeetingOf(string key, string subject = "Ruth Lane / Dr Bell: frailty", string name = "Dr Anna Bell", string words = "To hear what you think.") => new(
        key, subject, words, Start, Duration.FromMinutes(20), [Clinician with { Name = name }], Tentative: true);

    public Task<IReadOnlyList<PostedMail>> PostedAsync() => Store.ReadAsync((reader, token) => reader.ListAsync<PostedMail>(_ => true, token), default);

    public static T Answered<T>(PortResult<T> result) => result.ShouldBeOfType<PortResult<T>.Answered>().Value;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await storage.DisposeAsync();
        await Inbox.DisposeAsync();
    }
}
