using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>What a clinician (or their secretary) says by a signed link. Doing the same thing twice changes nothing the second time.</summary>
public sealed class ClinicianAnswers(IEngagementStore store, IClock clock, EngagementOptions options)
{
    private static readonly Duration TooLateToMove = Duration.FromHours(2);

    /// <summary>Takes one of the offered times.</summary>
    public Task<FactResult> PickTimeAsync(MeetingId id, Instant time, CancellationToken cancellationToken) => OnMeetingAsync(
        id,
        (writer, meeting, member, now) =>
        {
            if (meeting.State == MeetingState.Agreed && meeting.Start == time)
                return Ok();
            if (meeting.Offers.All(o => o.Start != time) || time <= now)
                return Task.FromResult<FactResult>(new Refused("That time is no longer on offer. Choose another, or reply to the mail."));
            if (meeting.State == MeetingState.Agreed && (meeting.Moves >= options.MaxMoves || meeting.Start - now < TooLateToMove))
                return Task.FromResult<FactResult>(new Refused("It is too late to change the time here. Please reply to the mail or ring."));
            writer.Update(LeadFacts.Agree(meeting, time, now) with { Moves = meeting.Moves + (meeting.State == MeetingState.Agreed ? 1 : 0) });
            Happened(writer, member, now, "meeting.agreed", $"{{clinician}} agreed to {MeetingTime.Long(time)}.");
            return Ok();
        },
        cancellationToken);

    /// <summary>Proposes a time of their own; it is taken if it is possible, else the lead is asked.</summary>
    public Task<FactResult> ProposeTimeAsync(MeetingId id, Instant time, CancellationToken cancellationToken) => OnMeetingAsync(
        id,
        (writer, meeting, member, now) =>
        {
            if (time <= now + TooLateToMove)
                return Task.FromResult<FactResult>(new Refused("That time is too soon. Choose one that is at least two hours ahead."));
            if (time > now + Duration.FromDays(options.ChosenWithinDays))
                return Task.FromResult<FactResult>(new Refused("That is too far ahead. Choose a time within twelve weeks."));
            writer.Update(meeting with { CounterProposal = time, AnsweredAt = now });
            Happened(writer, member, now, "meeting.other-time", $"{{clinician}} proposed {MeetingTime.Long(time)}.");
            return Ok();
        },
        cancellationToken);

    /// <summary>Declines; no reason is asked for.</summary>
    public Task<FactResult> DeclineAsync(MeetingId id, CancellationToken cancellationToken) => OnMeetingAsync(
        id,
        async (writer, meeting, member, now) =>
        {
            await EndAsync(writer, meeting, now, cancellationToken);
            Happened(writer, member, now, "meeting.declined", "{clinician} declined.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>"Not now, ask me in a month."</summary>
    public Task<FactResult> NotNowAsync(MeetingId id, CancellationToken cancellationToken) => OnMeetingAsync(
        id,
        async (writer, meeting, member, now) =>
        {
            await EndAsync(writer, meeting, now, cancellationToken);
            writer.Update(member with { PausedUntil = WorkingTime.At(WorkingTime.DateOf(now).PlusMonths(1), options.SendFrom) });
            Happened(writer, member, now, "member.paused", "{clinician} asked to be asked again in a month.");
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>"No more, please": respected in every project at once.</summary>
    public Task<FactResult> NoMoreAsync(PanelMemberId id, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(id, token) is not { } member
                || await writer.FindAsync<Clinician>(member.Email, token) is not { } clinician)
                return NotFound();
            if (clinician.NoMoreAt is not null)
                return Recorded.Ok;
            var now = clock.GetCurrentInstant();
            writer.Update(clinician with { NoMoreAt = now });
            foreach (var everywhere in await writer.ListAsync<PanelMember>(m => m.Email == member.Email, token))
            {
                Happened(writer, everywhere, now, "member.no-more", "{clinician} asked for no more messages. Nothing more is sent.");
                writer.Nudge(Instances.Of(everywhere.Id));
                writer.Nudge(Instances.Of(everywhere.ProjectId));
            }

            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Sends in a concern or a suggestion; nothing stored is ever shown here.</summary>
    /// <param name="id">Its id, derived from the form, so that sending it twice records it once.</param>
    /// <param name="member">Whose it is.</param>
    /// <param name="kind">Concern or suggestion.</param>
    /// <param name="words">Their words, 1 to 2,000 characters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> SendWordsAsync(ConcernId id, PanelMemberId member, ConcernKind kind, string words, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(member, token) is not { } found
                || await writer.FindAsync<Project>(found.ProjectId, token) is not { } project)
                return NotFound();
            var result = await Concerns.RaiseAsync(
                writer, found, id, kind, words, null, null, AuditActor.Clinician, clock.GetCurrentInstant(), options, project.Nation, token);
            writer.Nudge(Instances.Of(found.Id));
            writer.Nudge(Instances.Of(found.ProjectId));
            return result;
        },
        cancellationToken);

    private Task<FactResult> OnMeetingAsync(
        MeetingId id, Func<IStoreWriter, Meeting, PanelMember, Instant, Task<FactResult>> change, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Meeting>(id, token) is not { } meeting
                || await writer.FindAsync<PanelMember>(meeting.MemberId, token) is not { } member)
                return NotFound();
            if (!meeting.IsOpen || meeting.End <= clock.GetCurrentInstant())
                return new Refused("This invitation is no longer open. There is nothing you need to do.");
            var result = await change(writer, meeting, member, clock.GetCurrentInstant());
            writer.Nudge(Instances.Of(member.Id));
            writer.Nudge(Instances.Of(member.ProjectId));
            return result;
        },
        cancellationToken);

    // The event goes out of both calendars; the clinician has said no, so no words go with it.
    private static async Task EndAsync(IStoreWriter writer, Meeting meeting, Instant now, CancellationToken cancellationToken)
    {
        writer.Update(meeting with { State = MeetingState.Declined, AnsweredAt = now, CounterProposal = null });
        await Holds.ReleaseAsync(writer, meeting.Id, cancellationToken);
        await Cancellations.IntendAsync(writer, meeting, now, cancellationToken);
    }

    private static void Happened(IStoreWriter writer, PanelMember member, Instant now, string what, string words) => writer.Audit(new AuditEvent
    {
        ProjectId = member.ProjectId,
        MemberId = member.Id,
        At = now,
        Actor = AuditActor.Clinician,
        What = what,
        Words = words,
    });

    private static Refused NotFound() => new("This link no longer leads anywhere. Please reply to the mail instead.");

    private static Task<FactResult> Ok() => Task.FromResult<FactResult>(Recorded.Ok);
}
