using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Tests.Clinicians;
using ClinicalEngagement.Domain.Tests.Scheduling;
using CsCheck;
using NodaTime;
using static ClinicalEngagement.Domain.Projects.ProjectDecision;

namespace ClinicalEngagement.Domain.Tests.Listening;

/// <summary>Dr Bell raised a concern on Monday 8 June 2026; it is due ten working days later, on Monday 22 June.</summary>
public sealed class ListeningProtocolTests
{
    private static readonly Concern Raised = new()
    {
        Id = new ConcernId(StableId.From("c")),
        ProjectId = Bell.Project.Id,
        MemberId = Bell.Member.Id,
        Kind = ConcernKind.Concern,
        Words = "Who covers the ward?",
        RaisedAt = Bell.Now,
        DueAt = Ward.Local("2026-06-22T10:00"),
    };

    private static readonly Concern Answered = Raised with { Response = "The registrar.", RespondedAt = Ward.Local("2026-06-10T10:00") };

    private static readonly Person CoLead = new("Dr Weir", new EmailAddress("weir@harbour.example"));

    [Fact]
    public void Next_Raised_IsATaskThenRemindersToTheOwnerThenATaskForTheCoLead()
    {
        var facts = Facts(Raised) with { Project = Bell.Project with { CoLead = CoLead } };
        var task = Next(facts, "2026-06-08T10:00").ShouldBeOfType<AskLead>();
        (task.Kind, task.Due, task.For).ShouldBe((TaskKind.AnswerConcern, Raised.DueAt, TaskFor.Lead));

        facts = With(facts, task);
        Next(facts, "2026-06-08T10:00").ShouldBe(new Wait(Ward.Local("2026-06-17T08:00")));
        var first = Next(facts, "2026-06-17T08:00").ShouldBeOfType<RemindOwner>();
        facts = With(facts, EffectKind.SendConcernReminder, first.Cause);
        Next(facts, "2026-06-17T08:00").ShouldBe(new Wait(Ward.Local("2026-06-22T08:00")));
        var last = Next(facts, "2026-06-22T08:00").ShouldBeOfType<RemindOwner>();
        last.Cause.ShouldNotBe(first.Cause);
        facts = With(facts, EffectKind.SendConcernReminder, last.Cause);
        Next(facts, "2026-06-22T08:00").ShouldBe(new Wait(Ward.Local("2026-06-23T08:00")));

        var overdue = Next(facts, "2026-06-23T08:00").ShouldBeOfType<AskLead>();
        (overdue.Kind, overdue.For).ShouldBe((TaskKind.ConcernOverdue, TaskFor.CoLead));
        facts = With(facts, overdue);
        var tell = Next(facts, "2026-06-23T08:00").ShouldBeOfType<TellCoLead>();
        Next(With(facts, EffectKind.SendConcernOverdue, tell.Cause), "2026-06-23T08:00").ShouldBe(new Wait(null));
    }

    [Fact]
    public void Next_OverdueWithoutACoLead_IsATaskForTheLead()
    {
        var facts = With(With(Facts(Raised), Next(Facts(Raised), "2026-06-08T10:00")), EffectKind.SendConcernReminder, $"{Raised.Round}/last");
        var overdue = Next(facts, "2026-06-23T08:00").ShouldBeOfType<AskLead>();
        (overdue.Kind, overdue.For).ShouldBe((TaskKind.ConcernOverdue, TaskFor.Lead));
        Next(With(facts, overdue), "2026-06-23T08:00").ShouldBe(new Wait(null));
    }

    [Fact]
    public void Next_AfterALongPause_RemindsOnce()
    {
        var facts = With(Facts(Raised), Next(Facts(Raised), "2026-06-08T10:00"));
        Next(facts with { Project = Bell.Project with { State = ProjectState.Paused } }, "2026-06-22T09:00").ShouldBe(new Wait(null));
        var reminder = Next(facts, "2026-06-22T09:00").ShouldBeOfType<RemindOwner>();
        Next(With(facts, EffectKind.SendConcernReminder, reminder.Cause), "2026-06-22T09:00").ShouldBeOfType<Wait>();
    }

    [Theory]
    [InlineData(Verdict.Partly, "in part")]
    [InlineData(Verdict.No, "does not deal")]
    public void Next_NotDealtWith_IsATaskAgain(Verdict verdict, string words)
    {
        var judged = Answered with { Verdict = verdict, VerdictAt = Ward.Local("2026-06-15T10:00"), DueAt = Ward.Local("2026-06-29T10:00") };
        var before = With(Facts(judged), new AskLead(TaskKind.AnswerConcern, Raised.Round, Raised.DueAt, "", ""));
        var again = Next(before, "2026-06-15T10:00").ShouldBeOfType<AskLead>();
        (again.Kind, again.Due).ShouldBe((TaskKind.AnswerConcern, judged.DueAt));
        again.What.ShouldContain(words);
    }

    [Fact]
    public void Next_NoWordOnTheAnswer_AsksTheLeadAfterTenWorkingDays()
    {
        Next(Facts(Answered), "2026-06-10T10:00").ShouldBe(new Wait(Ward.Local("2026-06-24T08:00")));
        var ask = Next(Facts(Answered), "2026-06-24T08:00").ShouldBeOfType<AskLead>();
        ask.Kind.ShouldBe(TaskKind.VerdictMissing);
        Next(With(Facts(Answered), ask), "2026-06-24T08:00").ShouldBe(new Wait(null));
        Next(Facts(Answered with { Verdict = Verdict.Yes, ClosedAt = Bell.Now }), "2026-06-24T08:00").ShouldBe(new Wait(null));
    }

    [Fact]
    public void Next_Corrected_IsATask()
    {
        var corrected = Answered with { Correction = "At night.", CorrectedAt = Ward.Local("2026-06-10T12:00") };
        Next(Facts(corrected), "2026-06-10T12:00").ShouldBeOfType<AskLead>().Kind.ShouldBe(TaskKind.ParaphraseCorrected);
    }

    [Fact]
    public void Next_WantsNoMoreOrLeft_IsNotChased()
    {
        Next(Facts(Raised) with { NoMore = new HashSet<EmailAddress> { Bell.Member.Email } }, "2026-07-22T10:00").ShouldBe(new Wait(null));
        Next(Facts(Raised) with { Members = [Bell.Member with { LeftAt = Bell.Now }] }, "2026-07-22T10:00").ShouldBe(new Wait(null));
    }

    [Fact]
    public void Closing_OfTheProject_LeavesWhatIsOpenOwed()
    {
        var closed = Facts(Raised) with { Project = Bell.Project with { State = ProjectState.Closed } };
        ProjectProtocol.Next(closed, Bell.Now, Bell.Options).ShouldBeOfType<AskLead>();
        ProjectProtocol.Next(closed with { Concerns = [Raised with { ClosedAt = Bell.Now }] }, Bell.Now, Bell.Options).ShouldBeOfType<Finished>();
    }

    [Fact]
    public void Next_WhateverIsOpen_NeverWaitsOnNothing() => Gen
        .Select(Gen.Bool, Gen.Enum<Verdict>().Nullable(), Gen.Int[0, 60], Gen.Int[0, 60], Gen.Bool)
        .Sample((answered, verdict, answeredDay, now, corrected) =>
        {
            var at = Bell.Now + Duration.FromDays(answeredDay);
            var concern = Raised with
            {
                Response = answered ? "Yes." : null,
                RespondedAt = answered ? at : null,
                Verdict = answered ? verdict : null,
                VerdictAt = answered && verdict is not null ? at : null,
                ClosedAt = answered && verdict == Verdict.Yes ? at : null,
                CorrectedAt = corrected ? at : null,
                DueAt = answered && verdict is Verdict.Partly or Verdict.No ? at + Duration.FromDays(14) : Raised.DueAt,
            };
            var facts = Facts(concern);
            var moment = Instant.Max(at, Bell.Now + Duration.FromDays(now));
            for (var steps = 0; steps < 20; steps++)
            {
                switch (ListeningProtocol.Next(facts, moment, Bell.Options))
                {
                    case AskLead ask:
                        facts = With(facts, ask);
                        break;
                    case RemindOwner remind:
                        facts = With(facts, EffectKind.SendConcernReminder, remind.Cause);
                        break;
                    case Wait { Until: { } until }:
                        until.ShouldBeGreaterThan(moment);
                        moment = until;
                        break;
                    default:
                        // Waiting for a person: then a task stands, or it is closed.
                        (concern.ClosedAt is not null || facts.Tasks.Count > 0).ShouldBeTrue();
                        return;
                }
            }

            throw new ShouldAssertException("It never came to rest.");
        });

    private static ProjectFacts Facts(Concern concern) => new()
    {
        Project = Bell.Project,
        Members = [Bell.Member],
        NoMore = new HashSet<EmailAddress>(),
        Meetings = [],
        Concerns = [concern],
        Effects = [],
        Tasks = [],
    };

    private static ProjectFacts With(ProjectFacts facts, ProjectDecision asked) =>
        asked is AskLead ask ? facts with { Tasks = [.. facts.Tasks, Bell.Task(ask.Kind, ask.Cause)] } : facts;

    private static ProjectFacts With(ProjectFacts facts, EffectKind kind, string cause) => facts with { Effects = [.. facts.Effects, Bell.Effect(kind, cause)] };

    private static ProjectDecision Next(ProjectFacts facts, string at) => ListeningProtocol.Next(facts, Ward.Local(at), Bell.Options);
}
