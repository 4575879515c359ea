using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.LocalHost.Simulation;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Rehearsal.Scripts;

/// <summary>Plays a script: each person's deeds in order, each once its condition holds.</summary>
internal sealed class ScriptPlayer(RehearsalScript script, ProjectId project, Instant start, Func<Instant> clock, Func<SimulatorControl> trust)
{
    private static readonly LocalTime AtDesk = new(9, 30);
    private readonly ILookup<string?, (ScriptedDeed Deed, int Number)> queues =
        script.Deeds.Select((deed, i) => (Deed: deed, Number: i + 1)).ToLookup(d => d.Deed.Who?.ToLowerInvariant());

    private readonly HashSet<int> done = [];
    private readonly Dictionary<int, Instant> since = [];

    /// <summary>What never came to pass, by its number in the script.</summary>
    public IReadOnlyList<string> Undone => [.. script.Deeds.Select((deed, i) => (deed, i)).Where(d => !done.Contains(d.i + 1)).Select(d => $"{d.i + 1} ({d.deed})")];

    /// <summary>True while the script says what happens with this person: the scripted lead does nothing for them.</summary>
    public bool Leads(EmailAddress who) => queues[who.Value].Any(d => !done.Contains(d.Number));

    /// <summary>True for what the scripted lead leaves undone.</summary>
    public bool Leaves(TaskKind kind) => script.Leaves.Contains(kind);

    /// <summary>True when the scripted lead enters the measure as always.</summary>
    public bool EntersMeasure => !script.LeavesMeasure;

    /// <summary>What there is to do next, one thing a person at most.</summary>
    public async Task<IReadOnlyList<ScriptedLead.Deed>> PlanAsync(IStoreReader reader, CancellationToken cancellationToken)
    {
        var now = clock();
        var due = new List<ScriptedLead.Deed>();
        foreach (var queue in queues)
        {
            if (queue.FirstOrDefault(d => !done.Contains(d.Number)) is not { Deed: { } deed } next)
                continue;
            var scene = await SceneAsync(reader, deed, cancellationToken);
            if (!Holds(scene, deed))
            {
                since.Remove(next.Number);
                continue;
            }

            var from = since.TryGetValue(next.Number, out var seen) ? seen : since[next.Number] = now;
            if (deed.Day is { } day)
                from = Instant.Max(from, start + Duration.FromDays(day));
            var at = deed.After == 0 ? from : WorkingTime.At(WorkingTime.AddWorkingDays(from, deed.After, Nation.England), AtDesk);
            due.Add(new(at, $"script/{next.Number:000}", services => DoAsync(services, next.Number, deed, scene)));
        }

        return due;
    }

    private async Task<FactResult> DoAsync(IServiceProvider services, int number, ScriptedDeed deed, Scene scene)
    {
        done.Add(number);
        return await ScriptedDeeds.DoAsync(services, trust(), script, number, deed, scene, clock());
    }

    private static bool Holds(Scene scene, ScriptedDeed deed) =>
        (deed.Who is null || scene.Member is not null)
        && (deed.Meeting is null || (scene.Meeting is { } meeting && meeting.State == deed.Meeting))
        && (deed.Task is not { } task || scene.Tasks.Any(t => t.Kind == task))
        && deed.Until switch
        {
            null => true,
            ScriptedMoment.Answered => scene.Concern is { RespondedAt: not null },
            ScriptedMoment.AskedWhetherUnderstood => scene.Concern is { UnderstandingAskedAt: not null },
            ScriptedMoment.Briefed => scene.WasBriefed,
            ScriptedMoment.Draft => scene.Update is { State: UpdateState.Draft, HasNews: true },
            ScriptedMoment.EmptyDraft => scene.Update is { State: UpdateState.Draft, HasNews: false },
            var other => throw new ArgumentOutOfRangeException(nameof(deed), other, "Nothing to wait for."),
        };

    private async Task<Scene> SceneAsync(IStoreReader reader, ScriptedDeed deed, CancellationToken cancellationToken)
    {
        var found = await reader.FindAsync<Project>(project, cancellationToken) ?? throw new InvalidOperationException("The project was never stored.");
        var member = deed.Who is { } who ? await reader.FindAsync<PanelMember>(PanelMemberId.For(project, new EmailAddress(who)), cancellationToken) : null;
        var tasks = await reader.ListAsync<PersonTask>(t => t.ProjectId == project && t.DoneAt == null, cancellationToken);
        var updates = await reader.ListAsync<Update>(u => u.ProjectId == project, cancellationToken);
        if (member is null)
            return new Scene(found, null, null, null, [.. tasks], updates.MaxBy(u => u.Number), false);
        var effects = await reader.ListAsync<Effect>(e => e.MemberId == member.Id, cancellationToken);
        return new Scene(
            found,
            member,
            (await reader.ListAsync<Meeting>(m => m.MemberId == member.Id, cancellationToken)).MaxBy(m => m.Number),
            (await reader.ListAsync<Concern>(c => c.MemberId == member.Id, cancellationToken)).MaxBy(c => c.RaisedAt),
            [.. tasks.Where(t => t.MemberId == member.Id)],
            updates.MaxBy(u => u.Number),
            effects.Any(e => e is { Kind: EffectKind.SendBrief, State: EffectState.Done }));
    }
}

/// <summary>What there is around a deed when it is done.</summary>
/// <param name="Project">The project.</param>
/// <param name="Member">The person, or null for the project.</param>
/// <param name="Meeting">Their last meeting, or null.</param>
/// <param name="Concern">What they raised last, or null.</param>
/// <param name="Tasks">The open tasks about them, or all of the project's.</param>
/// <param name="Update">The project's last update, or null.</param>
/// <param name="WasBriefed">True once a brief went to them.</param>
internal sealed record Scene(
    Project Project, PanelMember? Member, Meeting? Meeting, Concern? Concern, IReadOnlyList<PersonTask> Tasks, Update? Update, bool WasBriefed);
