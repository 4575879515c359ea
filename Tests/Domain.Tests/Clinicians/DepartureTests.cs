using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tests.Scheduling;
using ClinicalEngagement.Domain.Updates;
using CsCheck;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Clinicians;

/// <summary>What was decided in good time and is carried out late.</summary>
public sealed class DepartureTests
{
    private static readonly Instant[] TwoThisMorning = [Ward.Local("2026-06-08T09:00"), Ward.Local("2026-06-08T09:30")];

    [Theory]
    [InlineData(EffectKind.SendFirstMessage)]
    [InlineData(EffectKind.SendOtherTimes)]
    [InlineData(EffectKind.SendReminder)]
    [InlineData(EffectKind.SendUpdate)]
    [InlineData(EffectKind.SendCorrection)]
    [InlineData(EffectKind.SendOutcomeReminder)]
    [InlineData(EffectKind.SendConcernReminder)]
    [InlineData(EffectKind.BookMeeting)]
    public void Of_TriedAgainInTheEvening_WaitsForTheMorning(EffectKind kind) =>
        Departure.Of(Late(kind), Ward.Local("2026-06-12T18:05"), Bell.Options).ShouldBe(new Departure.Later(Ward.Local("2026-06-15T08:00")));

    [Theory]
    [InlineData(EffectKind.SendResponse)]
    [InlineData(EffectKind.SendExplanation)]
    [InlineData(EffectKind.SendUnderstanding)]
    [InlineData(EffectKind.SendFigureAnswer)]
    [InlineData(EffectKind.CancelMeeting)]
    [InlineData(EffectKind.MoveMeeting)]
    public void Of_WhatAnswersTheClinician_LeavesAtAnyHourWhateverElseWasSent(EffectKind kind) =>
        Departure.Of(Late(kind) with { Others = TwoThisMorning }, Ward.Local("2026-06-12T18:05"), Bell.Options).ShouldBe(new Departure.Now());

    [Theory]
    [InlineData(EffectKind.SendFirstMessage)]
    [InlineData(EffectKind.SendReminder)]
    [InlineData(EffectKind.SendCorrection)]
    [InlineData(EffectKind.BookMeeting)]
    public void Of_ThirdInTenWorkingDays_WaitsUntilTheCapLetsItThrough(EffectKind kind) =>
        Departure.Of(Late(kind) with { Others = TwoThisMorning }, Ward.Local("2026-06-10T10:00"), Bell.Options)
            .ShouldBe(new Departure.Later(Ward.Local("2026-06-22T09:00")));

    [Fact]
    public void Of_UpdateAboveTheCap_JoinsTheNextOne() =>
        Departure.Of(Late(EffectKind.SendUpdate) with { Others = TwoThisMorning }, Ward.Local("2026-06-10T10:00"), Bell.Options)
            .ShouldBeOfType<Departure.Never>().Why.ShouldContain("next one");

    [Fact]
    public void Of_UpdateOnItsWayAtClosing_IsReplacedByTheLastOneWhichGoesWhateverTheCap()
    {
        var late = Late(EffectKind.SendUpdate) with { Project = Bell.Project with { State = ProjectState.Closed }, Others = TwoThisMorning };
        Departure.Of(late, Bell.Now, Bell.Options).ShouldBeOfType<Departure.Never>().Why.ShouldContain("closed");
        Departure.Of(late with { Update = late.Update! with { Final = true } }, Bell.Now, Bell.Options).ShouldBe(new Departure.Now());
    }

    [Fact]
    public void Of_UpdateToWhoAskedForARestMeanwhile_IsNotSent()
    {
        var tomorrow = Bell.Now + Duration.FromDays(1);
        foreach (var member in new[] { Bell.Member with { NoUpdatesAt = Bell.Now }, Bell.Member with { UpdatesPausedUntil = tomorrow }, Bell.Member with { PausedUntil = tomorrow } })
        {
            Departure.Of(Late(EffectKind.SendUpdate) with { Member = member }, Bell.Now, Bell.Options).ShouldBeOfType<Departure.Never>();
            Departure.Of(Late(EffectKind.SendReminder) with { Member = member }, Bell.Now, Bell.Options).ShouldBe(new Departure.Now());
        }
    }

    [Theory]
    [InlineData("2026-06-10T10:00", true)]
    [InlineData("2026-06-10T09:59", false)]
    public void Of_BriefInTheEvening_WaitsOnlyIfTheMorningIsEarlyEnough(string start, bool waits) =>
        Departure.Of(Late(EffectKind.SendBrief) with { Meeting = Bell.Meeting(MeetingState.Agreed, start: start) }, Ward.Local("2026-06-09T19:00"), Bell.Options)
            .ShouldBe(waits ? new Departure.Later(Ward.Local("2026-06-10T08:00")) : new Departure.Now());

    [Fact]
    public void Of_AgreedTime_IsBookedInTheEveningToo() =>
        Departure.Of(Late(EffectKind.BookMeeting) with { Meeting = Bell.Meeting(MeetingState.Agreed) }, Ward.Local("2026-06-12T18:05"), Bell.Options).ShouldBe(new Departure.Now());

    [Fact]
    public void Of_TimesThatAreOwed_KeepToWorkingTimeAndNotToTheCap()
    {
        var owed = Late(EffectKind.BookMeeting) with { Others = TwoThisMorning, Mail = Late(EffectKind.SendOtherTimes).Effect with { Unasked = false } };
        Departure.Of(owed, Bell.Now, Bell.Options).ShouldBe(new Departure.Now());
        Departure.Of(owed, Ward.Local("2026-06-12T18:05"), Bell.Options).ShouldBeOfType<Departure.Later>();
    }

    [Fact]
    public void Of_Any_LeavesOnlyWhereAllOfItIsLawfulAndAsSoonAsItIs() => Tape.Gen(12, 40).Sample(
        tape =>
        {
            var now = Bell.Now + Duration.FromMinutes(tape.Pick(40) * 1440) + Duration.FromMinutes(tape.Pick(96) * 15);
            EffectKind[] kinds = [EffectKind.SendFirstMessage, EffectKind.SendReminder, EffectKind.SendCorrection, EffectKind.BookMeeting, EffectKind.SendUpdate];
            var facts = Late(kinds[tape.Pick(kinds.Length)]) with { Others = [.. Enumerable.Range(0, tape.Pick(5)).Select(_ => now - Duration.FromHours(tape.Pick(24 * 20)))] };
            bool MayLeave(Instant at) => SendingTime.NextAllowed(at, Nation.England, Bell.Options) == at
                && SendingTime.CapFreesAt(facts.Others, at, Nation.England, Bell.Options) is null;
            switch (Departure.Of(facts, now, Bell.Options))
            {
                case Departure.Now:
                    MayLeave(now).ShouldBeTrue();
                    break;
                case Departure.Later later:
                    MayLeave(now).ShouldBeFalse();
                    Departure.Of(facts, later.At, Bell.Options).ShouldBe(new Departure.Now());
                    for (var between = now; between < later.At; between += Duration.FromMinutes(30))
                        MayLeave(between).ShouldBeFalse();
                    break;
                default:
                    facts.Effect.Kind.ShouldBe(EffectKind.SendUpdate);
                    break;
            }
        },
        iter: Sweep.Of(2_000));

    [Fact]
    public void Of_UpdateThatWaitedThroughAQuietPeriod_IsNewsNoMore()
    {
        var update = Late(EffectKind.SendUpdate);
        Departure.Of(update, Ward.Local("2026-06-19T10:00"), Bell.Options).ShouldBe(new Departure.Now());
        Departure.Of(update, Ward.Local("2026-06-23T10:00"), Bell.Options).ShouldBeOfType<Departure.Never>().Why.ShouldContain("news no more");
        Departure.Of(update with { Update = update.Update! with { Final = true } }, Ward.Local("2026-06-23T10:00"), Bell.Options).ShouldBe(new Departure.Now());
    }

    private static DepartureFacts Late(EffectKind kind) => new()
    {
        Effect = new Effect
        {
            Id = Effect.IdFor(Bell.Project.Id, kind, "late"),
            ProjectId = Bell.Project.Id,
            MemberId = Bell.Member.Id,
            Clinician = Bell.Clinician.Email,
            Kind = kind,
            Cause = "late",
            State = EffectState.Intended,
            Unasked = kind is EffectKind.SendFirstMessage or EffectKind.SendReminder or EffectKind.SendUpdate or EffectKind.SendCorrection,
            IntendedAt = Bell.Now - Duration.FromDays(30),
        },
        Project = Bell.Project,
        Member = Bell.Member,
        Meeting = kind == EffectKind.BookMeeting ? Bell.Meeting(MeetingState.Offered) : null,
        Mail = kind == EffectKind.BookMeeting ? Late(EffectKind.SendFirstMessage).Effect : null,
        Update = kind != EffectKind.SendUpdate ? null : new Update
        {
            Id = Update.IdFor(Bell.Project.Id, 1),
            ProjectId = Bell.Project.Id,
            Number = 1,
            State = UpdateState.Sent,
            DraftedAt = Bell.Now,
            SendAt = Bell.Now,
            WhatChanged = ["Two wards joined."],
            YouSaidWeDid = [],
        },
    };
}
