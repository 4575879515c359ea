using System.Linq.Expressions;
using System.Text.Json;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Orchestrations.Tests.Harbour;

/// <summary>
/// One trust in virtual time: the real orchestrators on the embedded engine over the real store, Microsoft 365 in memory. It begins on
/// Monday 8 June 2026 at 10:00 in London.
/// </summary>
internal sealed class HarbourTrust : IAsyncDisposable
{
    public const string Bell = "bell@harbour.example";
    public static readonly EmailAddress BellAddress = new(Bell);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("harbour-");
    private readonly TemporaryEngagementStore storage;
    private readonly ServiceProvider services;
    private readonly KindRenderer renderer = new();
    private readonly DurableRegistry registry;
    private EmbeddedEngine engine = null!;

    private HarbourTrust(
        HarbourClock clock, TemporaryEngagementStore storage, EngagementOptions options, Action<IServiceCollection>? ports, DurableRegistry registry)
    {
        this.registry = registry;
        Clock = clock;
        this.storage = storage;
        Troubles = new Troubles(clock);
        Calendar = new HarbourCalendar(clock, Troubles);
        Mailer = new HarbourMailer(clock, Troubles);
        People = new HarbourDirectory(Troubles);
        var collection = new ServiceCollection();
        ports?.Invoke(collection);
        collection.TryAddSingleton<ICalendar>(Calendar);
        collection.TryAddSingleton<IMailer>(Mailer);
        collection.TryAddSingleton<IDirectory>(People);
        services = collection
            .AddEngagementOrchestrations()
            .AddSingleton<IEngagementStore>(storage.Store)
            .AddSingleton<IClock>(clock)
            .AddSingleton(options)
            .AddSingleton(new RequestFormat(IntakeJson.Options))
            .AddSingleton<ILinks, NoLinks>()
            .AddSingleton<IMessageRenderer>(renderer)
            .AddTransient(_ => engine.Client)
            .BuildServiceProvider();
    }

    public HarbourClock Clock { get; }

    public Troubles Troubles { get; }

    public HarbourCalendar Calendar { get; }

    public HarbourMailer Mailer { get; }

    /// <summary>What was drafted, in order.</summary>
    public IReadOnlyList<Message> Messages => renderer.Messages;

    public HarbourDirectory People { get; }

    public IEngagementStore Store => storage.Store;

    public EngineReader Reader => engine.Reader;

    private string EngineFile => Path.Combine(folder.FullName, "workflow.db");

    public ProjectId Project { get; private set; }

    public PanelMemberId Member => PanelMemberId.For(Project, BellAddress);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="options">The numbers of the method.</param>
    /// <param name="ports">Adds ports in place of those in memory.</param>
    /// <param name="registry">The product's orchestrators and activities, where they are watched.</param>
    public static async Task<HarbourTrust> OpenAsync(EngagementOptions? options = null, Action<IServiceCollection>? ports = null, DurableRegistry? registry = null)
    {
        var clock = new HarbourClock(Local("2026-06-08T10:00"));
        var trust = new HarbourTrust(clock, await TemporaryEngagementStore.CreateTemporaryAsync(clock, Token), options ?? new EngagementOptions(), ports, registry ?? EngagementOrchestrations.Registry);
        await trust.OpenEngineAsync();
        return trust;
    }

    /// <summary>A trust whose frailty project was just begun, with Dr Bell on its panel.</summary>
    public static async Task<HarbourTrust> BegunAsync(Func<EngagementRequest, EngagementRequest>? change = null, EngagementOptions? options = null)
    {
        var trust = await OpenAsync(options);
        await trust.BeginAsync((change ?? (r => r))(Request));
        return trust;
    }

    public static EngagementRequest Request { get; } = new()
    {
        Name = "Frailty at the front door",
        PatientBenefit = "Home the same day.",
        Lead = new PersonRequest { Name = "Priya Nair", Email = "priya@harbour.example" },
        Measure = new MeasureRequest { Name = "Discharges before noon", Unit = "%", Baseline = 14 },
        Facts = [new FactRequest { Text = "A day in bed costs muscle.", Source = "Ward audit, 2025" }],
        NoDifferentViewKnown = true,
        Clinicians = [new ClinicianRequest { Name = "Dr Bell", Email = Bell }],
        FirstMessages = FirstMessages.Send,
        FirstMessageWords = "May I have twenty minutes?",
    };

    public static Instant Local(string iso) =>
        LocalDateTimePattern.CreateWithInvariantCulture("yyyy-MM-dd'T'HH:mm").Parse(iso).Value.InZoneStrictly(WorkingTime.Zone).ToInstant();

    public async Task<RequestId> StoreRequestAsync(EngagementRequest request, string name = "request")
    {
        var stored = new StoredRequest
        {
            Id = new RequestId(StableId.From(name)),
            BodyHash = name,
            Body = JsonSerializer.Serialize(request, IntakeJson.Options),
            Door = "form",
            ReceivedAt = Clock.Now,
            State = RequestState.Received,
        };
        await Store.WriteAsync((w, _) => { w.Add(stored); return Task.FromResult(true); }, Token);
        return stored.Id;
    }

    public async Task BeginAsync(EngagementRequest request)
    {
        var id = await StoreRequestAsync(request);
        Project = new ProjectId(StableId.From("project", id));
        (await Do<RequestConsumer, bool>(c => c.BeginAsync(id, Token))).ShouldBeTrue();
        await SettleAsync();
    }

    public async Task<TResult> Do<TService, TResult>(Func<TService, Task<TResult>> act)
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<FactResult> Lead(Func<LeadFacts, Task<FactResult>> act) => DoAndSettle(act);

    public Task<FactResult> Meetings(Func<MeetingFacts, Task<FactResult>> act) => DoAndSettle(act);

    public Task<FactResult> Clinician(Func<ClinicianAnswers, Task<FactResult>> act) => DoAndSettle(act);

    public Task<FactResult> Hear(Func<ListeningFacts, Task<FactResult>> act) => DoAndSettle(act);

    public Task<FactResult> Say(Func<ClinicianWords, Task<FactResult>> act) => DoAndSettle(act);

    public async Task<FactResult> DoAndSettle<TFacts>(Func<TFacts, Task<FactResult>> act)
        where TFacts : notnull
    {
        var result = await Do(act);
        await SettleAsync();
        return result;
    }

    /// <summary>Reads the lead's mailbox, as a notification or the sweep does, and lets what follows happen.</summary>
    public async Task<int> ReadMailboxAsync()
    {
        var news = await Do<MailboxReader, int>(r => r.ReadAllAsync(Token));
        await SettleAsync();
        return news;
    }

    /// <summary>Lets everything happen that is due now.</summary>
    public async Task SettleAsync()
    {
        while (await storage.Pump.SweepAsync(engine.Client, Token) > 0 | await engine.RunUntilIdleAsync(Token))
        {
        }
    }

    /// <summary>Lets everything happen up to a moment, each thing at its time.</summary>
    public async Task RunToAsync(string local)
    {
        var moment = Local(local);
        await SettleAsync();
        while (await engine.NextDueAsync(Token) is { } due && Instant.FromDateTimeOffset(due) <= moment)
        {
            Clock.Now = Instant.Max(Clock.Now, Instant.FromDateTimeOffset(due));
            await SettleAsync();
        }

        Clock.Now = moment;
        await SettleAsync();
    }

    /// <summary>Closes the engine and opens its file again, as a restart of the process does.</summary>
    /// <param name="meanwhile">What happens to the engine's file in between.</param>
    public async Task RestartAsync(Action<string>? meanwhile = null)
    {
        await engine.DisposeAsync();
        meanwhile?.Invoke(EngineFile);
        await OpenEngineAsync();
    }

    public async Task<OrchestrationState?> StateAsync(string instance) => (await engine.Reader.FindAsync(instance, Token))?.State;

    public Task<IReadOnlyList<T>> ListAsync<T>(Expression<Func<T, bool>> which)
        where T : class => Store.ReadAsync((r, t) => r.ListAsync(which, t), Token);

    public async Task<Meeting> MeetingAsync()
    {
        var meetings = await ListAsync<Meeting>(m => m.MemberId == Member);
        return meetings.OrderBy(m => m.Number).Last();
    }

    public async Task<PanelMember> MemberAsync() => (await ListAsync<PanelMember>(m => m.Id == Member)).ShouldHaveSingleItem();

    public async Task<IReadOnlyList<PersonTask>> OpenTasksAsync(TaskKind? kind = null) =>
        [.. (await ListAsync<PersonTask>(t => t.ProjectId == Project)).Where(t => t.DoneAt is null && (kind is null || t.Kind == kind))];

    public async Task<Effect> EffectAsync(EffectKind kind) => (await ListAsync<Effect>(e => e.Kind == kind)).ShouldHaveSingleItem();

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await services.DisposeAsync();
        await storage.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task OpenEngineAsync() => engine = await EmbeddedEngine.OpenAsync(
        new EmbeddedEngineOptions { DatabaseFile = EngineFile, Synchronous = Synchronous.Off },
        registry, services, Clock, NullLoggerFactory.Instance);
}
