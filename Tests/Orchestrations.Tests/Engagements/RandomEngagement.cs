using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Sync;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Engagements;

/// <summary>
/// Two projects of one trust that share a clinician, over ten weeks in miniature: the protocols, the committing and the activities as they
/// are, the store in memory, and people, delays and faults as the seed has them.
/// </summary>
internal sealed class RandomEngagement : IAsyncDisposable
{
    private static readonly EngagementOptions Options = new();
    private static readonly Instant Start = HarbourTrust.Local("2026-06-08T10:00");
    private static readonly string[] Calls = ["freebusy", "find", "create", "move", "cancel", "draft", "send", "delta", "incoming", "directory", "get"];

    private readonly Random random;
    private readonly HarbourClock clock = new(Start);
    private readonly MemoryStore store = new();
    private readonly Troubles troubles;
    private readonly HarbourCalendar calendar;
    private readonly HarbourMailer mailer;
    private readonly ServiceProvider services;
    private readonly SortedDictionary<string, Instance> instances = new(StringComparer.Ordinal);

    public RandomEngagement(int seed)
    {
        random = new Random(seed);
        Rules = new EngagementRules(store, Options);
        troubles = new Troubles(clock) { RetryAfter = Duration.FromMinutes(20) };
        calendar = new HarbourCalendar(clock, troubles);
        mailer = new HarbourMailer(clock, troubles);
        services = new ServiceCollection()
            .AddEngagementOrchestrations()
            .AddSingleton<IEngagementStore>(store)
            .AddSingleton<IClock>(clock)
            .AddSingleton(Options)
            .AddSingleton(new RequestFormat(IntakeJson.Options))
            .AddSingleton<ICalendar>(new WatchedCalendar(calendar, Rules, clock))
            .AddSingleton<IMailer>(new WatchedMailer(mailer, Rules, clock))
            .AddSingleton<IDirectory>(new HarbourDirectory(troubles))
            .AddSingleton<ILinks, NoLinks>()
            .AddSingleton<IMessageRenderer, KindRenderer>()
            .AddSingleton<IOrchestrationClient>(new Starter(this))
            .BuildServiceProvider();
        Steps = new StepsTaken(services.GetRequiredService<EngagementMetrics>());
    }

    public EngagementRules Rules { get; }

    /// <summary>The steps of the protocols that were taken.</summary>
    public StepsTaken Steps { get; }

    /// <summary>Runs it through; throws what a rule says.</summary>
    public async Task RunAsync()
    {
        for (var n = 0; n < 2; n++)
            await BeginAsync(n);
        var end = Start + Duration.FromDays(70);
        while (clock.Now < end)
        {
            await SettleAsync();
            Rules.OnRest(instances.Where(i => !i.Value.IsFinished).ToDictionary(i => i.Key, i => i.Value.WakeAt), clock.Now);
            if (random.Next(9) == 0)
                troubles.Next(Calls[random.Next(Calls.Length)], (Trouble)random.Next(4));
            if (random.Next(3) == 0)
                await SomebodyActsAsync();
            if (random.Next(3) == 0)
                await MeetTroubleAsync(() => DoAsync<MailboxReader, int>(r => r.ReadAllAsync(default)));
            var wake = instances.Values.Where(i => !i.IsFinished).Select(i => i.WakeAt).Min();
            var pause = Duration.FromMinutes(20 + random.Next(60 * 30));
            clock.Now = Instant.Max(clock.Now + Duration.FromMinutes(1), wake is { } at && at < clock.Now + pause && random.Next(5) > 0 ? at : clock.Now + pause);
        }

        Rules.OnEnd();
    }

    public async ValueTask DisposeAsync()
    {
        Steps.Dispose();
        await services.DisposeAsync();
    }

    private async Task BeginAsync(int number)
    {
        var shared = new ClinicianRequest { Name = "Dr Bell", Email = HarbourTrust.Bell, Secretary = new PersonRequest { Name = "Ann Reed", Email = "reed@harbour.example", Phone = "4411" } };
        var request = HarbourTrust.Request with
        {
            Name = number == 0 ? "Frailty at the front door" : "Sepsis scores on the wards",
            Lead = new PersonRequest { Name = $"Lead {number}", Email = $"lead{number}@harbour.example" },
            CoLead = random.Next(2) == 0 ? new PersonRequest { Name = "Ms Orme", Email = $"orme{number}@harbour.example" } : null,
            Sponsor = random.Next(2) == 0 ? new PersonRequest { Name = "Mr Lacey", Email = "lacey@harbour.example" } : null,
            FirstMessages = random.Next(3) == 0 ? FirstMessages.Hold : FirstMessages.Send,
            UpdatesNeedApproval = random.Next(3) == 0,
            UpdateRhythm = (UpdateRhythm)random.Next(3),
            Facts = random.Next(4) == 0 ? [] : HarbourTrust.Request.Facts,
            Clinicians = [shared, .. Enumerable.Range(1, random.Next(1, 4)).Select(n => new ClinicianRequest { Name = $"Dr {number}{n}", Email = $"dr{number}{n}@harbour.example" })],
        };
        var id = new RequestId(StableId.From("request", number));
        await store.WriteAsync(
            (writer, _) =>
            {
                writer.Add(new StoredRequest
                {
                    Id = id,
                    BodyHash = $"{number}",
                    Body = System.Text.Json.JsonSerializer.Serialize(request, IntakeJson.Options),
                    Door = "form",
                    ReceivedAt = clock.Now,
                    State = RequestState.Received,
                });
                return Task.FromResult(true);
            },
            default);
        await DoAsync<RequestConsumer, bool>(c => c.BeginAsync(id, default));
    }

    /// <summary>Runs everything that is due or was nudged, until nothing is left at this moment.</summary>
    private async Task SettleAsync()
    {
        for (var turn = 0; turn < 400; turn++)
        {
            foreach (var name in store.Nudged)
                if (instances.TryGetValue(name, out var nudged) && !nudged.IsFinished)
                    nudged.WakeAt = clock.Now;
            store.Nudged.Clear();
            if (instances.Values.FirstOrDefault(i => !i.IsFinished && i.WakeAt <= clock.Now) is not { } due)
                return;
            await GenerationAsync(due);
        }

        throw new InvalidOperationException("It never comes to rest.");
    }

    private async Task GenerationAsync(Instance instance)
    {
        await using var scope = services.CreateAsyncScope();
        var context = new DirectContext(scope.ServiceProvider);
        var decided = await context.CallActivityAsync(instance.Decide, instance.Id);
        string? retryAt = null;
        foreach (var effect in decided.Effects)
        {
            // A process may die between deciding and doing.
            if (random.Next(40) == 0)
            {
                instance.WakeAt = clock.Now + Duration.FromMinutes(1 + random.Next(90));
                return;
            }

            try
            {
                retryAt = WaitForNudge.Earlier(retryAt, await context.CarryOutAsync([effect]));
            }
            catch (IOException)
            {
                // An outage outlives the retries now and then; else the step is begun again.
                if (random.Next(6) == 0)
                    await context.CallActivityAsync(ActivityNames.ReportFailure, effect.Id);
                else
                    retryAt = WaitForNudge.Earlier(retryAt, IsoTime.Of(clock.Now + Duration.FromMinutes(2)));
            }
        }

        instance.IsFinished = decided.IsFinished;
        instance.WakeAt = retryAt is null && decided.Effects.Count > 0
            ? clock.Now
            : WaitForNudge.Earlier(retryAt, decided.WakeAt) is { } wake ? Instant.FromDateTimeOffset(IsoTime.Parse(wake)) : null;
    }

    private async Task SomebodyActsAsync()
    {
        var member = Any(store.All<PanelMember>());
        var meeting = store.All<Meeting>().Where(m => m.MemberId == member.Id).MaxBy(m => m.Number);
        var open = meeting is { IsOpen: true } ? meeting : null;
        var inCalendar = open?.EventId is { } eventId ? calendar.Events.FirstOrDefault(e => e.Id == eventId) : null;
        var task = store.All<PersonTask>().Where(t => t.DoneAt is null && t.ProjectId == member.ProjectId).OrderBy(_ => random.Next()).FirstOrDefault();
        var soon = clock.Now + Duration.FromHours(3 + random.Next(24 * 20));
        switch (random.Next(44))
        {
            case 0 or 1 or 2 when inCalendar is not null:
                calendar.Answer(inCalendar, member.Email, AnswerKind.Accepted);
                break;
            case 3 when inCalendar is not null:
                calendar.Answer(inCalendar, member.Email, AnswerKind.Declined);
                break;
            case 4 when inCalendar is not null:
                calendar.Answer(inCalendar, member.Email, AnswerKind.Tentative, soon);
                break;
            case 5 when inCalendar is not null && random.Next(3) == 0:
                calendar.Cancel(inCalendar);
                break;
            case 6 when inCalendar is not null:
                calendar.Drag(inCalendar, soon);
                break;
            case 7 or 8 when open is { State: not MeetingState.Offered }:
                await LinkAsync(a => a.PickTimeAsync(open.Id, Any(open.Offers).Start, (MeetingChannel)random.Next(4), default));
                break;
            case 9 when open is { State: not MeetingState.Offered }:
                await LinkAsync(a => a.DeclineAsync(open.Id, null, default));
                break;
            case 10 when open is { State: not MeetingState.Offered }:
                await LinkAsync(a => a.NotNowAsync(open.Id, default));
                break;
            case 11 when random.Next(6) == 0:
                await LinkAsync(a => a.NoMoreAsync(member.Id, default));
                break;
            case 12 when open is { State: not MeetingState.Offered }:
                await LinkAsync(a => a.NameDeputyAsync(open.Id, "Dr Hall", $"hall{random.Next(3)}@harbour.example", default));
                break;
            case 13 or 14 when mailer.To(member.Email.Value).Count > 0:
                mailer.Receive(member.Email.Value, (IncomingMailKind)random.Next(4));
                break;
            case 15:
                await DoAsync<ClinicianWords, FactResult>(w => w.SendAsync(new ConcernId(StableId.From("words", clock.Now)), member.Id, (ConcernKind)random.Next(2), "Who covers the ward?", null, default));
                break;
            case 16 when random.Next(4) == 0:
                calendar.Busy[member.Email] = [new BusyTime(soon, soon + Duration.FromHours(4), BusyStatus.Busy)];
                break;
            case 17 when random.Next(6) == 0:
                _ = calendar.Unreadable.Add(member.Email) || calendar.Unreadable.Remove(member.Email);
                break;
            case 18 when random.Next(8) == 0:
                await LeadAsync(l => l.PauseAsync(member.ProjectId, default));
                break;
            case 19 or 20:
                await LeadAsync(l => l.ResumeAsync(member.ProjectId, default));
                break;
            case 21 when random.Next(10) == 0:
                await LeadAsync(l => l.CloseAsync(member.ProjectId, "It is how we work now, because of you.", default));
                break;
            case 22 when random.Next(5) == 0:
                await LeadAsync(l => l.RemoveMemberAsync(member.Id, default));
                break;
            case 23:
                await LeadAsync(l => l.AdvanceStageAsync(member.ProjectId, (Stage)random.Next(6), default));
                break;
            case 24:
                await DoAsync<MeetingFacts, FactResult>(m => m.SetHostAsync(member.Id, (MeetingHost)random.Next(3), default));
                break;
            case 25:
                await LeadAsync(l => l.WeHaveSpokenAsync(member.Id, WorkingTime.DateOf(clock.Now), default));
                break;
            case 30 or 31 when open is { State: not MeetingState.Offered }:
                await LinkAsync(a => a.ProposeTimeAsync(open.Id, soon, default));
                break;
            case 32 when open is not null && random.Next(2) == 0:
                // A list that was put over the time of the meeting.
                calendar.Busy[member.Email] = [new BusyTime(open.Start, open.End, BusyStatus.Busy)];
                break;
            case 33:
                await DoAsync<FigureFacts, FactResult>(f => f.QuestionAsync(StableId.From("figure", clock.Now), member.Id, "Is that our figure?", 1, AuditActor.Clinician, default));
                break;
            case 34 when store.Find<Project>(member.ProjectId)!.Plan.Facts is [var fact, ..]:
                await DoAsync<FigureFacts, FactResult>(f => f.CorrectAsync(
                    StableId.From("corrected", clock.Now), member.ProjectId, fact.Number, fact with { Text = $"It is {random.Next(90)} in a hundred." }, "I had last year’s.", default));
                break;
            case 35 or 36 when ConcernOf(member) is { ClosedAt: null } heard:
                await DoAsync<ListeningFacts, FactResult>(l => l.AskUnderstandingAsync(heard.Id, $"You need to know who covers, {random.Next(3)}.", default));
                break;
            case 37 or 38 when ConcernOf(member) is { UnderstandingQuestion: { } understanding }:
                await DoAsync<ClinicianWords, FactResult>(w => w.AnswerUnderstandingAsync(member.Id, understanding, random.Next(2) == 0 ? null : "No, at night.", default));
                break;
            case 39 or 40 when ConcernOf(member) is { VerdictQuestion: { } verdict }:
                await DoAsync<ClinicianWords, FactResult>(w => w.GiveVerdictAsync(member.Id, verdict, (Verdict)random.Next(3), null, default));
                break;
            case 41 when ConcernOf(member) is { ClosedAt: null } closing && random.Next(3) == 0:
                await DoAsync<ListeningFacts, FactResult>(l => l.CloseAsync(closing.Id, "The board decides that in June.", default));
                break;
            case 42:
                await LeadAsync(l => l.AddMeasurePointAsync(member.ProjectId, WorkingTime.DateOf(clock.Now), random.Next(100), default));
                break;
            case 43 when random.Next(4) == 0:
                await DoAsync<UpdateChoices, FactResult>(u => u.WishAsync(member.Id, (UpdateWish)random.Next(Enum.GetValues<UpdateWish>().Length), random.Next(2) == 0, AuditActor.Clinician, default));
                break;
            case 26 when open is not null && random.Next(2) == 0:
                await DoAsync<MeetingFacts, FactResult>(m => random.Next(3) > 0
                    ? m.AgreedAsync(member.Id, soon, (MeetingChannel)random.Next(4), default) : m.DeclinedAsync(member.Id, "On nights.", default));
                break;
            default:
                if (task is not null)
                    await SettleTaskAsync(task, soon);
                break;
        }
    }

    private async Task SettleTaskAsync(PersonTask task, Instant soon)
    {
        switch (task.Kind)
        {
            case TaskKind.ApproveFirstMessage:
                await LeadAsync(l => l.ApproveFirstMessageAsync(task.MemberId!.Value, null, default));
                break;
            case TaskKind.ReadReply:
                await LeadAsync(l => l.HandleReplyAsync(task.MemberId!.Value, null, default));
                break;
            case TaskKind.RingSecretary or TaskKind.CounterProposal:
                await DoAsync<MeetingFacts, FactResult>(m => random.Next(3) switch
                {
                    0 => m.AgreedAsync(task.MemberId!.Value, soon, null, default),
                    1 => m.DeclinedAsync(task.MemberId!.Value, null, default),
                    _ => m.NotNowAsync(task.MemberId!.Value, default),
                });
                break;
            case TaskKind.DeputyNamed when random.Next(2) == 0:
                await DoAsync<MeetingFacts, FactResult>(m => m.InviteDeputyAsync(task.MemberId!.Value, default));
                break;
            case TaskKind.InvitationWithdrawn or TaskKind.TwiceDeclined or TaskKind.MeetingCancelled or TaskKind.FindTimeByHand when random.Next(2) == 0:
                await LeadAsync(l => l.AskForMeetingAsync(task.MemberId!.Value, default));
                break;
            case TaskKind.RecordOutcome when random.Next(3) == 0:
                await DoAsync<MeetingFacts, FactResult>(m => m.MovedAsync(task.MeetingId!.Value, random.Next(2) == 0 ? soon : clock.Now, default));
                break;
            case TaskKind.RecordOutcome:
                await LeadAsync(l => l.RecordOutcomeAsync(task.MeetingId!.Value, (Outcome)random.Next(2), default));
                break;
            case TaskKind.AnswerConcern:
                await DoAsync<ListeningFacts, FactResult>(l => l.AnswerAsync(task.ConcernId!.Value, null, "The registrar does.", default));
                break;
            case TaskKind.ReviewUpdate:
                var holds = random.Next(2) == 0;
                var decided = await DoAsync<LeadFacts, FactResult>(l => holds ? l.HoldUpdateAsync(task.UpdateId!.Value, default) : l.ApproveUpdateAsync(task.UpdateId!.Value, default));
                if (decided is FactResult.Recorded)
                    Rules.OnDecided(task.UpdateId!.Value, isHeld: holds);
                break;
            case TaskKind.CheckFigure when store.All<FactQuestion>().FirstOrDefault(q => q.MemberId == task.MemberId && q.AnsweredAt is null) is { } doubted:
                var first = store.Find<Project>(task.ProjectId)!.Plan.Facts is [var doubtful, ..] ? doubtful : null;
                await DoAsync<FigureFacts, FactResult>(f => f.AnswerAsync(
                    doubted.Id, first?.Number ?? 1, first is null || random.Next(2) == 0 ? null : first with { Text = $"It is {random.Next(90)}." }, "I looked again.", default));
                break;
            case TaskKind.CompletePlan when random.Next(2) == 0:
                var project = store.Find<Project>(task.ProjectId)!;
                await DoAsync<PlanFacts, FactResult>(p => p.ChangeAsync(project.Id, new PlanChange(PlanSection.Evidence, project.PlanVersion, HarbourTrust.Request), default));
                break;
            case TaskKind.NothingNew:
                await LeadAsync(l => l.AddMeasurePointAsync(task.ProjectId, WorkingTime.DateOf(clock.Now), random.Next(100), default));
                break;
            case TaskKind.StepFailed or TaskKind.UncertainSend:
                await LeadAsync(l => l.TryAgainAsync(task.Id, default));
                break;
            default:
                await LeadAsync(l => l.CompleteTaskAsync(task.Id, default));
                break;
        }
    }

    private Concern? ConcernOf(PanelMember member) => store.All<Concern>().Where(c => c.MemberId == member.Id).MaxBy(c => c.RaisedAt);

    private Task<FactResult> LeadAsync(Func<LeadFacts, Task<FactResult>> act) => DoAsync(act);

    private Task<FactResult> LinkAsync(Func<ClinicianAnswers, Task<FactResult>> act) => DoAsync(act);

    private async Task<TResult> DoAsync<TService, TResult>(Func<TService, Task<TResult>> act)
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private static async Task MeetTroubleAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (AggregateException e) when (e.InnerExceptions.All(i => i is IOException))
        {
            // The mailboxes that did not answer are read again later, as the sweep does.
        }
    }

    private T Any<T>(IEnumerable<T> all)
    {
        var list = all.ToArray();
        return list[random.Next(list.Length)];
    }

    private sealed class Instance(Guid id, ActivityName<Guid, Decided> decide, Instant wakeAt)
    {
        public Guid Id { get; } = id;

        public ActivityName<Guid, Decided> Decide { get; } = decide;

        public Instant? WakeAt { get; set; } = wakeAt;

        public bool IsFinished { get; set; }
    }

    private sealed class Starter(RandomEngagement engagement) : IOrchestrationClient
    {
        public Task<StartResult> StartAsync<TInput>(OrchestratorName<TInput> orchestrator, string instanceId, TInput input, CancellationToken cancellationToken)
        {
            var decide = orchestrator.Name == OrchestratorNames.Project.Name ? ActivityNames.DecideProject
                : orchestrator.Name == OrchestratorNames.Clinician.Name ? ActivityNames.DecideClinician
                : ActivityNames.DecideUpdates;
            return Task.FromResult(engagement.instances.TryAdd(instanceId, new Instance((Guid)(object)input!, decide, engagement.clock.Now))
                ? StartResult.Started : StartResult.AlreadyExists);
        }

        public Task RaiseEventAsync<TEvent>(string instanceId, string eventName, TEvent data, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<OrchestrationStatus?> FindAsync(string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
