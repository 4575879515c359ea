using System.Diagnostics;
using NodaTime;

namespace ClinicalEngagement.Domain.Meetings;

/// <summary>A meeting's state machine, as far as people move it. Doing the same thing twice changes nothing the second time.</summary>
public static class MeetingSteps
{
    /// <summary>The meeting after a step, or why it cannot be taken; the same meeting, step and time give the same result.</summary>
    public static StepResult Take(Meeting meeting, MeetingStep step, Instant now, EngagementOptions options) => step switch
    {
        MeetingStep.TookPlace or MeetingStep.DidNotTakePlace or MeetingStep.Moved => Afterwards(meeting, step, now, options),
        _ when !meeting.IsOpen || meeting.End <= now => Refuse(StepRefusal.NoLongerOpen),
        _ when meeting.SharedWith is not null => Refuse(StepRefusal.HeldInAnother),
        MeetingStep.Pick pick => Pick(meeting, pick, now, options),
        MeetingStep.Propose propose => Propose(meeting, propose.Time, now, options),
        MeetingStep.Settle settle => Settle(meeting, settle, now, options),
        MeetingStep.Decline decline => new StepResult.Taken(meeting with
        {
            State = MeetingState.Declined,
            AnsweredAt = now,
            CounterProposal = null,
            DeclineReason = decline.Reason,
        }),
        _ => throw new UnreachableException($"No rule for {step.GetType().Name}."),
    };

    private static StepResult Pick(Meeting meeting, MeetingStep.Pick pick, Instant now, EngagementOptions options)
    {
        var channel = pick.Channel ?? meeting.Channel;
        if (meeting.State == MeetingState.Agreed && meeting.Start == pick.Time)
            return channel == meeting.Channel ? new StepResult.Nothing() : new StepResult.Taken(meeting with { Channel = channel, AnsweredAt = now });
        if (meeting.Offers.All(o => o.Start != pick.Time) || pick.Time <= now)
            return Refuse(StepRefusal.NotOffered);
        if (meeting.State == MeetingState.Agreed && (meeting.Moves >= options.MaxMoves || meeting.Start - now < options.TooLateToMove))
            return Refuse(StepRefusal.TooLateToMove);
        return new StepResult.Taken(Agreed(meeting, pick.Time, channel, now) with { Moves = meeting.Moves + (meeting.State == MeetingState.Agreed ? 1 : 0) });
    }

    // How often it was moved before is looked at when the time is considered: a third change goes to the lead.
    private static StepResult Propose(Meeting meeting, Instant time, Instant now, EngagementOptions options)
    {
        if (meeting.State == MeetingState.Agreed && meeting.Start - now < options.TooLateToMove)
            return Refuse(StepRefusal.TooLateToMove);
        if (time <= now + options.TooLateToMove)
            return Refuse(StepRefusal.TooSoon);
        return time > now + Duration.FromDays(options.ChosenWithinDays)
            ? Refuse(StepRefusal.TooFarAhead)
            : new StepResult.Taken(meeting with { CounterProposal = time, AnsweredAt = now });
    }

    private static StepResult Settle(Meeting meeting, MeetingStep.Settle settle, Instant now, EngagementOptions options)
    {
        var channel = settle.Channel ?? meeting.Channel;
        if (meeting.State == MeetingState.Agreed && meeting.Start == settle.Time && meeting.Channel == channel)
            return new StepResult.Nothing();
        if (settle.Time <= now)
            return Refuse(StepRefusal.InThePast);
        return settle.Time > now + Duration.FromDays(options.ChosenWithinDays)
            ? Refuse(StepRefusal.TooFarAhead)
            : new StepResult.Taken(Agreed(meeting, settle.Time, channel, now));
    }

    private static StepResult Afterwards(Meeting meeting, MeetingStep step, Instant now, EngagementOptions options)
    {
        if (meeting.OutcomeAt is not null)
            return new StepResult.Nothing();
        if (meeting.State != MeetingState.Agreed)
            return Refuse(StepRefusal.NotAgreed);
        if (meeting.Start > now)
            return Refuse(StepRefusal.NotYetHeld);
        return step switch
        {
            MeetingStep.TookPlace => new StepResult.Taken(meeting with { State = MeetingState.Held, OutcomeAt = now }),
            MeetingStep.DidNotTakePlace => new StepResult.Taken(meeting with { State = MeetingState.NotHeld, OutcomeAt = now }),
            MeetingStep.Moved { To: var to } when to <= now =>
                new StepResult.Taken(meeting with { State = MeetingState.Held, Start = to, OutcomeAt = now }),
            MeetingStep.Moved when meeting.SharedWith is not null => Refuse(StepRefusal.HeldInAnother),
            MeetingStep.Moved { To: var to } when to > now + Duration.FromDays(options.ChosenWithinDays) => Refuse(StepRefusal.TooFarAhead),
            // The clinician's own changes are counted, not this one: nobody says at whose wish it was.
            MeetingStep.Moved { To: var to } => new StepResult.Taken(Agreed(meeting, to, meeting.Channel, now)),
            _ => throw new UnreachableException($"No rule for {step.GetType().Name}."),
        };
    }

    private static Meeting Agreed(Meeting meeting, Instant time, MeetingChannel channel, Instant now)
    {
        var offer = meeting.Offers.FirstOrDefault(o => o.Start == time);
        return meeting with
        {
            State = MeetingState.Agreed,
            Start = time,
            Channel = channel,
            Reason = offer?.Reason ?? (time == meeting.Start ? meeting.Reason : "The time you agreed on."),
            ClinicalMinutesAtRisk = offer?.ClinicalMinutesAtRisk ?? (time == meeting.Start ? meeting.ClinicalMinutesAtRisk : 0),
            AnsweredAt = now,
            CounterProposal = null,
        };
    }

    private static StepResult.Refused Refuse(StepRefusal why) => new(why);
}
