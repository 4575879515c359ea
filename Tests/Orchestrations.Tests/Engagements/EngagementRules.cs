using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Involvement;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Effects;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Engagements;

/// <summary>What must never happen in an engagement, as a consultant would put it; looked at when a mail or an invitation leaves, and at rest.</summary>
internal sealed class EngagementRules(MemoryStore store, EngagementOptions options)
{
    private readonly Dictionary<EmailAddress, List<(Instant At, string Cause)>> unasked = [];
    private readonly Dictionary<UpdateId, bool> heldByLead = [];
    private readonly Dictionary<ProjectId, UpdateId> last = [];

    /// <summary>How many of each kind left, over all engagements that were looked at.</summary>
    public Dictionary<string, int> Seen { get; } = [];

    /// <summary>The lead has held an update, or approved it.</summary>
    public void OnDecided(UpdateId update, bool isHeld) => heldByLead[update] = isHeld;

    /// <summary>A mail leaves.</summary>
    public void OnMail(EffectId id, Instant now)
    {
        var effect = store.Find<Effect>(id) ?? throw new InvalidOperationException("A mail that nobody decided.");
        var project = store.Find<Project>(effect.ProjectId)!;
        var member = store.Find<PanelMember>(effect.MemberId!.Value)!;
        var clinician = store.Find<Clinician>(member.Email)!;
        Count(effect.Kind.ToString());
        if (IsByItself(effect.Kind))
            IsInWorkingHours(effect, project, now);
        if (effect.IsToColleague)
            return;
        clinician.NoMoreAt.ShouldBeNull($"{effect.Kind} after “no more”");
        member.LeftAt.ShouldBeNull($"{effect.Kind} to somebody who left the panel");
        // What answers the clinician, at the lead's word, goes all the same.
        if (effect.Kind is not (EffectKind.SendResponse or EffectKind.SendExplanation or EffectKind.SendUnderstanding or EffectKind.SendFigureAnswer))
            member.HasUnhandledReply.ShouldBeFalse($"{effect.Kind} after a reply that nobody dealt with");
        var meeting = effect.MeetingId is { } meetingId ? store.Find<Meeting>(meetingId) : null;
        switch (effect.Kind)
        {
            case EffectKind.SendFirstMessage:
                GateIsOpen(project, member).ShouldBeTrue("a first message before its gate");
                MayBeContacted(project, member);
                break;
            case EffectKind.SendReminder:
                meeting!.ShouldSatisfyAllConditions(m => m.State.ShouldBe(MeetingState.Proposed, "a reminder for a dead meeting"), m => m.Start.ShouldBeGreaterThan(now));
                store.All<Effect>().Count(e => e.MemberId == member.Id && e is { Kind: EffectKind.SendReminder, State: EffectState.Done }).ShouldBe(0, "one reminder and no more");
                break;
            case EffectKind.SendBrief:
                meeting!.ShouldSatisfyAllConditions(m => m.State.ShouldBe(MeetingState.Agreed, "a brief for a dead meeting"), m => m.Start.ShouldBeGreaterThan(now));
                break;
            case EffectKind.SendUpdate:
                var update = store.Find<Update>(effect.UpdateId!.Value)!;
                update.State.ShouldBe(UpdateState.Sent, "an update that was not let go");
                heldByLead.GetValueOrDefault(update.Id).ShouldBeFalse("an update that the lead has held");
                if (project.UpdatesNeedApproval && !update.Final)
                    heldByLead.ShouldContainKey(update.Id, "an update that needs approval and has none");
                update.Final.ShouldBe(project.State == ProjectState.Closed, "an update after closing");
                member.NoUpdatesAt.ShouldBeNull("an update to who asked for none");
                if (!update.Final)
                    (member.UpdatesPausedUntil > now || member.PausedUntil > now).ShouldBeFalse("an update to who asked for a rest");
                if (project.State == ProjectState.Closed)
                {
                    last.TryAdd(project.Id, update.Id);
                    last[project.Id].ShouldBe(update.Id, "a second last update");
                }

                break;
        }

        if (!effect.Unasked)
            return;
        project.State.ShouldNotBe(ProjectState.Paused, $"{effect.Kind} while the lead has paused");
        // The last update ends the contact: it is owed to everyone, and counts against what others send.
        FitsTheCap(effect, member, project, now, isOwed: effect.Kind == EffectKind.SendUpdate && project.State == ProjectState.Closed);
    }

    /// <summary>An invitation leaves.</summary>
    public void OnInvitation(EffectId id, Instant now)
    {
        var effect = store.Find<Effect>(id) ?? throw new InvalidOperationException("An invitation that nobody decided.");
        var project = store.Find<Project>(effect.ProjectId)!;
        var member = store.Find<PanelMember>(effect.MemberId!.Value)!;
        Count("Invitation");
        store.Find<Clinician>(member.Email)!.NoMoreAt.ShouldBeNull("an invitation after “no more”");
        project.State.ShouldNotBe(ProjectState.Closed, "an invitation after closing");
        if (store.Find<Meeting>(effect.MeetingId!.Value) is not { State: MeetingState.Offered })
            return;
        GateIsOpen(project, member).ShouldBeTrue("an invitation before its gate");
        MayBeContacted(project, member);
        member.HasUnhandledReply.ShouldBeFalse("an invitation after a reply");
        IsInWorkingHours(effect, project, now);
        if (store.All<Effect>().Any(e => e.Cause == effect.Cause && e.Unasked))
            FitsTheCap(effect, member, project, now, isOwed: false);
    }

    /// <summary>Everything is still: is each panel member, and each stage, either done with or waiting for a time or a person?</summary>
    /// <param name="wakes">When each instance wakes by itself; null for never; absent when it has finished.</param>
    /// <param name="now">The time.</param>
    public void OnRest(IReadOnlyDictionary<string, Instant?> wakes, Instant now)
    {
        foreach (var project in store.All<Project>())
        {
            if (project.State != ProjectState.Running)
                continue;
            wakes.ContainsKey(Instances.Of(project.Id)).ShouldBeTrue("a running project that nobody looks after");
            var tasks = store.All<PersonTask>().Where(t => t.ProjectId == project.Id).ToArray();
            foreach (var member in store.All<PanelMember>().Where(m => m.ProjectId == project.Id))
            {
                WaitsForSomething(project, member, tasks, wakes);
                IsNotLeftInARedStage(project, member, tasks, wakes, now);
            }
        }
    }

    /// <summary>It is over: nothing that may be kept for ever names anybody.</summary>
    public void OnEnd()
    {
        var names = store.All<Clinician>().SelectMany(c => new[] { c.Name, c.Secretary?.Name, c.Secretary?.Phone })
            .Concat(store.All<Project>().SelectMany(p => new[] { p.Lead.Name, p.Sponsor?.Name }))
            .Append("@").Append("harbour.example").OfType<string>().Distinct().ToArray();
        foreach (var happened in store.All<AuditEvent>())
            foreach (var name in names)
                $"{happened.Words} {happened.Why}".ShouldNotContain(name, Case.Sensitive, $"the audit of {happened.What} names somebody");
    }

    private void WaitsForSomething(Project project, PanelMember member, PersonTask[] tasks, IReadOnlyDictionary<string, Instant?> wakes)
    {
        if (store.Find<Clinician>(member.Email) is { NoMoreAt: not null } || member.LeftAt is not null || project.IdentifiedAt is null)
            return;
        if (!wakes.TryGetValue(Instances.Of(member.Id), out var wake))
        {
            // Not started: the project is about to, or a person was told that it could not be.
            var isTold = tasks.Any(t => t.EffectId is not null && t.MemberId == member.Id);
            (wakes[Instances.Of(project.Id)] is not null || isTold).ShouldBeTrue($"{member.Name} is on the panel and nobody looks after them");
            return;
        }

        if (wake is not null)
            return;
        var last = store.All<Meeting>().Where(m => m.MemberId == member.Id).MaxBy(m => m.Number);
        var isDone = last is { State: MeetingState.Held } || member.SpokenAt is not null;
        // A task that was done by hand is the lead's decision to leave it.
        var wasAsked = tasks.Any(t => t.MemberId == member.Id && t.Kind is not TaskKind.AnswerConcern and not TaskKind.CheckAddress);
        (isDone || wasAsked || !GateIsOpen(project, member)).ShouldBeTrue($"{member.Name} waits on nothing: {last?.State}");
        if (!isDone && !wasAsked)
            tasks.ShouldContain(t => t.Kind == TaskKind.CompletePlan, "the gate is shut and nobody was told");
    }

    private void IsNotLeftInARedStage(Project project, PanelMember member, PersonTask[] tasks, IReadOnlyDictionary<string, Instant?> wakes, Instant now)
    {
        var redAt = WorkingTime.At(WorkingTime.AddWorkingDays(project.StageSince, options.StageRedAfterWorkingDays, project.Nation), options.SendFrom);
        if (now < redAt || project.IdentifiedAt is null || store.Find<Clinician>(member.Email) is { NoMoreAt: not null } || member.LeftAt is not null
            || InvolvementByStage.Since(project.StageSince, member, store.All<Meeting>(), store.All<Concern>(), store.All<Effect>()) != Contact.Nothing)
            return;
        // Who was added a moment ago is about to be looked after.
        var isUnderWay = (wakes.TryGetValue(Instances.Of(member.Id), out var wake) ? wake : wakes[Instances.Of(project.Id)]) is not null;
        // A mail of the project that Microsoft 365 put off by a minute or two goes first; the project is at it again by itself.
        var isPutOff = wakes[Instances.Of(project.Id)] is not null
            && store.All<Effect>().Any(e => e.ProjectId == project.Id && e.State == EffectState.Intended && EffectOwners.Of(e.Kind) == EffectOwner.Project);
        var wasAsked = tasks.Any(t => (t.MemberId == member.Id || t.Kind is TaskKind.StageWithoutContact or TaskKind.CompletePlan) && t.OpenedAt >= project.StageSince);
        var wasAskedBefore = tasks.Any(t => (t.MemberId == member.Id || t.Kind == TaskKind.CompletePlan) && t.DoneAt is null);
        (isUnderWay || isPutOff || wasAsked || wasAskedBefore).ShouldBeTrue($"{member.Name} is red in {project.Stage} since {project.StageSince} and nobody was asked");
    }

    private bool GateIsOpen(Project project, PanelMember member)
    {
        var readiness = PlanReadiness.Of(project.Plan);
        return member.Order > 0 && (readiness.WiderPanelOpen || (readiness.EarlyConversationsOpen && member.Order <= options.EarlyConversations));
    }

    private static void MayBeContacted(Project project, PanelMember member)
    {
        if (project.FirstMessages == FirstMessages.Hold)
            member.FirstMessageApprovedAt.ShouldNotBeNull("a first message that the lead has held");
    }

    // What answers the clinician goes at the lead's word, at any hour.
    private static bool IsByItself(EffectKind kind) => kind is EffectKind.SendFirstMessage or EffectKind.SendOtherTimes or EffectKind.SendReminder
        or EffectKind.SendBrief or EffectKind.SendHostBrief or EffectKind.SendOutcomeReminder or EffectKind.SendUpdate or EffectKind.SendCorrection
        or EffectKind.SendConcernReminder or EffectKind.SendConcernOverdue;

    private void IsInWorkingHours(Effect effect, Project project, Instant now)
    {
        var local = now.InZone(WorkingTime.Zone);
        var isInHours = WorkingTime.IsWorkingDay(local.Date, project.Nation) && local.TimeOfDay >= options.SendFrom && local.TimeOfDay < options.SendUntil;
        if (isInHours)
            return;
        // A brief that would reach nobody before the meeting goes at once.
        if (effect is { Kind: EffectKind.SendBrief or EffectKind.SendHostBrief, MeetingId: { } id } && store.Find<Meeting>(id) is { } meeting)
        {
            var morning = local.TimeOfDay < options.SendFrom ? local.Date : local.Date.PlusDays(1);
            while (!WorkingTime.IsWorkingDay(morning, project.Nation))
                morning = morning.PlusDays(1);
            (meeting.Start - WorkingTime.At(morning, options.SendFrom)).ShouldBeLessThan(Duration.FromHours(2), $"{effect.Kind} outside working hours, at {local}");
            return;
        }

        isInHours.ShouldBeTrue($"{effect.Kind} outside working hours, at {local}");
    }

    // By the time at which something really left; an invitation and the message that goes with it are one.
    private void FitsTheCap(Effect effect, PanelMember member, Project project, Instant now, bool isOwed)
    {
        if (!unasked.TryGetValue(member.Email, out var sent))
            unasked[member.Email] = sent = [];
        sent.Add((now, effect.Cause));
        if (!isOwed)
            sent.Where(s => WorkingTime.AddWorkingDays(s.At, options.CapWorkingDays, project.Nation) > now).Select(s => s.Cause).Distinct().Count()
                .ShouldBeLessThanOrEqualTo(options.UnaskedCap, $"{effect.Kind} above the cap");
    }

    private void Count(string what) => Seen[what] = Seen.GetValueOrDefault(what) + 1;
}
