using System.Net.Mail;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>What a clinician (or their secretary) says by a signed link. Doing the same thing twice changes nothing the second time.</summary>
public sealed class ClinicianAnswers(IEngagementStore store, IClock clock, EngagementOptions options, EngagementMetrics metrics)
{
    /// <summary>Takes one of the offered times.</summary>
    /// <param name="id">The meeting.</param>
    /// <param name="time">Which of its times.</param>
    /// <param name="channel">How they want to meet, or null when they do not say.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> PickTimeAsync(MeetingId id, Instant time, MeetingChannel? channel, CancellationToken cancellationToken) => OnMeetingAsync(
        id, new MeetingStep.Pick(time, channel),
        async (writer, meeting, member, now, token) =>
        {
            await Holds.AgreeAsync(writer, meeting, token);
            Happened(writer, member, now, "meeting.agreed", $"{{clinician}} agreed to {MeetingTime.Long(time)}.");
        },
        cancellationToken);

    /// <summary>Proposes a time of their own; it is taken if it is possible, else the lead is asked.</summary>
    public Task<FactResult> ProposeTimeAsync(MeetingId id, Instant time, CancellationToken cancellationToken) => OnMeetingAsync(
        id, new MeetingStep.Propose(time),
        (writer, _, member, now, _) =>
        {
            Happened(writer, member, now, "meeting.other-time", $"{{clinician}} proposed {MeetingTime.Long(time)}.");
            return Task.CompletedTask;
        },
        cancellationToken);

    /// <summary>Declines; a reason is optional and never chased.</summary>
    /// <param name="id">The meeting.</param>
    /// <param name="reason">At most 500 characters, for the lead alone; or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> DeclineAsync(MeetingId id, string? reason, CancellationToken cancellationToken) => OnMeetingAsync(
        id, new MeetingStep.Decline(Reason(reason)),
        async (writer, meeting, member, now, token) =>
        {
            await EndAsync(writer, meeting, now, token);
            Happened(writer, member, now, "meeting.declined", "{clinician} declined.");
        },
        cancellationToken);

    /// <summary>"Not now, ask me in a month."</summary>
    public Task<FactResult> NotNowAsync(MeetingId id, CancellationToken cancellationToken) => OnMeetingAsync(
        id, new MeetingStep.Decline(),
        async (writer, meeting, member, now, token) =>
        {
            await EndAsync(writer, meeting, now, token);
            writer.Update(member with { PausedUntil = InAMonth(now, options) });
            Happened(writer, member, now, "member.paused", "{clinician} asked to be asked again in a month.");
        },
        cancellationToken);

    /// <summary>Names a colleague to be met in their place. The lead decides; nobody else ever names one.</summary>
    /// <param name="id">The meeting they were asked for.</param>
    /// <param name="name">The colleague's name.</param>
    /// <param name="email">The colleague's address.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> NameDeputyAsync(MeetingId id, string name, string email, CancellationToken cancellationToken)
    {
        var deputy = new Person(OneLine.Of(name, 100), new EmailAddress(email.Trim()));
        if (deputy.Name.Length == 0 || !MailAddress.TryCreate(deputy.Email.Value, out var address) || address.Address != deputy.Email.Value)
            return Task.FromResult<FactResult>(new Refused("Enter your colleague’s name and their e-mail address."));
        return OnMeetingAsync(
            id, new MeetingStep.Decline(),
            async (writer, meeting, member, now, token) =>
            {
                await EndAsync(writer, meeting, now, token);
                writer.Update(member with { Deputy = deputy, DeputyAt = now });
                Happened(writer, member, now, "member.deputy", "{clinician} named a colleague to be met in their place.");
            },
            cancellationToken);
    }

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

    internal static Instant InAMonth(Instant now, EngagementOptions options) => WorkingTime.At(WorkingTime.DateOf(now).PlusMonths(1), options.SendFrom);

    /// <summary>A reason as it is kept, or null.</summary>
    internal static string? Reason(string? words) => OneLine.Of(words ?? "", 500) is { Length: > 0 } reason ? reason : null;

    /// <summary>The event goes out of both calendars; the clinician has said no, so no words go with it.</summary>
    internal static async Task EndAsync(IStoreWriter writer, Meeting declined, Instant now, CancellationToken cancellationToken)
    {
        await Holds.ReleaseAsync(writer, declined.Id, cancellationToken);
        await Cancellations.IntendAsync(writer, declined, now, cancellationToken);
    }

    private Task<FactResult> OnMeetingAsync(
        MeetingId id, MeetingStep step, Func<IStoreWriter, Meeting, PanelMember, Instant, CancellationToken, Task> taken,
        CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await HeldAsync(writer, id, token) is not { } meeting
                || await writer.FindAsync<PanelMember>(meeting.MemberId, token) is not { } member)
                return NotFound();
            var now = clock.GetCurrentInstant();
            switch (MeetingSteps.Take(meeting, step, now, options))
            {
                case StepResult.Refused refused:
                    return new Refused(StepWords.ForClinician(refused.Why));
                case StepResult.Taken { Meeting: var next }:
                    metrics.Took(Protocols.Meeting, MeetingTransitions.Of(meeting.State, step, next.State));
                    writer.Update(next);
                    await taken(writer, next, member, now, token);
                    break;
            }

            writer.Nudge(Instances.Of(member.Id));
            writer.Nudge(Instances.Of(member.ProjectId));
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>The meeting that is answered: of one that is held in another project's, that one.</summary>
    private static async Task<Meeting?> HeldAsync(IStoreReader reader, MeetingId id, CancellationToken cancellationToken) =>
        await reader.FindAsync<Meeting>(id, cancellationToken) is not { } meeting ? null
            : meeting.SharedWith is { } shared ? await reader.FindAsync<Meeting>(shared, cancellationToken) ?? meeting
            : meeting;

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
}
