using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Involvement;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.LocalHost.Rehearsal.Scripts;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Rehearsal;

/// <summary>
/// Does in a rehearsal the few things that only a lead can do: reads replies, rings secretaries, records outcomes and concerns, answers
/// them, enters a measure each month, moves the stages on and closes the project. Everything else has to happen by itself.
/// </summary>
internal sealed class ScriptedLead(
    Func<IServiceProvider> services, ProjectId projectId, Instant start, Instant end, int seed, ScriptPlayer? script = null)
{
    private static readonly LocalTime AtDesk = new(9, 30);

    /// <summary>What there is to do, in order; empty once the project is closed.</summary>
    public Task<IReadOnlyList<Deed>> PlanAsync(CancellationToken cancellationToken) => services().GetRequiredService<IEngagementStore>().ReadAsync<IReadOnlyList<Deed>>(
        async (reader, token) =>
        {
            if (await reader.FindAsync<Project>(projectId, token) is not { } project)
                throw new InvalidOperationException("The project was never stored.");
            if (project.State == ProjectState.Closed)
                return [];
            var deeds = new List<Deed>();
            var led = (await reader.ListAsync<PanelMember>(m => m.ProjectId == projectId, token)).Where(m => script?.Leads(m.Email) == true).Select(m => m.Id).ToHashSet();
            foreach (var task in await reader.ListAsync<PersonTask>(t => t.ProjectId == projectId && t.DoneAt == null, token))
                if (script?.Leaves(task.Kind) != true && !(task.MemberId is { } about && led.Contains(about)) && await ForTaskAsync(reader, project, task, token) is { } deed)
                    deeds.Add(deed);
            foreach (var concern in await reader.ListAsync<Concern>(c => c.ProjectId == projectId && c.ClosedAt == null && c.RespondedAt != null, token))
            {
                var answers = await reader.ListAsync<Effect>(e => e.ConcernId == concern.Id && e.Kind == EffectKind.SendResponse, token);
                if (!concern.NeedsAnswer && !led.Contains(concern.MemberId))
                    deeds.Add(Listening(Desk(concern.RespondedAt!.Value, 5), $"verdict/{concern.Id}", facts => facts.RecordVerdictAsync(
                        concern.Id, ScriptedWords.VerdictOn(concern, answers.Count), CancellationToken.None)));
            }

            // Asked by mail and not answered: said back by telephone.
            foreach (var concern in await reader.ListAsync<Concern>(c => c.ProjectId == projectId && c.ClosedAt == null && c.UnderstandingAskedAt != null && c.UnderstoodAt == null, token))
                if (concern is { Paraphrase: { } paraphrase, UnderstandingAskedAt: { } asked, CorrectedAt: null } && !led.Contains(concern.MemberId))
                    deeds.Add(Listening(Desk(asked, 3), $"understood/{concern.Id}", facts => facts.RecordUnderstoodAsync(concern.Id, paraphrase, CancellationToken.None)));

            deeds.AddRange(await CalendarAsync(reader, project, token));
            if (script is not null)
                deeds.AddRange(await script.PlanAsync(reader, token));
            return [.. deeds.OrderBy(d => d.At).ThenBy(d => d.Key, StringComparer.Ordinal)];
        },
        cancellationToken);

    /// <summary>Does one thing.</summary>
    public async Task DoAsync(Deed deed, Instant now)
    {
        await using var scope = services().CreateAsyncScope();
        if (await deed.Act(scope.ServiceProvider) is FactResult.Refused refused)
            throw new InvalidOperationException($"The scripted lead was refused at {now} ({deed.Key}): {refused.Words}");
    }

    private async Task<Deed?> ForTaskAsync(IStoreReader reader, Project project, PersonTask task, CancellationToken token)
    {
        var key = $"task/{task.Id}";
        var member = task.MemberId is { } id ? await reader.FindAsync<PanelMember>(id, token) : null;
        switch (task.Kind)
        {
            case TaskKind.RecordOutcome:
                return new(Desk(task.OpenedAt, 1), key, services => RecordAsync(
                    services.GetRequiredService<LeadFacts>(), services.GetRequiredService<ListeningFacts>(), project, task, member!, token));
            case TaskKind.ReadReply or TaskKind.RingSecretary:
                var open = (await reader.ListAsync<Meeting>(m => m.MemberId == member!.Id, token)).LastOrDefault(m => m.IsOpen);
                var at = Desk(task.OpenedAt, 1);
                // Read or rung: they take the first of the offered times that is still ahead.
                var time = open is { State: MeetingState.Proposed } ? open.Offers.Select(o => o.Start).Where(s => s > at).Order().Cast<Instant?>().FirstOrDefault() : null;
                return new(at, key, facts => facts.HandleReplyAsync(member!.Id, time, token));
            case TaskKind.InvitationWithdrawn or TaskKind.TwiceDeclined or TaskKind.FindTimeByHand or TaskKind.MeetingCancelled or TaskKind.CounterProposal:
                var meetings = await reader.ListAsync<Meeting>(m => m.MemberId == member!.Id, token);
                return meetings.Any(m => m.IsOpen)
                    ? new(Desk(task.OpenedAt, 1), key, facts => facts.CompleteTaskAsync(task.Id, token))
                    : meetings.Count < 3 && member!.MeetingWantedAt is null
                        ? new(Desk(task.OpenedAt, 2), key, facts => facts.AskForMeetingAsync(member!.Id, token))
                        : new(Desk(task.OpenedAt, 2), key, facts => facts.WeHaveSpokenAsync(member!.Id, WorkingTime.DateOf(Desk(task.OpenedAt, 2)), token));
            case TaskKind.AnswerConcern:
                var concern = await reader.FindAsync<Concern>(task.ConcernId!.Value, token);
                return new(Desk(task.OpenedAt, 4), key, services => AnswerAsync(
                    services.GetRequiredService<ListeningFacts>(), services.GetRequiredService<PlanFacts>(), project, concern!, token));
            case TaskKind.ApproveFirstMessage:
                return new(Desk(task.OpenedAt, 1), key, facts => facts.ApproveFirstMessageAsync(member!.Id, null, token));
            case TaskKind.MeetingOffered:
                return new(Desk(task.OpenedAt, 1), key, services => services.GetRequiredService<SharedMeetingFacts>().JoinAsync(task.Id, token));
            case TaskKind.StepFailed or TaskKind.UncertainSend:
                return new(Desk(task.OpenedAt, 1), key, facts => facts.TryAgainAsync(task.Id, token));
            case TaskKind.StageWithoutContact:
                return await ForStageAsync(reader, project, task, token);
            case TaskKind.ReviewUpdate:
                return null;
            default:
                return new(Desk(task.OpenedAt, 2), key, facts => facts.CompleteTaskAsync(task.Id, token));
        }
    }

    // What is right goes into the plan before it is answered, with the name of who brought it: they agreed.
    private static async Task<FactResult> AnswerAsync(ListeningFacts listening, PlanFacts plans, Project project, Concern concern, CancellationToken token)
    {
        if (concern.PlanVersion is null && concern.Kind == ConcernKind.Suggestion)
        {
            await listening.AgreeCreditAsync(concern.Id, true, token);
            await plans.ChangeAsync(project.Id, ScriptedWords.ChangeFor(project, concern), token);
        }
        else if (concern is { PlanVersion: null, AnswerNeeded: AnswerNeeded.Evidence })
        {
            await plans.GuardAgainstAsync(concern.Id, ScriptedWords.RiskOf(concern), credit: true, token);
        }

        return await listening.AnswerAsync(concern.Id, null, ScriptedWords.ResponseTo(concern), token);
    }

    // The lightest contact that fits: their view is asked for in the next update; the task is settled once it is out.
    private static async Task<Deed?> ForStageAsync(IStoreReader reader, Project project, PersonTask task, CancellationToken token)
    {
        var members = await reader.ListAsync<PanelMember>(m => m.ProjectId == project.Id, token);
        var noMore = (await reader.ListAsync<Clinician>(c => c.NoMoreAt != null, token)).Select(c => c.Email).ToHashSet();
        var without = InvolvementByStage.WithoutContact(
            project, members, noMore,
            await reader.ListAsync<Meeting>(m => m.ProjectId == project.Id, token),
            await reader.ListAsync<Concern>(c => c.ProjectId == project.Id, token),
            await reader.ListAsync<Effect>(e => e.ProjectId == project.Id, token));
        return without.FirstOrDefault(m => !(m.ViewWantedAt >= project.StageSince) && m.NoUpdatesAt is null) is { } member
            ? new(Desk(task.OpenedAt, 1), $"view/{member.Id}", services => services.GetRequiredService<UpdateChoices>().AskForViewAsync(member.Id, token))
            : null;
    }

    private static async Task<FactResult> RecordAsync(LeadFacts facts, ListeningFacts listening, Project project, PersonTask task, PanelMember member, CancellationToken token)
    {
        var recorded = await facts.RecordOutcomeAsync(task.MeetingId!.Value, Outcome.TookPlace, token);
        await facts.RecordPositionAsync(member.Id, ScriptedWords.PositionAfter(member), token);
        if (ScriptedWords.WordsOf(member) is { } words)
        {
            var concern = new ConcernId(StableId.From("concern", task.MeetingId.Value));
            await listening.RecordAsync(concern, member.Id, words.Kind, words.Words, words.Paraphrase, words.About, words.Needed, token);
            // Said back at the meeting, or by mail where it is delicate.
            _ = words.ByMail
                ? await listening.AskUnderstandingAsync(concern, words.Paraphrase, token)
                : await listening.RecordUnderstoodAsync(concern, words.Paraphrase, token);
        }

        if (ScriptedWords.ExampleOf(member) is { } example)
            await listening.KeepExampleAsync(StableId.From("example", member.Id), member.Id, example, agreed: true, named: true, token);
        return recorded;
    }

    // A measure point each month a week before the update, a stage on each month, and the end.
    private async Task<IEnumerable<Deed>> CalendarAsync(IStoreReader reader, Project project, CancellationToken token)
    {
        var points = (await reader.ListAsync<Domain.Updates.MeasurePoint>(p => p.ProjectId == projectId, token)).Select(p => p.Date).ToHashSet();
        var deeds = new List<Deed>();
        for (var month = 1; StartPlus(month) < end; month++)
        {
            var measured = Desk(StartPlus(month) - Duration.FromDays(8), 1);
            if (script?.EntersMeasure != false && project.Plan.Measure is { } measure && !points.Contains(WorkingTime.DateOf(measured)))
                deeds.Add(new(measured, $"measure/{month}", facts => facts.AddMeasurePointAsync(
                    projectId, WorkingTime.DateOf(measured), ScriptedWords.ValueAfter(measure, month, seed), token)));
        }

        if (project.Stage < Stage.HandoverAndSustain)
        {
            // One stage a month, counted from the stage it began in.
            var at = Desk(project.StageSince == project.CreatedAt ? StartPlus(1) : project.StageSince + Duration.FromDays(27), 2);
            if (at < end)
                deeds.Add(new(at, $"stage/{project.Stage + 1}", facts => facts.AdvanceStageAsync(projectId, project.Stage + 1, token)));
        }

        deeds.Add(new(end, "~close", facts => facts.CloseAsync(projectId, ScriptedWords.Closing(project), token)));
        return deeds;
    }

    private Instant StartPlus(int months) => WorkingTime.At(WorkingTime.DateOf(start).PlusMonths(months), AtDesk);

    private static Instant Desk(Instant from, int workingDays) => WorkingTime.At(WorkingTime.AddWorkingDays(from, workingDays, Nation.England), AtDesk);

    private static Deed Listening(Instant at, string key, Func<ListeningFacts, Task<FactResult>> act) =>
        new(at, key, services => act(services.GetRequiredService<ListeningFacts>()));

    /// <summary>One thing the lead does.</summary>
    /// <param name="At">When.</param>
    /// <param name="Key">What it is, so that two at one moment have an order.</param>
    /// <param name="Act">Does it.</param>
    internal sealed record Deed(Instant At, string Key, Func<IServiceProvider, Task<FactResult>> Act)
    {
        public Deed(Instant at, string key, Func<LeadFacts, Task<FactResult>> act)
            : this(at, key, services => act(services.GetRequiredService<LeadFacts>()))
        {
        }
    }
}
