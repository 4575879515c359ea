using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using NodaTime;
using static ClinicalEngagement.Domain.Clinicians.ClinicianDecision;

namespace ClinicalEngagement.Domain.Tests.Clinicians;

/// <summary>
/// A panel member's months in miniature: each decision is committed as the workflow commits it, each effect has one of its outcomes,
/// and between them the clinician, the lead and the clock do as the tape says.
/// </summary>
internal sealed class ClinicianWalk(Tape tape)
{
    private readonly List<Instant> unasked = [];
    private ClinicianFacts facts = Bell.Facts() with { Project = Bell.Project with { FirstMessages = tape.Once(3) ? FirstMessages.Hold : FirstMessages.Send } };
    private Instant now = Bell.Now;

    public void Run()
    {
        while (!tape.IsAtEnd)
        {
            var wake = Settle();
            if (Happens())
                now += Duration.FromMinutes(1 + tape.Pick(200));
            else
                now = wake is { } until && !tape.Once(4) ? until : now + Duration.FromHours(1 + tape.Pick(100));
            facts = facts with { UnaskedMessages = [.. unasked] };
        }
    }

    /// <summary>Decides and carries out until there is nothing left to do, and says when to wake.</summary>
    private Instant? Settle()
    {
        for (var turn = 0; turn < 40; turn++)
        {
            var open = facts.Effects.Where(e => e.State == EffectState.Intended).ToArray();
            foreach (var effect in open)
                if (tape.Once(6))
                    return now + Duration.FromHours(1);
                else
                    CarryOut(effect);
            if (open.Length > 0)
                continue;
            var decision = ClinicianProtocol.Next(facts, now, Bell.Options);
            ClinicianRules.Hold(facts, now, Bell.Options, decision);
            if (decision is Wait wait)
                return wait.Until;
            if (decision is Finished)
                return null;
            Commit(decision);
        }

        throw new InvalidOperationException($"It never comes to rest: {ClinicianProtocol.Next(facts, now, Bell.Options)}.");
    }

    private void Commit(ClinicianDecision decision)
    {
        if (decision is AskLead ask)
            facts = facts.With(ask);
        if (decision is End end)
            Change(end.Meeting with { State = end.State });
        var meeting = facts.OpenMeeting ?? facts.LastMeeting;
        foreach (var (kind, cause) in ClinicianRules.EffectsOf(decision))
        {
            facts = facts with { Effects = [.. facts.Effects, Bell.Effect(kind, cause, EffectState.Intended) with { IntendedAt = now, MeetingId = meeting?.Id }] };
            if (kind is EffectKind.SendFirstMessage or EffectKind.SendOtherTimes or EffectKind.SendReminder && decision is not OfferAgain { IsOwed: true })
                unasked.Add(now);
        }

        facts = facts with { UnaskedMessages = [.. unasked] };
    }

    private void CarryOut(Effect effect)
    {
        var meeting = facts.Meetings.FirstOrDefault(m => m.Id == effect.MeetingId);
        if (tape.Once(12))
        {
            Close(effect, EffectState.Uncertain);
            return;
        }

        var isOvertaken = facts.Project.State != ProjectState.Running || facts.Member.HasUnhandledReply || meeting is { IsOpen: false };
        if (isOvertaken && effect.Kind is not EffectKind.SendResponse and not EffectKind.SendOutcomeReminder)
        {
            Close(effect, EffectState.Dropped);
            return;
        }

        Close(effect, EffectState.Done);
        switch (effect.Kind)
        {
            case EffectKind.FindTimes:
                Find();
                break;
            case EffectKind.BookMeeting when tape.Once(4) && meeting is { State: MeetingState.Offered }:
                Change(meeting with { OfferVoid = true });
                foreach (var mail in facts.Effects.Where(e => e.Cause == effect.Cause && e.State == EffectState.Intended))
                    Close(mail, EffectState.Dropped);
                break;
            case EffectKind.BookMeeting when meeting is { IsOpen: true }:
                Change(meeting with
                {
                    State = meeting.State == MeetingState.Offered ? MeetingState.Proposed : meeting.State,
                    EventId = "event",
                    BookedStart = meeting.Start,
                    ProposedAt = now,
                });
                break;
            case EffectKind.CheckSlot when tape.Once(4) && meeting is { IsOpen: true }:
                Change(meeting with { LostAt = now });
                break;
            case EffectKind.ConsiderProposal when meeting is { CounterProposal: { } proposed }:
                Change(tape.Once(2) ? meeting with { CounterProposal = null } : meeting with { CounterProposal = null, State = MeetingState.Agreed, Start = proposed });
                break;
            case EffectKind.MoveMeeting when meeting is not null:
                Change(meeting with { BookedStart = meeting.Start, BookedChannel = meeting.Channel });
                break;
        }
    }

    private void Find()
    {
        if (tape.Once(4))
        {
            facts = facts with { Member = facts.Member with { NoTimesAt = now, NoTimesReason = "none is free." } };
            return;
        }

        var number = facts.OpenMeeting?.Number ?? facts.Meetings.Count + 1;
        var start = WorkingTime.At(WorkingTime.AddWorkingDays(now, 10 + tape.Pick(5), Nation.England), new LocalTime(10, 0));
        var at = facts.OpenMeeting?.OfferedAt is { } before && before >= now ? before + Duration.FromSeconds(1) : now;
        Change(Bell.Meeting(MeetingState.Offered, number) with { OfferedAt = at, Start = start, Offers = [new OfferedTime(start, 0, "Free.")] });
        facts = facts with { Member = facts.Member with { NoTimesAt = null } };
    }

    /// <summary>One thing that a person does, if the tape has one.</summary>
    private bool Happens()
    {
        var member = facts.Member;
        var open = facts.OpenMeeting;
        switch (tape.Pick(24))
        {
            case 1 when open is { State: MeetingState.Proposed }:
                Change(open with { State = MeetingState.Agreed, AnsweredAt = now });
                return true;
            case 2 when open is { EventId: not null }:
                Change(open with { State = MeetingState.Declined, AnsweredAt = now, CounterProposal = null });
                return true;
            case 3 when open is { EventId: not null }:
                Change(open with { CounterProposal = now + Duration.FromDays(2 + tape.Pick(20)), AnsweredAt = now });
                return true;
            case 4 when open is { EventId: not null }:
                Change(open with { State = MeetingState.Declined, AnsweredAt = now });
                facts = facts with { Member = member with { PausedUntil = now + Duration.FromDays(30) } };
                return true;
            case 5 when tape.Once(4):
                facts = facts with { Clinician = facts.Clinician with { NoMoreAt = now } };
                return true;
            case 6 or 7:
                facts = facts with { Member = member with { RepliedAt = now } };
                return true;
            case 8 or 9 when member.HasUnhandledReply:
                facts = facts with { Member = member with { ReplyHandledAt = now } };
                if (open is not null && tape.Once(3))
                    Change(open with { State = MeetingState.Agreed, AnsweredAt = now });
                return true;
            case 10:
                facts = facts with { Project = facts.Project with { State = ProjectState.Paused } };
                return true;
            case 11 or 12 when facts.Project.State == ProjectState.Paused:
                facts = facts with { Project = facts.Project with { State = ProjectState.Running } };
                return true;
            case 13 or 14 when open is null:
                facts = facts with { Member = member with { MeetingWantedAt = now } };
                return true;
            case 15:
                facts = facts with { Member = member with { SpokenAt = now } };
                return true;
            case 16:
                facts = facts with { Member = member with { FirstMessageApprovedAt = member.FirstMessageApprovedAt ?? now } };
                return true;
            case 17 when tape.Once(6):
                facts = facts with { Project = facts.Project with { State = ProjectState.Closed } };
                return true;
            case 18 or 19 when open is { State: MeetingState.Agreed } held && held.End <= now:
                var took = tape.Once(2);
                Change(held with { State = took ? MeetingState.Held : MeetingState.NotHeld, OutcomeAt = now });
                if (!took)
                    facts = facts with { Member = member with { MeetingWantedAt = now + Duration.FromMilliseconds(1) } };
                return true;
            case 20 when open is { State: MeetingState.Agreed, Moves: < 2 }:
                Change(open with { Start = tape.Once(2) ? open.Offers[0].Start : open.Start + Duration.FromHours(tape.Pick(30)), AnsweredAt = now, Moves = open.Moves + 1 });
                return true;
            case 21 when open is { EventId: not null }:
                Change(open with { State = MeetingState.Cancelled, CounterProposal = null });
                return true;
            default:
                return false;
        }
    }

    private void Change(Meeting meeting) => facts = facts with
    {
        Meetings = [.. facts.Meetings.Where(m => m.Id != meeting.Id).Append(meeting).OrderBy(m => m.Number)],
    };

    private void Close(Effect effect, EffectState state)
    {
        if (state == EffectState.Dropped && effect.Kind is EffectKind.SendFirstMessage or EffectKind.SendOtherTimes or EffectKind.SendReminder)
            unasked.Remove(effect.IntendedAt);
        facts = facts with
        {
            Effects = [.. facts.Effects.Select(e => e.Id == effect.Id ? e with { State = state, DoneAt = state == EffectState.Done ? now : null } : e)],
        };
    }
}
