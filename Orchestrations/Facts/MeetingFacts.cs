using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>
/// What a lead says of meetings: what a clinician or their secretary told them, who meets, how, and that it was moved. Each is committed
/// with its audit event, the tasks it settles and a nudge.
/// </summary>
public sealed class MeetingFacts(IEngagementStore store, IClock clock, EngagementOptions options, EngagementMetrics metrics)
{
    /// <summary>They agreed to a time, by reply, by telephone or through the secretary: one of those offered or any other.</summary>
    public Task<FactResult> AgreedAsync(PanelMemberId id, Instant time, MeetingChannel? channel, CancellationToken cancellationToken) => OnOpenMeetingAsync(
        id, new MeetingStep.Settle(time, channel),
        async (writer, meeting, member, now, token) =>
        {
            await Holds.AgreeAsync(writer, meeting, token);
            await AnsweredAsync(writer, member with { ReplyHandledAt = now }, now, token);
            Happened(writer, member, now, "meeting.agreed", $"{{clinician}} agreed to {MeetingTime.Long(time)}, as you were told.");
        },
        cancellationToken);

    /// <summary>They declined, as the lead was told; a reason is optional and for the lead alone.</summary>
    public Task<FactResult> DeclinedAsync(PanelMemberId id, string? reason, CancellationToken cancellationToken) => OnOpenMeetingAsync(
        id, new MeetingStep.Decline(ClinicianAnswers.Reason(reason)),
        async (writer, meeting, member, now, token) =>
        {
            await ClinicianAnswers.EndAsync(writer, meeting, now, token);
            await AnsweredAsync(writer, member with { ReplyHandledAt = now }, now, token);
            Happened(writer, member, now, "meeting.declined", "{clinician} declined, as you were told.");
        },
        cancellationToken);

    /// <summary>"Not now, ask me in a month", as the lead was told.</summary>
    public Task<FactResult> NotNowAsync(PanelMemberId id, CancellationToken cancellationToken) => OnOpenMeetingAsync(
        id, new MeetingStep.Decline(),
        async (writer, meeting, member, now, token) =>
        {
            await ClinicianAnswers.EndAsync(writer, meeting, now, token);
            await AnsweredAsync(writer, member with { ReplyHandledAt = now, PausedUntil = ClinicianAnswers.InAMonth(now, options) }, now, token);
            Happened(writer, member, now, "member.paused", "{clinician} asked to be asked again in a month, as you were told.");
        },
        cancellationToken);

    /// <summary>The meeting was moved: to a time ahead, for which the event and the brief follow; or to one at which it took place.</summary>
    public Task<FactResult> MovedAsync(MeetingId id, Instant to, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Meeting>(id, token) is not { } meeting || await writer.FindAsync<PanelMember>(meeting.MemberId, token) is not { } member)
                return NotFound("meeting");
            var now = clock.GetCurrentInstant();
            var step = new MeetingStep.Moved(to);
            switch (MeetingSteps.Take(meeting, step, now, options))
            {
                case StepResult.Refused refused:
                    return new Refused(StepWords.ForLead(refused.Why));
                case StepResult.Taken { Meeting: var next }:
                    metrics.Took(Protocols.Meeting, MeetingTransitions.Of(meeting.State, step, next.State));
                    writer.Update(next);
                    if (next.IsOpen)
                        await Holds.AgreeAsync(writer, next, token);
                    else
                        await Holds.ReleaseAsync(writer, id, token);
                    await SettleAsync(writer, member.ProjectId, t => t.MeetingId == id, now, token);
                    Happened(
                        writer, member, now, next.IsOpen ? "meeting.moved-by-hand" : "meeting.held",
                        next.IsOpen ? $"The meeting with {{clinician}} is now on {MeetingTime.Long(to)}." : $"You met {{clinician}} on {MeetingTime.Long(to)}.");
                    Nudge(writer, member);
                    break;
            }

            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Who meets this clinician: from the next times that are looked for on. Times that are out stay with who offered them.</summary>
    public Task<FactResult> SetHostAsync(PanelMemberId id, MeetingHost host, CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, member, now, token) =>
        {
            var project = await writer.FindAsync<Project>(member.ProjectId, token) ?? throw new InvalidOperationException($"Project {member.ProjectId} is not in the store.");
            if ((host == MeetingHost.CoLead && project.CoLead is null) || (host == MeetingHost.Sponsor && project.Sponsor is null))
                return new Refused("The project has nobody in that place. Choose somebody else.");
            if (member.Host == host)
                return Recorded.Ok;
            writer.Update(member with { Host = host });
            // Times that were found for another host, and that nobody has seen, are looked for anew.
            if ((await writer.ListAsync<Meeting>(m => m.MemberId == id, token)).LastOrDefault(m => m.State == MeetingState.Offered) is { } offered)
                writer.Update(offered with { OfferVoid = true });
            Happened(writer, member, now, "member.host", "You chose who meets {clinician}.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>How this meeting is held: the event says so.</summary>
    public Task<FactResult> SetChannelAsync(PanelMemberId id, MeetingChannel channel, CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, member, now, token) =>
        {
            if ((await writer.ListAsync<Meeting>(m => m.MemberId == id, token)).LastOrDefault(m => m.IsOpen) is not { } meeting)
                return new Refused("There is no open meeting. Ask for new times first.");
            if (meeting.SharedWith is not null)
                return new Refused(StepWords.ForLead(StepRefusal.HeldInAnother));
            if (meeting.Channel == channel)
                return Recorded.Ok;
            writer.Update(meeting with { Channel = channel });
            Happened(writer, member, now, "meeting.channel-chosen", "You said how you meet {clinician}.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Puts the colleague whom a clinician named on the panel, in the same place; they are met like everybody else on it.</summary>
    public Task<FactResult> InviteDeputyAsync(PanelMemberId id, CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, member, now, token) =>
        {
            if (member.Deputy is not { } deputy)
                return new Refused("They have named nobody to be met in their place.");
            var project = await writer.FindAsync<Project>(member.ProjectId, token) ?? throw new InvalidOperationException($"Project {member.ProjectId} is not in the store.");
            var deputyId = PanelMemberId.For(project.Id, deputy.Email);
            if (await writer.FindAsync<PanelMember>(deputyId, token) is null)
            {
                if (await writer.FindAsync<Clinician>(deputy.Email, token) is null)
                    writer.Add(new Clinician { Email = deputy.Email, Name = deputy.Name, Nation = project.Nation });
                var added = new PanelMember
                {
                    Id = deputyId,
                    ProjectId = project.Id,
                    Email = deputy.Email,
                    Name = deputy.Name,
                    Order = member.Order,
                    Reason = "Named by a colleague on the panel to be met in their place.",
                    Host = member.Host,
                    DeputyFor = member.Id,
                };
                writer.Add(added);
                Happened(writer, added, now, "panel.deputy", "{clinician} was put on the panel in a colleague’s place.");
            }

            await SettleAsync(writer, project.Id, t => t.MemberId == id && t.Kind == TaskKind.DeputyNamed, now, token);
            return Recorded.Ok;
        },
        cancellationToken);

    private static async Task AnsweredAsync(IStoreWriter writer, PanelMember member, Instant now, CancellationToken cancellationToken)
    {
        writer.Update(member);
        await SettleAsync(
            writer, member.ProjectId,
            t => t.MemberId == member.Id && t.Kind is TaskKind.ReadReply or TaskKind.RingSecretary or TaskKind.CounterProposal or TaskKind.HostNotFree,
            now, cancellationToken);
    }

    private Task<FactResult> OnOpenMeetingAsync(
        PanelMemberId id, MeetingStep step, Func<IStoreWriter, Meeting, PanelMember, Instant, CancellationToken, Task> taken,
        CancellationToken cancellationToken) => OnMemberAsync(
        id,
        async (writer, member, now, token) =>
        {
            if ((await writer.ListAsync<Meeting>(m => m.MemberId == id, token)).LastOrDefault(m => m.IsOpen) is not { } meeting)
                return new Refused("There is no open invitation. Ask for new times.");
            switch (MeetingSteps.Take(meeting, step, now, options))
            {
                case StepResult.Refused refused:
                    return new Refused(StepWords.ForLead(refused.Why));
                case StepResult.Taken { Meeting: var next }:
                    metrics.Took(Protocols.Meeting, MeetingTransitions.Of(meeting.State, step, next.State));
                    writer.Update(next);
                    await taken(writer, next, member, now, token);
                    break;
            }

            return Recorded.Ok;
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

    private static async Task SettleAsync(
        IStoreWriter writer, ProjectId project, Func<PersonTask, bool> settled, Instant now, CancellationToken cancellationToken)
    {
        foreach (var task in await writer.ListAsync<PersonTask>(t => t.ProjectId == project && t.DoneAt == null, cancellationToken))
            if (settled(task))
                writer.Update(task with { DoneAt = now });
    }

    private static void Happened(IStoreWriter writer, PanelMember member, Instant now, string what, string words) => writer.Audit(new AuditEvent
    {
        ProjectId = member.ProjectId,
        MemberId = member.Id,
        At = now,
        Actor = AuditActor.Lead,
        What = what,
        Words = words,
    });

    private static void Nudge(IStoreWriter writer, PanelMember member)
    {
        writer.Nudge(Instances.Of(member.Id));
        writer.Nudge(Instances.Of(member.ProjectId));
    }

    private static Refused NotFound(string what) => new($"This {what} is not here any more. Go back to the project and look again.");
}
