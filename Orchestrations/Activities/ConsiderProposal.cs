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

/// <summary>Looks at a time the clinician proposed: it is theirs to choose, so it is taken unless a rule or somebody's calendar forbids it; then the lead is asked.</summary>
public sealed class ConsiderProposal(EffectLedger ledger, ICalendar calendar, IClock clock, EngagementOptions options)
    : IActivity<Guid, EffectResult>
{
    /// <inheritdoc/>
    public async Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken)
    {
        var context = await ledger.LoadAsync(input, cancellationToken);
        if (context.Effect.State != EffectState.Intended)
            return EffectResult.Done;
        if (!context.IsStillWanted)
            return await ledger.DropAsync(input, cancellationToken);
        var now = clock.GetCurrentInstant();
        EmailAddress[] people = [context.Member!.Email, context.Host.Email];
        var window = new Interval(now, now + Duration.FromDays(options.ChosenWithinDays));
        return await calendar.GetFreeBusyAsync(context.Project.Lead.Email, people, window, cancellationToken) switch
        {
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered calendars => await ledger.CompleteAsync(
                input, (writer, current, token) => ConsiderAsync(writer, current, calendars.Value, people, now, token), cancellationToken),
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Throttled throttled => EffectResult.Later(throttled.Until),
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Refused refused => await ledger.CompleteAsync(
                input, (writer, current, _) => Task.FromResult(AskLead(writer, current, refused.Reason, now)), cancellationToken),
            var other => throw new InvalidOperationException($"Unknown answer {other.GetType().Name}."),
        };
    }

    private async Task ConsiderAsync(
        IStoreWriter writer, EffectContext context, IReadOnlyDictionary<EmailAddress, FreeBusy> calendars, EmailAddress[] people, Instant now,
        CancellationToken cancellationToken)
    {
        if (context.Meeting is not { CounterProposal: { } proposed } meeting)
            return;
        if (meeting.State == MeetingState.Agreed && (meeting.Moves >= options.MaxMoves || meeting.Start - now < options.TooLateToMove))
        {
            AskLead(writer, context, meeting.Moves >= options.MaxMoves ? "it has been moved twice before." : "the agreed time is less than two hours away.", now);
            return;
        }

        var holds = await Holds.OfOthersAsync(writer, meeting.Id, people, now, cancellationToken);
        // Their own choice needs no five days' notice; what it displaces still needs six weeks.
        var request = SlotRequests.For(context.Project, context.Host, context.Clinician!, calendars, holds, SlotMode.Chosen, noticeWorkingDays: 0, now, options) with
        {
            Own = meeting.BookedStart is { } booked ? new Interval(booked, booked + Duration.FromMinutes(meeting.Minutes)) : null,
        };
        var refusals = SlotSearch.WhyNot(request, proposed);
        if (refusals.Count > 0)
        {
            AskLead(writer, context, SlotWords.AboutThem(refusals[0].Words), now);
            return;
        }

        var slot = SlotSearch.Price(request, proposed);
        var agreed = meeting with
        {
            State = MeetingState.Agreed,
            Start = proposed,
            CounterProposal = null,
            Reason = slot?.Reason ?? "You chose this time.",
            ClinicalMinutesAtRisk = slot?.ClinicalMinutesAtRisk ?? 0,
            Moves = meeting.Moves + (meeting.State == MeetingState.Agreed ? 1 : 0),
        };
        writer.Update(agreed);
        await Holds.HoldAsync(writer, agreed, [proposed], people, agreed.End, cancellationToken);
        writer.Audit(EffectLedger.Event(context, "meeting.agreed", $"{{clinician}}’s own time was taken: {MeetingTime.Long(proposed)}.", now, SlotWords.AboutThem(agreed.Reason)));
    }

    private static bool AskLead(IStoreWriter writer, EffectContext context, string why, Instant now)
    {
        var meeting = context.Meeting!;
        writer.Update(meeting with { CounterProposal = null });
        TaskBook.Open(
            writer, context.Project.Id, TaskKind.CounterProposal, context.Effect.Id.ToString(),
            $"{{clinician}} proposed {MeetingTime.Long(meeting.CounterProposal!.Value)}, which could not be taken: {why} Ring or write to them.",
            "The invitation stands as it is.", now, WorkingTime.AddWorkingDays(now, 2, context.Project.Nation), context.Member!.Id, meeting.Id);
        return true;
    }
}
