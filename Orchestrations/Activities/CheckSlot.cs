using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Scheduling;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>
/// Asks both calendars again whether a proposed or agreed time still stands; our own event is subtracted. What has become clinical is
/// marked and given up; what only the host has in the way is theirs to sort out. A calendar that cannot be read changes nothing.
/// </summary>
public sealed class CheckSlot(EffectLedger ledger, ICalendar calendar, IClock clock, EngagementOptions options) : IActivity<Guid, EffectResult>
{
    private static readonly Duration Around = Duration.FromHours(1);

    /// <inheritdoc/>
    public async Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken)
    {
        var context = await ledger.LoadAsync(input, cancellationToken);
        if (context.Effect.State != EffectState.Intended)
            return EffectResult.Done;
        if (!context.IsStillWanted)
            return await ledger.DropAsync(input, cancellationToken);
        var meeting = context.Meeting!;
        EmailAddress[] people = [context.Member!.Email, context.Host.Email];
        return await calendar.GetFreeBusyAsync(
            context.Project.Lead.Email, people, new Interval(meeting.Start - Around, meeting.End + Around), cancellationToken) switch
        {
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered calendars => await ledger.CompleteAsync(
                input, (writer, current, token) => LookAsync(writer, current, calendars.Value, token), cancellationToken),
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Throttled throttled => EffectResult.Later(throttled.Until),
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Refused => await ledger.CompleteAsync(input, (_, _, _) => Task.CompletedTask, cancellationToken),
            var other => throw new InvalidOperationException($"Unknown answer {other.GetType().Name}."),
        };
    }

    private async Task LookAsync(
        IStoreWriter writer, EffectContext context, IReadOnlyDictionary<EmailAddress, FreeBusy> calendars, CancellationToken cancellationToken)
    {
        if (!context.IsStillWanted)
            return;
        var now = clock.GetCurrentInstant();
        var meeting = context.Meeting!;
        var request = SlotRequests.For(context.Project, context.Host, context.Clinician!, calendars, [], SlotMode.Chosen, noticeWorkingDays: 0, now, options) with
        {
            Own = new Interval(meeting.BookedStart ?? meeting.Start, (meeting.BookedStart ?? meeting.Start) + Duration.FromMinutes(meeting.Minutes)),
        };
        var refusals = SlotSearch.WhyNot(request with { Mode = SlotMode.Proposed }, meeting.Start);
        if (SlotLoss.OfClinician(refusals, chosenByThem: meeting.Offers.All(o => o.Start != meeting.Start)) is { } lost)
        {
            writer.Update(meeting with { LostAt = now });
            writer.Audit(EffectLedger.Event(
                context, "meeting.time-lost", $"The time with {{clinician}}, {MeetingTime.Long(meeting.Start)}, has come to clash with their work.", now, SlotWords.AboutThem(lost.Words)));
            return;
        }

        var cause = $"{meeting.Id}/{meeting.Start}";
        if (SlotLoss.OfHost(refusals) is not null
            && await writer.FindAsync<PersonTask>(PersonTask.IdFor(context.Project.Id, TaskKind.HostNotFree, cause), cancellationToken) is null)
            TaskBook.Open(
                writer, context.Project.Id, TaskKind.HostNotFree, cause,
                $"The host’s calendar shows another entry when the meeting with {{clinician}} is, {MeetingTime.Long(meeting.Start)}. Move that, or agree another time.",
                "The meeting stays as it is.", now, WorkingTime.AddWorkingDays(now, 1, context.Project.Nation), context.Member!.Id, meeting.Id);
    }
}
