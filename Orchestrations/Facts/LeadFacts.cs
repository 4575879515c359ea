using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactParts;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>
/// What a project lead says and does, each committed with its audit event, the tasks it settles and a nudge. Doing the same thing twice
/// changes nothing the second time.
/// </summary>
public sealed class LeadFacts(IEngagementStore store, IClock clock, EngagementOptions options, EngagementMetrics metrics)
{
    /// <summary>Records what came of a meeting; "did not take place" looks for new times.</summary>
    public Task<FactResult> RecordOutcomeAsync(MeetingId id, Outcome outcome, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Meeting>(id, token) is not { } meeting)
                return NotFound("meeting");
            var now = clock.GetCurrentInstant();
            MeetingStep step = outcome == Outcome.TookPlace ? new MeetingStep.TookPlace() : new MeetingStep.DidNotTakePlace();
            var taken = MeetingSteps.Take(meeting, step, now, options);
            if (taken is StepResult.Refused { Why: var why })
                return new Refused(StepWords.ForLead(why));
            if (taken is not StepResult.Taken { Meeting: var next })
                return Recorded.Ok;
            var member = await MemberAsync(writer, meeting.MemberId, token);
            metrics.Took(Protocols.Meeting, MeetingTransitions.Of(meeting.State, step, next.State));
            writer.Update(next);
            if (outcome == Outcome.DidNotTakePlace)
                writer.Update(member with { MeetingWantedAt = now + Duration.FromMilliseconds(1) });
            await Holds.ReleaseAsync(writer, id, token);
            await SettleAsync(writer, member.ProjectId, t => t.MeetingId == id || (t.MemberId == member.Id && t.Kind is TaskKind.RingSecretary), now, token);
            Happened(writer, member, now, outcome == Outcome.TookPlace ? "meeting.held" : "meeting.not-held",
                outcome == Outcome.TookPlace ? "You met {clinician}." : "The meeting with {clinician} did not take place; new times are looked for.");
            Nudge(writer, member);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Records where a clinician stands towards the plan's current version. Never in the timeline.</summary>
    public Task<FactResult> RecordPositionAsync(PanelMemberId id, Position position, CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, member, now, token) =>
        {
            var version = (await writer.FindAsync<Project>(member.ProjectId, token))?.PlanVersion;
            if (member.Standing(position, now, version, null) is var standing && standing != member)
                writer.Update(standing);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Enters a value of the project's measure; a second value for the same date replaces the first.</summary>
    public Task<FactResult> AddMeasurePointAsync(ProjectId id, LocalDate date, decimal value, CancellationToken cancellationToken) =>
        AddMeasurePointsAsync(id, [(date, value)], cancellationToken);

    /// <summary>Enters values of the project's measure, all of them or none; one for a date that has a value replaces it.</summary>
    /// <param name="id">The project.</param>
    /// <param name="values">In order of date, each date once, in the measure's unit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> AddMeasurePointsAsync(ProjectId id, IReadOnlyList<(LocalDate Date, decimal Value)> values, CancellationToken cancellationToken) => OnProjectAsync(
        id,
        async (writer, project, now, token) =>
        {
            if (project.Plan.Measure is not { } measure)
                return new Refused("Add a measure to the plan first.");
            if (values is not [var first, ..])
                return new Refused("Enter a value and its date.");
            var last = values[^1];
            if (last.Date > WorkingTime.DateOf(now))
                return new Refused(values.Count == 1
                    ? "The date is in the future. Enter a date up to today."
                    : $"{MeetingTime.DayAndYear(last.Date)} is in the future. Enter values up to today.");
            var known = (await writer.ListAsync<MeasurePoint>(p => p.ProjectId == id, token)).ToDictionary(p => p.Date);
            var entered = values.Where(v => !known.TryGetValue(v.Date, out var point) || point.Value != v.Value).ToArray();
            foreach (var (date, value) in entered)
                if (known.TryGetValue(date, out var point))
                    writer.Update(point with { Value = value, EnteredAt = now });
                else
                    writer.Add(new MeasurePoint(StableId.From("point", id, date.ToString("uuuu-MM-dd", null)), id, date, value, now));
            await SettleAsync(writer, id, t => t.Kind == TaskKind.NothingNew, now, token);
            if (entered is [var only])
                Happened(writer, id, now, "measure.entered", $"You entered {only.Value:0.##} {measure.Unit} for {measure.Name}.");
            else if (entered.Length > 1)
                Happened(writer, id, now, "measure.entered", $"You entered {entered.Length} values for {measure.Name}, from {MeetingTime.DayAndYear(first.Date)} to {MeetingTime.DayAndYear(last.Date)}.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Moves the project on to a stage.</summary>
    public Task<FactResult> AdvanceStageAsync(ProjectId id, Stage stage, CancellationToken cancellationToken) => OnProjectAsync(
        id,
        async (writer, project, now, token) =>
        {
            if (project.Stage == stage)
                return Recorded.Ok;
            writer.Update(project with { Stage = stage, StageSince = now, StagesBefore = [.. project.StagesBefore, new StageSpan(project.Stage, project.StageSince, now)] });
            await SettleAsync(writer, id, t => t.Kind == TaskKind.StageWithoutContact, now, token);
            Happened(writer, id, now, "stage.advanced", $"The project moved on to “{StageWords.Of(stage)}”.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Pauses everything automatic until the lead resumes it.</summary>
    public Task<FactResult> PauseAsync(ProjectId id, CancellationToken cancellationToken) => SetStateAsync(id, ProjectState.Paused, "project.paused", "You paused the engagement.", cancellationToken);

    /// <summary>Resumes a paused project.</summary>
    public Task<FactResult> ResumeAsync(ProjectId id, CancellationToken cancellationToken) => SetStateAsync(id, ProjectState.Running, "project.resumed", "You resumed the engagement.", cancellationToken);

    /// <summary>Closes the project: the last update goes out with these words, open meetings are cancelled.</summary>
    public Task<FactResult> CloseAsync(ProjectId id, string words, CancellationToken cancellationToken) => OnProjectAsync(
        id,
        async (writer, project, now, token) =>
        {
            if (string.IsNullOrWhiteSpace(words))
                return new Refused("Write what changed, and because of whom: it is the last thing the clinicians hear from the project.");
            writer.Update(project with { State = ProjectState.Closed, ClosedAt = now, ClosingWords = words.Trim() });
            await SettleAsync(writer, id, t => !IsOwedAfterClosing(t.Kind), now, token);
            Happened(writer, id, now, "project.closed", "You closed the project.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Holds the draft of an update: it does not go at its time.</summary>
    public Task<FactResult> HoldUpdateAsync(UpdateId id, CancellationToken cancellationToken) =>
        OnDraftAsync(id, u => u with { State = UpdateState.Held }, "update.held", "You held the next update.", settles: true, cancellationToken);

    /// <summary>Approves the draft of an update: it goes at its time.</summary>
    public Task<FactResult> ApproveUpdateAsync(UpdateId id, CancellationToken cancellationToken) =>
        OnDraftAsync(id, u => u with { State = UpdateState.Approved }, "update.approved", "You approved the next update.", settles: true, cancellationToken);

    /// <summary>Changes the words of a draft.</summary>
    public Task<FactResult> EditUpdateAsync(UpdateId id, IReadOnlyList<string> whatChanged, string? next, CancellationToken cancellationToken) => OnDraftAsync(
        id,
        u => u with { WhatChanged = [.. whatChanged.Select(w => w.Trim()).Where(w => w.Length > 0)], Next = string.IsNullOrWhiteSpace(next) ? null : next.Trim() },
        "update.edited", "You changed the words of the next update.", settles: false, cancellationToken);

    /// <summary>Lets a held first message go, with the lead's words for this person or the project's when null.</summary>
    public Task<FactResult> ApproveFirstMessageAsync(PanelMemberId id, string? words, CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, member, now, token) =>
        {
            if (member.FirstMessageApprovedAt is not null)
                return Recorded.Ok;
            writer.Update(member with { FirstMessageApprovedAt = now, FirstMessageWords = string.IsNullOrWhiteSpace(words) ? member.FirstMessageWords : words.Trim() });
            await SettleAsync(writer, member.ProjectId, t => t.MemberId == id && t.Kind == TaskKind.ApproveFirstMessage, now, token);
            Happened(writer, member, now, "message.approved", "You let the first message to {clinician} go.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>The lead has read and answered a reply; automation goes on. With a time, the clinician agreed to that offered time.</summary>
    public Task<FactResult> HandleReplyAsync(PanelMemberId id, Instant? agreedTime, CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, member, now, token) =>
        {
            var meeting = (await writer.ListAsync<Meeting>(m => m.MemberId == id, token)).LastOrDefault(m => m.IsOpen);
            if (agreedTime is { } time)
            {
                if (meeting is null)
                    return new Refused("There is no open invitation to agree a time for. Ask for new times.");
                if (meeting.Offers.All(o => o.Start != time) && meeting.Start != time)
                    return new Refused("That time was not offered.");
                var step = new MeetingStep.Settle(time);
                switch (MeetingSteps.Take(meeting, step, now, options))
                {
                    case StepResult.Refused refused:
                        return new Refused(StepWords.ForLead(refused.Why));
                    case StepResult.Taken { Meeting: var agreed }:
                        metrics.Took(Protocols.Meeting, MeetingTransitions.Of(meeting.State, step, agreed.State));
                        writer.Update(agreed);
                        await Holds.AgreeAsync(writer, agreed, token);
                        break;
                }

                Happened(writer, member, now, "meeting.agreed", $"{{clinician}} agreed to {MeetingTime.Long(time)}, by reply.");
            }

            writer.Update(member with { ReplyHandledAt = now });
            await SettleAsync(writer, member.ProjectId, t => t.MemberId == id && (t.Kind is TaskKind.ReadReply or TaskKind.RingSecretary), now, token);
            Happened(writer, member, now, "reply.handled", "You dealt with {clinician}’s reply.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>"We've spoken": stops chasing and counts as contact. A date, nothing else.</summary>
    public Task<FactResult> WeHaveSpokenAsync(PanelMemberId id, LocalDate on, CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, member, now, token) =>
        {
            if (on > WorkingTime.DateOf(now))
                return new Refused("The date is in the future. Enter the day you spoke.");
            var spoken = Instant.Min(now, WorkingTime.At(on, LocalTime.Noon));
            writer.Update(member with { SpokenAt = spoken, SpokenTimes = member.SpokenTimes.Contains(spoken) ? member.SpokenTimes : [.. member.SpokenTimes, spoken], ReplyHandledAt = member.RepliedAt is null ? member.ReplyHandledAt : now });
            await SettleAsync(
                writer, member.ProjectId,
                t => t.MemberId == id && (t.Kind is TaskKind.ReadReply or TaskKind.RingSecretary or TaskKind.InvitationWithdrawn
                    or TaskKind.TwiceDeclined or TaskKind.FindTimeByHand or TaskKind.MeetingCancelled or TaskKind.CounterProposal),
                now, token);
            Happened(writer, member, now, "spoken", "You and {clinician} have spoken.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Asks for a (further) meeting: times are looked for again.</summary>
    public Task<FactResult> AskForMeetingAsync(PanelMemberId id, CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, member, now, token) =>
        {
            if ((await writer.ListAsync<Meeting>(m => m.MemberId == id, token)).Any(m => m.IsOpen))
                return new Refused("There is an open meeting already.");
            writer.Update(member with { MeetingWantedAt = now });
            await SettleAsync(
                writer, member.ProjectId,
                t => t.MemberId == id && (t.Kind is TaskKind.InvitationWithdrawn or TaskKind.TwiceDeclined or TaskKind.FindTimeByHand or TaskKind.MeetingCancelled),
                now, token);
            Happened(writer, member, now, "meeting.wanted", "You asked for new times with {clinician}.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Takes somebody off the panel, silently; no reason is stored.</summary>
    public Task<FactResult> RemoveMemberAsync(PanelMemberId id, CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, member, now, token) =>
        {
            writer.Update(member with { LeftAt = member.LeftAt ?? now });
            await SettleAsync(writer, member.ProjectId, t => t.MemberId == id, now, token);
            Happened(writer, member, now, "panel.left", "{clinician} is no longer on the panel.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Marks a task as done by the lead, where nothing else settles it.</summary>
    public Task<FactResult> CompleteTaskAsync(TaskId id, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PersonTask>(id, token) is not { } task)
                return NotFound("task");
            if (task.DoneAt is null)
            {
                var now = clock.GetCurrentInstant();
                writer.Update(task with { DoneAt = now });
                // What the lead alone was asked stands on no timeline.
                if (task.For != TaskFor.LeadAlone)
                    Happened(writer, task.ProjectId, now, "task.done", $"You settled a task: {task.What}", task.MemberId);
                if (task.MemberId is { } member)
                    writer.Nudge(Instances.Of(member));
                writer.Nudge(Instances.Of(task.ProjectId));
            }

            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Has a step tried again that was given to a person.</summary>
    public Task<FactResult> TryAgainAsync(TaskId id, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PersonTask>(id, token) is not { EffectId: { } effectId } task
                || await writer.FindAsync<Effect>(effectId, token) is not { } effect)
                return NotFound("step");
            var now = clock.GetCurrentInstant();
            if (effect.State == EffectState.Uncertain)
                writer.Update(effect with { State = EffectState.Intended, TriedAt = effect.GraphId is null ? null : now });
            // A person has found out what SMTP cannot be asked: it did not arrive.
            foreach (var key in await PostedKeysAsync(writer, effect, token))
                foreach (var posted in await writer.ListAsync<PostedMail>(p => p.Key == key && p.SentAt == null && p.TryingSince != null, token))
                    writer.Update(posted with { TryingSince = null });
            writer.Update(task with { DoneAt = task.DoneAt ?? now });
            Happened(writer, task.ProjectId, now, "step.again", "You had a step tried again.", task.MemberId);
            writer.Nudge(EffectOwners.Of(effect.Kind) switch
            {
                EffectOwner.Clinician => Instances.Of(effect.MemberId!.Value),
                EffectOwner.Updates => Instances.UpdatesOf(effect.ProjectId),
                _ => Instances.Of(effect.ProjectId),
            });
            return Recorded.Ok;
        },
        cancellationToken);

    // A mail is on record under its effect's key, a move or a cancellation under that of the invitation.
    private static async Task<IEnumerable<string>> PostedKeysAsync(IStoreReader reader, Effect effect, CancellationToken cancellationToken) =>
        effect.MeetingId is { } id && await reader.FindAsync<Meeting>(id, cancellationToken) is { EventId: { } eventId }
            ? [effect.Key, eventId[(eventId.IndexOf(':', StringComparison.Ordinal) + 1)..]]
            : [effect.Key];

    // What was raised before the closing is still owed an answer, and a mail that may have gone out still has to be looked for.
    private static bool IsOwedAfterClosing(TaskKind kind) => kind is TaskKind.AnswerConcern or TaskKind.ParaphraseCorrected
        or TaskKind.ConcernOverdue or TaskKind.VerdictMissing or TaskKind.UncertainSend or TaskKind.SpeakInPerson;

    private Task<FactResult> SetStateAsync(ProjectId id, ProjectState state, string what, string words, CancellationToken cancellationToken) => OnProjectAsync(
        id,
        (writer, project, now, _) =>
        {
            if (project.State == state)
                return Ok();
            writer.Update(project with { State = state });
            Happened(writer, id, now, what, words);
            return Ok();
        },
        cancellationToken);

    private Task<FactResult> OnProjectAsync(
        ProjectId id, Func<IStoreWriter, Project, Instant, CancellationToken, Task<FactResult>> change, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Project>(id, token) is not { } project)
                return NotFound("project");
            if (project.State == ProjectState.Closed)
                return new Refused("The project is closed.");
            var result = await change(writer, project, clock.GetCurrentInstant(), token);
            writer.Nudge(Instances.Of(id));
            writer.Nudge(Instances.UpdatesOf(id));
            foreach (var member in await writer.ListAsync<PanelMember>(m => m.ProjectId == id, token))
                writer.Nudge(Instances.Of(member.Id));
            return result;
        },
        cancellationToken);

    private Task<FactResult> OnMemberAsync(
        PanelMemberId id, Func<IStoreWriter, PanelMember, Instant, CancellationToken, Task<FactResult>> change, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(id, token) is not { } member)
                return NotFound("panel member");
            var result = await change(writer, member, clock.GetCurrentInstant(), token);
            Nudge(writer, member);
            return result;
        },
        cancellationToken);

    private Task<FactResult> OnDraftAsync(
        UpdateId id, Func<Update, Update> change, string what, string words, bool settles, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Update>(id, token) is not { } update)
                return NotFound("update");
            if (update.State is UpdateState.Sent or UpdateState.Skipped)
                return new Refused("This update has gone out or its time has passed. Look at the next one.");
            var now = clock.GetCurrentInstant();
            writer.Update(change(update));
            if (settles)
                await SettleAsync(writer, update.ProjectId, t => t.UpdateId == id && t.Kind == TaskKind.ReviewUpdate, now, token);
            Happened(writer, update.ProjectId, now, what, words);
            writer.Nudge(Instances.UpdatesOf(update.ProjectId));
            return Recorded.Ok;
        },
        cancellationToken);
}
