using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.LocalHost.Rehearsal;
using ClinicalEngagement.LocalHost.Simulation;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal;

/// <summary>
/// Holds what really left, as the simulated trust wrote it down, against what the engagement promises: what was sent when is the journal's
/// word, why it was sent and what was known then is the store's.
/// </summary>
internal static class JournalJudge
{
    /// <summary>Judges a run that is over; gives what was seen, by kind.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> JudgeAsync(RehearsalRun run, CancellationToken cancellationToken)
    {
        var simulator = run.Services.GetRequiredService<SimulatorControl>();
        var journal = await simulator.JournalAsync(cancellationToken);
        var pressure = await simulator.PressureAsync(cancellationToken);
        var course = await run.Services.GetRequiredService<IEngagementStore>().ReadAsync((reader, token) => ReadAsync(reader, run.Project, token), cancellationToken);
        var options = run.Services.GetRequiredService<EngagementOptions>();
        var seen = new Dictionary<string, int>();

        var mails = journal.Where(j => j is { By: JournalLine.App, Kind: "mailSent", Key: not null }).ToArray();
        mails.Select(m => m.Key).ShouldBeUnique("a mail sent twice");
        var invitations = journal.Where(j => j is { By: JournalLine.App, Kind: "eventCreated", TransactionId: not null }).ToArray();
        invitations.Select(i => i.TransactionId).ShouldBeUnique("an invitation sent twice");

        var unasked = new Dictionary<EmailAddress, List<Instant>>();
        foreach (var mail in mails)
        {
            var effect = course.Effects.ShouldContainKeyAndGive(mail.Key!);
            seen[effect.Kind.ToString()] = seen.GetValueOrDefault(effect.Kind.ToString()) + 1;
            JudgeMail(course, journal, mail, effect);
            if (!effect.Unasked || (effect.Kind == EffectKind.SendUpdate && course.UpdateOf(effect) is { Final: true }))
                continue;
            var who = new EmailAddress(mail.People[0]);
            if (!unasked.TryGetValue(who, out var sent))
                unasked[who] = sent = [];
            sent.Add(mail.At);
            sent.Count(at => WorkingTime.AddWorkingDays(at, options.CapWorkingDays, course.Project.Nation) > mail.At)
                .ShouldBeLessThanOrEqualTo(options.UnaskedCap, $"{effect.Kind} above the cap, to {who} at {mail.At}");
        }

        foreach (var invitation in invitations)
            JudgeInvitation(course, invitation, options);
        JudgeRest(course, options);
        seen["invitations"] = invitations.Length;
        seen["requests turned away or lost"] = (int)pressure.TurnedAway;
        return seen;
    }

    private static void JudgeMail(Course course, IReadOnlyList<JournalLine> journal, JournalLine mail, Effect effect)
    {
        var what = $"{effect.Kind} at {mail.At} to {string.Join(", ", mail.People)}";
        var member = course.Members[effect.MemberId!.Value];
        if (effect.IsToColleague)
        {
            mail.People.ShouldNotContain(member.Email.Value, $"{what}: a colleague's mail to the clinician");
            return;
        }

        mail.People.ShouldBe([member.Email.Value], $"{what}: to nobody but whom it is for");
        var noMore = course.At("member.no-more", member.Id);
        (noMore is null || mail.At <= noMore).ShouldBeTrue($"{what}: after “no more”");
        if (effect.Kind is not (EffectKind.SendResponse or EffectKind.SendExplanation or EffectKind.SendUnderstanding or EffectKind.SendFigureAnswer))
            course.HasUnhandledReply(member.Id, mail.At).ShouldBeFalse($"{what}: after a reply that nobody dealt with");
        switch (effect.Kind)
        {
            case EffectKind.SendFirstMessage when course.Project.FirstMessages == Domain.Intake.FirstMessages.Hold:
                (course.At("message.approved", member.Id) <= mail.At).ShouldBeTrue($"{what}: a first message that the lead has held");
                break;
            case EffectKind.SendReminder or EffectKind.SendBrief:
                // What became of its event before it went; what nobody could know yet, because notice of it was lost, is not held against it.
                var meeting = course.Meetings[effect.MeetingId!.Value];
                journal.Any(j => j.Kind == "eventCancelled" && j.Id == meeting.EventId && j.At < mail.At).ShouldBeFalse($"{what}: for a dead meeting");
                break;
            case EffectKind.SendUpdate:
                var update = course.UpdateOf(effect)!;
                update.State.ShouldBe(UpdateState.Sent, $"{what}: an update that the lead has held");
                var closed = course.At("project.closed", null);
                if (closed is null || mail.At < closed)
                    update.Final.ShouldBeFalse($"{what}: the last update before the end");
                else
                    update.Final.ShouldBeTrue($"{what}: an update after closing");
                break;
        }
    }

    private static void JudgeInvitation(Course course, JournalLine invitation, EngagementOptions options)
    {
        var effect = course.Effects.ShouldContainKeyAndGive(invitation.TransactionId!);
        var member = course.Members[effect.MemberId!.Value];
        invitation.People.ShouldContain(member.Email.Value, $"an invitation at {invitation.At} to somebody else");
        var open = PlanReadiness.Of(course.PlanAt(invitation.At));
        (open.WiderPanelOpen || (open.EarlyConversationsOpen && member.Order > 0 && member.Order <= options.EarlyConversations))
            .ShouldBeTrue($"an invitation before its gate, to {member.Name} at {invitation.At}");
        var noMore = course.At("member.no-more", member.Id);
        (noMore is null || invitation.At <= noMore).ShouldBeTrue($"an invitation to {member.Name} after “no more”");
        var closed = course.At("project.closed", null);
        (closed is null || invitation.At <= closed).ShouldBeTrue($"an invitation to {member.Name} after closing");
    }

    // It is over: nothing is half done, and every stage that stayed without contact was a task.
    private static void JudgeRest(Course course, EngagementOptions options)
    {
        course.Effects.Values.Where(e => e.State == EffectState.Intended).ShouldBeEmpty("something was begun and never finished");
        course.Tasks.Any(t => t.Kind == TaskKind.StepFailed && t.DoneAt is null).ShouldBeFalse("a step failed and the lead was not asked again");
        foreach (var span in course.Project.StagesBefore)
        {
            var redAt = WorkingTime.At(WorkingTime.AddWorkingDays(span.From, options.StageRedAfterWorkingDays, course.Project.Nation), options.SendFrom);
            if (span.To is not { } until || redAt >= until)
                continue;
            foreach (var member in course.Members.Values.Where(m => m.LeftAt is null && course.At("member.no-more", m.Id) is null && m.Order > 0))
            {
                var inTouch = course.Effects.Values.Any(e => e.MemberId == member.Id && !e.IsToColleague && e.DoneAt >= span.From && e.DoneAt <= redAt && e.Kind is EffectKind.SendUpdate or EffectKind.SendResponse)
                    || course.Meetings.Values.Any(m => m.MemberId == member.Id && m.OutcomeAt >= span.From)
                    || member.SpokenTimes.Any(s => s >= span.From);
                var asked = course.Tasks.Any(t => t.OpenedAt < until && (t.DoneAt is null || t.DoneAt >= span.From)
                    && (t.MemberId == member.Id || t.Kind is TaskKind.StageWithoutContact or TaskKind.CompletePlan));
                var underWay = course.Meetings.Values.Any(m => m.MemberId == member.Id && m.OfferedAt < until && (m.OutcomeAt ?? m.AnsweredAt ?? m.OfferedAt) >= span.From);
                (inTouch || asked || underWay).ShouldBeTrue($"{member.Name} was left in a red stage, {span.Stage}, and nobody was asked");
            }
        }
    }

    private static Effect ShouldContainKeyAndGive(this IReadOnlyDictionary<string, Effect> effects, string key) =>
        effects.GetValueOrDefault(key).ShouldNotBeNull($"something left that nobody decided: {key}");

    private static async Task<Course> ReadAsync(IStoreReader reader, ProjectId id, CancellationToken token) => new(
        (await reader.FindAsync<Project>(id, token))!,
        (await reader.ListAsync<PanelMember>(m => m.ProjectId == id, token)).ToDictionary(m => m.Id),
        (await reader.ListAsync<Meeting>(m => m.ProjectId == id, token)).ToDictionary(m => m.Id),
        (await reader.ListAsync<Effect>(e => e.ProjectId == id, token)).ToDictionary(e => e.Key),
        (await reader.ListAsync<Update>(u => u.ProjectId == id, token)).ToDictionary(u => u.Id),
        await reader.ListAsync<PersonTask>(t => t.ProjectId == id, token),
        [.. (await reader.ListAsync<PlanVersion>(v => v.ProjectId == id, token)).OrderBy(v => v.Number)],
        await reader.ListAsync<AuditEvent>(e => e.ProjectId == id, token));

    /// <summary>The course of one engagement as the store has it.</summary>
    private sealed record Course(
        Project Project, IReadOnlyDictionary<PanelMemberId, PanelMember> Members, IReadOnlyDictionary<MeetingId, Meeting> Meetings,
        IReadOnlyDictionary<string, Effect> Effects, IReadOnlyDictionary<UpdateId, Update> Updates, IReadOnlyList<PersonTask> Tasks,
        IReadOnlyList<PlanVersion> Plans, IReadOnlyList<AuditEvent> Events)
    {
        public Update? UpdateOf(Effect effect) => effect.UpdateId is { } id ? Updates.GetValueOrDefault(id) : null;

        public Instant? At(string what, PanelMemberId? member) => Events.Where(e => e.What == what && e.MemberId == member).Select(e => (Instant?)e.At).Min();

        public bool HasUnhandledReply(PanelMemberId member, Instant at) => Events
            .Where(e => e.MemberId == member && e.At < at && e.What is "reply.received" or "reply.handled" or "spoken")
            .Where(e => e.MemberId == member && e.At < at)
            .OrderBy(e => e.Sequence).LastOrDefault() is { What: "reply.received" };

        public Plan PlanAt(Instant at) => Plans.LastOrDefault(p => p.At <= at)?.Plan ?? Project.Plan;
    }
}
