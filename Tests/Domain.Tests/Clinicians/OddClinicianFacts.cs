using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tasks;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Clinicians;

/// <summary>Facts as they may stand in a store, likely ones and ones that no path leads to.</summary>
internal static class OddClinicianFacts
{
    public static (ClinicianFacts Facts, Instant Now, EngagementOptions Options) From(Tape tape)
    {
        var now = Bell.Now + Duration.FromMinutes((tape.Pick(250) * 1440 * 3) + (tape.Pick(96) * 15));
        var today = WorkingTime.DateOf(now);
        var options = Bell.Options with
        {
            UnaskedCap = 1 + tape.Pick(3),
            QuietPeriods = tape.Once(3) ? [new QuietPeriod(today.PlusDays(tape.Pick(9) - 4), today.PlusDays(tape.Pick(9)), "Changeover")] : [],
        };
        var project = Bell.Project with
        {
            State = tape.Once(5) ? ProjectState.Paused : tape.Once(9) ? ProjectState.Closed : ProjectState.Running,
            Plan = tape.Once(4) ? new Plan { PatientBenefit = tape.Once(2) ? "Home the same day." : "" } : Bell.ReadyPlan,
            FirstMessages = tape.Once(3) ? FirstMessages.Hold : FirstMessages.Send,
            Nation = (Nation)tape.Pick(4),
        };
        var member = Bell.Member with
        {
            Order = tape.Pick(6),
            FirstMessageApprovedAt = tape.Maybe(() => tape.Near(now)),
            PausedUntil = tape.Maybe(() => tape.Near(now)),
            RepliedAt = tape.Maybe(() => tape.Near(now)),
            ReplyHandledAt = tape.Maybe(() => tape.Near(now)),
            SpokenAt = tape.Maybe(() => tape.Near(now)),
            NoTimesAt = tape.Maybe(() => tape.Near(now)),
            MeetingWantedAt = tape.Maybe(() => tape.Near(now)),
            LeftAt = tape.Once(30) ? now : null,
            DeputyAt = tape.Once(10) ? tape.Near(now) : null,
        };
        var meetings = Enumerable.Range(1, tape.Pick(4)).Select(number => MeetingOf(tape, number, now)).ToArray();
        var concerns = tape.Once(5) ? new[] { ConcernOf(tape, now) } : [];
        var effects = meetings.SelectMany(m => EffectsOf(tape, m)).ToArray();
        var facts = new ClinicianFacts
        {
            Project = project,
            Member = member,
            Clinician = Bell.Clinician with { NoMoreAt = tape.Once(20) ? now : null, Secretary = tape.Once(2) ? null : Bell.Clinician.Secretary },
            Meetings = meetings,
            Effects = effects,
            Tasks = [.. meetings.Where(_ => tape.Once(2)).SelectMany(m => new[]
            {
                Bell.Task(TaskKind.RingSecretary, m.Id.ToString()), Bell.Task(TaskKind.TwiceDeclined, m.Id.ToString()),
                Bell.Task(TaskKind.RecordOutcome, ClinicianProtocol.BriefCause(m)), Bell.Task(TaskKind.ReadReply, $"{m.MemberId}/{member.RepliedAt}"),
                Bell.Task(TaskKind.ApproveFirstMessage, m.MemberId.ToString()),
            })],
            Concerns = concerns,
            UnaskedMessages = [.. Enumerable.Range(0, tape.Pick(4)).Select(_ => tape.Near(now))],
        };
        return (facts, now, options);
    }

    private static Meeting MeetingOf(Tape tape, int number, Instant now)
    {
        var state = (MeetingState)tape.Pick(8);
        var offered = tape.Near(now);
        var start = tape.Near(now);
        var isBooked = state != MeetingState.Offered && !tape.Once(8);
        return Bell.Meeting(state, number) with
        {
            OfferedAt = offered,
            Start = start,
            Offers = [new OfferedTime(start, 0, "Free.")],
            Minutes = 5 + tape.Pick(60),
            ProposedAt = isBooked ? tape.Near(offered) : null,
            AnsweredAt = tape.Maybe(() => tape.Near(now)),
            OutcomeAt = tape.Maybe(() => tape.Near(now)),
            LostAt = tape.Once(8) ? tape.Near(now) : null,
            Channel = (MeetingChannel)tape.Pick(4),
            CounterProposal = tape.Once(6) ? tape.Near(now) : null,
            OfferVoid = tape.Once(5),
            EventId = isBooked ? "event" : null,
            BookedStart = isBooked ? (tape.Once(4) ? tape.Near(now) : start) : null,
        };
    }

    private static IEnumerable<Effect> EffectsOf(Tape tape, Meeting meeting)
    {
        var offer = ClinicianProtocol.OfferCause(meeting);
        (EffectKind, string)[] possible =
        [
            (EffectKind.SendReminder, meeting.Id.ToString()), (EffectKind.SendBrief, ClinicianProtocol.BriefCause(meeting)),
            (EffectKind.ConsiderProposal, ClinicianProtocol.ProposalCause(meeting)), (EffectKind.MoveMeeting, ClinicianProtocol.MoveCause(meeting)),
            (EffectKind.SendOutcomeReminder, ClinicianProtocol.BriefCause(meeting)), (EffectKind.CheckSlot, ClinicianProtocol.CheckCause(meeting, "reminder")),
            (EffectKind.CheckSlot, ClinicianProtocol.CheckCause(meeting, "early")), (EffectKind.CheckSlot, ClinicianProtocol.CheckCause(meeting, "brief")),
        ];
        // The invitation and the message that goes with it are decided in one transaction.
        if (tape.Once(2))
        {
            yield return Bell.Effect(EffectKind.BookMeeting, offer, (EffectState)tape.Pick(4)) with { MeetingId = meeting.Id };
            yield return Bell.Effect(tape.Once(2) ? EffectKind.SendFirstMessage : EffectKind.SendOtherTimes, offer, (EffectState)tape.Pick(4)) with { MeetingId = meeting.Id };
        }

        foreach (var (kind, cause) in possible)
            if (tape.Once(3))
                yield return Bell.Effect(kind, cause, (EffectState)tape.Pick(4)) with { MeetingId = meeting.Id };
    }

    private static Concern ConcernOf(Tape tape, Instant now) => new()
    {
        Id = new ConcernId(StableId.From("concern")),
        ProjectId = Bell.Project.Id,
        MemberId = Bell.Member.Id,
        Kind = ConcernKind.Concern,
        Words = "Who covers the ward?",
        RaisedAt = now,
        DueAt = now,
        Response = "The registrar does.",
        RespondedAt = tape.Maybe(() => tape.Near(now)),
    };
}
