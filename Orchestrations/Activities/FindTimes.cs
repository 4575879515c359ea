using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Scheduling;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>Asks free/busy, searches, and stores up to three times as an offer; the times are held for both people across all projects.</summary>
public sealed class FindTimes(EffectLedger ledger, ICalendar calendar, IClock clock, EngagementOptions options)
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
        EmailAddress[] people = [context.Member!.Email, context.Project.Lead.Email];
        var window = new Interval(now, now + Duration.FromDays(options.ProposedWithinDays));
        return await calendar.GetFreeBusyAsync(context.Project.Lead.Email, people, window, cancellationToken) switch
        {
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered calendars => await ledger.CompleteAsync(
                input, (writer, current, token) => SearchAsync(writer, current, calendars.Value, people, now, token), cancellationToken),
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Throttled throttled => EffectResult.Later(throttled.Until),
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Refused refused => await ledger.CompleteAsync(
                input, (writer, current, _) => Task.FromResult(NoTimes(writer, current, refused.Reason, now)), cancellationToken),
            var other => throw new InvalidOperationException($"Unknown answer {other.GetType().Name}."),
        };
    }

    // Inside the transaction, so that two projects that search at once cannot both hold the same time.
    private async Task SearchAsync(
        IStoreWriter writer, EffectContext context, IReadOnlyDictionary<EmailAddress, FreeBusy> calendars, EmailAddress[] people, Instant now,
        CancellationToken cancellationToken)
    {
        var member = context.Member!;
        var number = context.Meeting?.Number ?? (await writer.ListAsync<Meeting>(m => m.MemberId == member.Id, cancellationToken)).Count + 1;
        var id = Meeting.IdFor(member.Id, number);
        var holds = await Holds.OfOthersAsync(writer, id, people, now, cancellationToken);
        var notice = number == 1 ? options.FirstOfferWorkingDays : options.NoticeWorkingDays;
        var request = SlotRequests.For(context.Project, context.Clinician!, calendars, holds, SlotMode.Proposed, notice, now, options);
        switch (SlotSearch.Find(request))
        {
            case SlotSearchResult.Found found:
                await OfferAsync(writer, context, id, number, SlotSearch.PickThree(found.Slots), people, now, cancellationToken);
                break;
            case SlotSearchResult.CalendarUnknown unknown:
                NoTimes(writer, context, unknown.Who.Contains(SlotParty.Clinician)
                    ? "their calendar cannot be read, so no time is known to be free." : "your calendar cannot be read.", now);
                break;
            case SlotSearchResult.NoneInWindow none:
                NoTimes(writer, context, none.Excluded.Count == 0
                    ? "no time is free within six weeks."
                    : $"no time is free within six weeks; most are ruled out by: {SlotRuleWords.Of(none.Excluded[0].Rule)}.", now);
                break;
        }
    }

    private async Task OfferAsync(
        IStoreWriter writer, EffectContext context, MeetingId id, int number, IReadOnlyList<Slot> slots, EmailAddress[] people, Instant now,
        CancellationToken cancellationToken)
    {
        var member = context.Member!;
        // Causes name the offer by its second, so one that replaces another is a second later at least.
        var offeredAt = context.Meeting is { } replaced ? Instant.Max(now, replaced.OfferedAt + Duration.FromSeconds(1)) : now;
        var offers = slots.Select(s => new OfferedTime(s.Start, s.ClinicalMinutesAtRisk, s.Reason)).ToArray();
        var meeting = (context.Meeting ?? new Meeting
        {
            Id = id,
            ProjectId = member.ProjectId,
            MemberId = member.Id,
            Number = number,
            State = MeetingState.Offered,
            Offers = offers,
            Start = offers[0].Start,
            Minutes = options.MeetingMinutes,
            Reason = offers[0].Reason,
            Stage = context.Project.Stage,
            OfferedAt = offeredAt,
        }) with
        {
            State = MeetingState.Offered,
            Offers = offers,
            OfferVoid = false,
            Start = offers[0].Start,
            Reason = offers[0].Reason,
            ClinicalMinutesAtRisk = offers[0].ClinicalMinutesAtRisk,
            OfferedAt = offeredAt,
        };
        if (context.Meeting is null)
            writer.Add(meeting);
        else
            writer.Update(meeting);
        await Holds.HoldAsync(
            writer, meeting, offers.Select(o => o.Start), people, WorkingTime.AddWorkingDays(now, options.HoldWorkingDays, context.Project.Nation), cancellationToken);
        if (member.NoTimesAt is not null)
            writer.Update(member with { NoTimesAt = null, NoTimesReason = null });
        writer.Audit(EffectLedger.Event(
            context, "times.found",
            $"Times were found for {{clinician}}: {string.Join("; ", offers.Select(o => MeetingTime.Long(o.Start)))}.", now, offers[0].Reason));
    }

    private static bool NoTimes(IStoreWriter writer, EffectContext context, string reason, Instant now)
    {
        writer.Update(context.Member! with { NoTimesAt = now, NoTimesReason = reason });
        writer.Audit(EffectLedger.Event(context, "times.none", $"No time was found for {{clinician}}: {reason}", now));
        return true;
    }
}
