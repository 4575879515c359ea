using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Orchestrations.Clinicians;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Scheduling;

/// <summary>
/// Plans times for whoever on a panel waits for some, in one run: asks free/busy once for all of them, plans them together, and stores up
/// to three times each as an offer. The times are held for both people across all projects.
/// </summary>
public sealed class PanelTimes(EffectLedger ledger, IEngagementStore store, ICalendar calendar, IClock clock, EngagementOptions options)
{
    /// <summary>
    /// How often the planner asks whether to go on before it answers with the best plan so far; about half a minute. Counted, not timed, so
    /// that the same panel gets the same times on every machine.
    /// </summary>
    private const int Effort = 50_000;

    /// <summary>Carries out an effect that asks for times: of one member, or of the panel as a whole.</summary>
    public async Task<EffectResult> PlanAsync(Guid effect, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var context = await ledger.LoadAsync(effect, cancellationToken);
        if (context.Effect.State != EffectState.Intended)
            return EffectResult.Done;
        if (!context.IsStillWanted)
            return await ledger.DropAsync(effect, cancellationToken);
        var waiting = await store.ReadAsync((reader, token) => WaitingAsync(reader, context, now, token), cancellationToken);
        // Another member's search has found their times as well, or nobody may be met yet.
        if (waiting.Count == 0)
            return await ledger.CompleteAsync(effect, (_, _, _) => Task.CompletedTask, cancellationToken);
        EmailAddress[] people = [.. waiting.SelectMany(w => new[] { HostOf(context, w).Email, w.Member.Email }).Distinct()];
        var window = new Interval(now, now + Duration.FromDays(options.ProposedWithinDays));
        return await calendar.GetFreeBusyAsync(context.Project.Lead.Email, people, window, cancellationToken) switch
        {
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered calendars => await ledger.CompleteAsync(
                effect, (writer, current, token) => StoreAsync(writer, current, calendars.Value, now, token), cancellationToken),
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Throttled throttled => EffectResult.Later(throttled.Until),
            PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Refused refused => await ledger.CompleteAsync(
                effect, (writer, current, token) => RefuseAsync(writer, current, refused.Reason, now, token), cancellationToken),
            var other => throw new InvalidOperationException($"Unknown answer {other.GetType().Name}."),
        };
    }

    /// <summary>Whoever waits for times; nobody where the member of the effect no longer does.</summary>
    private async Task<IReadOnlyList<ClinicianFacts>> WaitingAsync(IStoreReader reader, EffectContext context, Instant now, CancellationToken cancellationToken)
    {
        var own = context.Effect.MemberId;
        var waiting = (await PanelFacts.LoadAsync(reader, context.Project, cancellationToken))
            .Where(f => f.Member.Id == own ? ClinicianProtocol.SearchCause(f) == context.Effect.Cause : ClinicianProtocol.WaitsForTimes(f, now, options))
            // Who leads the project needs no meeting with themselves.
            .Where(f => f.Member.Email != context.Project.Lead.Email)
            .ToArray();
        return own is null || waiting.Any(f => f.Member.Id == own) ? waiting : [];
    }

    // Inside the transaction, so that two projects that search at once cannot both hold the same time.
    private async Task StoreAsync(
        IStoreWriter writer, EffectContext context, IReadOnlyDictionary<EmailAddress, FreeBusy> calendars, Instant now, CancellationToken cancellationToken)
    {
        var waiting = (await WaitingAsync(writer, context, now, cancellationToken))
            .Where(f => calendars.ContainsKey(f.Member.Email) && calendars.ContainsKey(HostOf(context, f).Email))
            .ToArray();
        if (waiting.Length == 0)
            return;
        EmailAddress[] people = [.. waiting.SelectMany(f => new[] { HostOf(context, f).Email, f.Member.Email }).Distinct()];
        var holds = await Holds.OfOthersAsync(writer, waiting.Select(f => MeetingOf(f).Id).ToHashSet(), people, now, cancellationToken);
        var batch = waiting.ToDictionary(f => f.Member.Id.ToString());
        var asked = 0;
        var plan = PanelPlanner.Plan([.. waiting.Select(f => ToPlan(context, f, calendars, holds, now))], () => ++asked > Effort);
        foreach (var planned in plan.Planned)
            await OfferAsync(writer, context, batch[planned.Key], planned, now, cancellationToken);
        foreach (var unplanned in plan.Unplanned)
            NoTimes(writer, context, batch[unplanned.Key], NoTimesWords.Of(unplanned), now);
        if (plan.Planned.Count > 1)
            writer.Audit(EffectLedger.Event(context with { Member = null }, "panel.planned", PlanWords.Of(plan), now, PlanWords.Proof(plan)));
    }

    private MeetingToPlan ToPlan(
        EffectContext context, ClinicianFacts facts, IReadOnlyDictionary<EmailAddress, FreeBusy> calendars, IReadOnlyList<SlotHold> holds, Instant now) => new(
        facts.Member.Id.ToString(), HostOf(context, facts).Email.Value, facts.Member.Email.Value,
        SlotRequests.ForOffer(
            context.Project, HostOf(context, facts), facts.Clinician, facts.Meetings, MeetingOf(facts).Number == 1, calendars, holds, now, options));

    private async Task OfferAsync(
        IStoreWriter writer, EffectContext context, ClinicianFacts facts, PlannedMeeting planned, Instant now, CancellationToken cancellationToken)
    {
        var member = facts.Member;
        var replaced = facts.OpenMeeting;
        var (id, number) = MeetingOf(facts);
        // Causes name the offer by its second, so one that replaces another is a second later at least.
        var offeredAt = replaced is null ? now : Instant.Max(now, replaced.OfferedAt + Duration.FromSeconds(1));
        var offers = new[] { planned.Slot }.Concat(planned.Alternatives).Select(s => new OfferedTime(s.Start, s.ClinicalMinutesAtRisk, s.Reason)).ToArray();
        var meeting = (replaced ?? new Meeting
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
            Host = member.Host,
            OfferVoid = false,
            Start = offers[0].Start,
            Reason = offers[0].Reason,
            ClinicalMinutesAtRisk = offers[0].ClinicalMinutesAtRisk,
            ClinicalMinutesOneByOne = planned.OneByOne?.ClinicalMinutesAtRisk,
            OfferedAt = offeredAt,
        };
        if (replaced is null)
            writer.Add(meeting);
        else
            writer.Update(meeting);
        EmailAddress[] people = [member.Email, HostOf(context, facts).Email];
        await Holds.HoldAsync(
            writer, meeting, offers.Select(o => o.Start), people, WorkingTime.AddWorkingDays(now, options.HoldWorkingDays, context.Project.Nation), cancellationToken);
        if (member.NoTimesAt is not null)
            writer.Update(member with { NoTimesAt = null, NoTimesReason = null });
        writer.Audit(EffectLedger.Event(
            context with { Member = member }, "times.found",
            $"Times were found for {{clinician}}: {string.Join("; ", offers.Select(o => MeetingTime.Long(o.Start)))}.", now, SlotWords.AboutThem(offers[0].Reason)));
        Tell(writer, context, member);
    }

    private async Task RefuseAsync(IStoreWriter writer, EffectContext context, string reason, Instant now, CancellationToken cancellationToken)
    {
        foreach (var facts in await WaitingAsync(writer, context, now, cancellationToken))
            NoTimes(writer, context, facts, reason, now);
    }

    private static void NoTimes(IStoreWriter writer, EffectContext context, ClinicianFacts facts, string reason, Instant now)
    {
        var member = facts.Member;
        // Who waits for their next search and still has no time goes on waiting.
        if (member.NoTimesAt is not null && member.Id != context.Effect.MemberId)
            return;
        writer.Update(member with { NoTimesAt = now, NoTimesReason = reason });
        writer.Audit(EffectLedger.Event(context with { Member = member }, "times.none", $"No time was found for {{clinician}}: {reason}", now));
        Tell(writer, context, member);
    }

    /// <summary>The member whose effect it is looks at the facts anyway, and of a panel that is being planned nobody has been started.</summary>
    private static void Tell(IStoreWriter writer, EffectContext context, PanelMember member)
    {
        if (context.Effect.MemberId is { } own && own != member.Id)
            writer.Nudge(Instances.Of(member.Id));
    }

    /// <summary>Who is to meet them, as the lead has it now.</summary>
    private static Person HostOf(EffectContext context, ClinicianFacts facts) => context.Project.HostOf(facts.Member.Host);

    /// <summary>The offer that is replaced, or the member's next meeting.</summary>
    private static (MeetingId Id, int Number) MeetingOf(ClinicianFacts facts)
    {
        var number = facts.OpenMeeting?.Number ?? facts.Meetings.Count + 1;
        return (Meeting.IdFor(facts.Member.Id, number), number);
    }
}
