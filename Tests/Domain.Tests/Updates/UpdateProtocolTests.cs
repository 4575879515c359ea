using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Tests.Clinicians;
using ClinicalEngagement.Domain.Tests.Scheduling;
using ClinicalEngagement.Domain.Updates;
using CsCheck;
using NodaTime;
using static ClinicalEngagement.Domain.Updates.UpdateDecision;

namespace ClinicalEngagement.Domain.Tests.Updates;

/// <summary>As a lead would tell it; the project was identified on Monday 1 June 2026.</summary>
public sealed class UpdateProtocolTests
{
    [Fact]
    public void Next_AMonthLessTwoWorkingDays_Drafts()
    {
        Next(Facts(), "2026-06-26T09:59").ShouldBe(new Wait(Ward.Local("2026-06-29T10:00")));
        var draft = Next(Facts(), "2026-06-29T10:00").ShouldBeOfType<Draft>();
        draft.Due.ShouldBe(Ward.Local("2026-07-01T10:00"));
        draft.Update.ShouldSatisfyAllConditions(u => u.Number.ShouldBe(1), u => u.Final.ShouldBeFalse(), u => u.State.ShouldBe(UpdateState.Draft));
    }

    [Fact]
    public void Next_DraftWithNews_GoesAtItsTimeToWhoWasContacted()
    {
        var facts = Facts(News(UpdateState.Draft));
        Next(facts, "2026-06-30T10:00").ShouldBe(new Wait(Ward.Local("2026-07-01T10:00")));
        Next(facts, "2026-07-01T10:00").ShouldBeOfType<Send>().To.ShouldHaveSingleItem().Id.ShouldBe(Bell.Member.Id);
    }

    [Fact]
    public void Next_NobodyContactedYet_IsNotOnTheList() =>
        Next(Facts(News(UpdateState.Draft)) with { Messages = [] }, "2026-07-01T10:00").ShouldBeOfType<Send>().To.ShouldBeEmpty();

    [Fact]
    public void Next_Held_IsSkippedAndTheLeadTold() =>
        Next(Facts(News(UpdateState.Held)), "2026-07-01T10:00").ShouldBeOfType<Skip>().Kind.ShouldBe(TaskKind.UpdateNotApproved);

    [Theory]
    [InlineData(UpdateState.Draft, false)]
    [InlineData(UpdateState.Approved, true)]
    public void Next_NeedsApproval_GoesOnlyWithIt(UpdateState state, bool goes)
    {
        var facts = Facts(News(state));
        (Next(facts with { Project = facts.Project with { UpdatesNeedApproval = true } }, "2026-07-01T10:00") is Send).ShouldBe(goes);
    }

    [Fact]
    public void Next_NothingNew_IsSkipped() =>
        Next(Facts(News(UpdateState.Draft) with { WhatChanged = [] }), "2026-07-01T10:00").ShouldBeOfType<Skip>().Kind.ShouldBe(TaskKind.NothingNew);

    [Fact]
    public void Next_EmptyDraftThenNews_IsDraftedAnewAndSeenTwoWorkingDaysBefore()
    {
        var empty = News(UpdateState.Draft) with { WhatChanged = [], Next = "We decide in July." };
        var facts = Facts(empty) with { Points = [new MeasurePoint(StableId.From("p"), Bell.Project.Id, new LocalDate(2026, 6, 29), 20, Ward.Local("2026-06-30T09:00"))] };
        var redraft = Next(facts, "2026-06-30T10:00").ShouldBeOfType<Redraft>();
        redraft.Update.ShouldSatisfyAllConditions(
            u => u.Id.ShouldBe(empty.Id), u => u.Number.ShouldBe(empty.Number), u => u.HasNews.ShouldBeTrue(), u => u.Next.ShouldBe("We decide in July."),
            u => u.SendAt.ShouldBe(Ward.Local("2026-07-02T10:00")));
        Next(facts with { Updates = [redraft.Update] }, "2026-06-30T10:00").ShouldBe(new Wait(redraft.Update.SendAt));
    }

    [Fact]
    public void Next_NothingNewButACopyWasKeptBack_GoesToWhoMissedIt()
    {
        var missed = News(UpdateState.Sent) with { SendAt = Ward.Local("2026-07-01T10:00") };
        var empty = News(UpdateState.Draft) with
        {
            Id = Update.IdFor(Bell.Project.Id, missed.Number + 1),
            Number = missed.Number + 1,
            WhatChanged = [],
            DraftedAt = Ward.Local("2026-07-30T10:00"),
            SendAt = Ward.Local("2026-08-03T10:00"),
        };
        var facts = Facts(missed, empty);
        Next(facts, "2026-08-03T10:00").ShouldBeOfType<Send>().To.ShouldHaveSingleItem();
        var got = facts with { Messages = [.. facts.Messages, Bell.Effect(EffectKind.SendUpdate, "1", at: "2026-07-01T10:00") with { UpdateId = missed.Id }] };
        Next(got, "2026-08-03T10:00").ShouldBeOfType<Skip>().Kind.ShouldBe(TaskKind.NothingNew);
    }

    [Fact]
    public void Recipients_TheirOwnWish_IsKept()
    {
        var facts = Facts(News(UpdateState.Draft));
        var now = Ward.Local("2026-07-01T10:00");
        UpdateProtocol.Recipients(facts, now, Bell.Options).Count.ShouldBe(1);
        UpdateProtocol.Recipients(facts with { Members = [Bell.Member with { NoUpdatesAt = now }] }, now, Bell.Options).ShouldBeEmpty();
        UpdateProtocol.Recipients(facts with { Members = [Bell.Member with { UpdatesPausedUntil = now + Duration.FromDays(3) }] }, now, Bell.Options).ShouldBeEmpty();
    }

    [Fact]
    public void Next_Paused_Waits()
    {
        var facts = Facts(News(UpdateState.Approved));
        Next(facts with { Project = facts.Project with { State = ProjectState.Paused } }, "2026-07-01T10:00").ShouldBe(new Wait(null));
    }

    [Fact]
    public void Next_AfterALongPause_MakesUpForNothing()
    {
        var facts = Facts();
        Next(facts, "2026-11-20T09:00").ShouldBeOfType<Wait>().Until.ShouldBe(Ward.Local("2026-11-27T10:00"));
    }

    [Fact]
    public void Next_DateOnAWeekend_DoesNotShiftThoseAfterIt()
    {
        // 1 August 2026 is a Saturday: that update goes on Monday 3 August, the next one on Tuesday 1 September all the same.
        var shifted = News(UpdateState.Sent) with { SendAt = Ward.Local("2026-08-03T10:00"), DraftedAt = Ward.Local("2026-07-30T10:00") };
        var draftAt = Next(Facts(shifted), "2026-08-04T10:00").ShouldBeOfType<Wait>().Until!.Value;
        UpdateProtocol.Next(Facts(shifted), draftAt, Bell.Options).ShouldBeOfType<Draft>().Update.SendAt.ShouldBe(Ward.Local("2026-09-01T10:00"));
    }

    [Theory]
    [InlineData(UpdateRhythm.Weekly, "2026-06-08T10:00")]
    [InlineData(UpdateRhythm.Fortnightly, "2026-06-15T10:00")]
    [InlineData(UpdateRhythm.Monthly, "2026-07-01T10:00")]
    public void Next_Rhythm_IsKept(UpdateRhythm rhythm, string sendAt)
    {
        var facts = Facts();
        facts = facts with { Project = facts.Project with { UpdateRhythm = rhythm } };
        var draftAt = Next(facts, "2026-06-01T10:00").ShouldBeOfType<Wait>().Until!.Value;
        UpdateProtocol.Next(facts, draftAt, Bell.Options).ShouldBeOfType<Draft>().Update.SendAt.ShouldBe(Ward.Local(sendAt));
    }

    [Fact]
    public void Next_Closed_SendsTheLastUpdateAndEnds()
    {
        var closed = Facts();
        closed = closed with { Project = closed.Project with { State = ProjectState.Closed, ClosingWords = "Because of you." } };
        var draft = Next(closed, "2026-06-13T10:00").ShouldBeOfType<Draft>().Update;
        draft.ShouldSatisfyAllConditions(u => u.Final.ShouldBeTrue(), u => u.WhatChanged.ShouldContain("Because of you."));

        var drafted = closed with { Updates = [draft] };
        Next(drafted, "2026-06-13T10:00").ShouldBe(new Wait(Ward.Local("2026-06-15T08:00")));
        Next(drafted, "2026-06-15T08:00").ShouldBeOfType<Send>().To.Count.ShouldBe(1);
        Next(closed with { Updates = [draft with { State = UpdateState.Sent }] }, "2026-06-15T08:00").ShouldBeOfType<Finished>();
    }

    [Fact]
    public void Next_ClosedWithADraftOpen_ReplacesItByTheLast()
    {
        var facts = Facts(News(UpdateState.Draft));
        Next(facts with { Project = facts.Project with { State = ProjectState.Closed } }, "2026-06-30T10:00").ShouldBeOfType<Skip>();
    }

    [Fact]
    public void Next_LastUpdateHeld_WaitsForTheLead()
    {
        var facts = Facts(News(UpdateState.Held) with { Final = true });
        Next(facts with { Project = facts.Project with { State = ProjectState.Closed } }, "2026-07-01T10:00").ShouldBe(new Wait(null));
    }

    [Fact]
    public void Recipients_NoMoreLeftRepliedPausedOrCapped_AreLeftOut()
    {
        var facts = Facts(News(UpdateState.Draft));
        var now = Ward.Local("2026-07-01T10:00");
        To(facts).ShouldBe(1);
        To(facts with { NoMore = new HashSet<EmailAddress> { Bell.Member.Email } }).ShouldBe(0);
        To(Where(m => m with { LeftAt = now })).ShouldBe(0);
        To(Where(m => m with { RepliedAt = now })).ShouldBe(0);
        To(Where(m => m with { PausedUntil = now + Duration.FromDays(1) })).ShouldBe(0);
        To(Where(m => m with { PausedUntil = now })).ShouldBe(1);
        To(facts with { UnaskedMessages = new Dictionary<EmailAddress, IReadOnlyList<Instant>> { [Bell.Member.Email] = [now - Duration.FromDays(1), now - Duration.FromDays(2)] } }).ShouldBe(0);

        int To(UpdateFacts given) => UpdateProtocol.Recipients(given, now, Bell.Options).Count;

        UpdateFacts Where(Func<PanelMember, PanelMember> change) => facts with { Members = [change(Bell.Member)] };
    }

    [Fact]
    public void Next_AnyFacts_KeepsTheRules() => Tape.Gen(40, 120).Sample(
        tape =>
        {
            var now = Bell.Now + Duration.FromMinutes((tape.Pick(250) * 1440 * 2) + (tape.Pick(96) * 15));
            var updates = Enumerable.Range(1, tape.Pick(4)).Select(number =>
            {
                var sendAt = tape.Near(now);
                return News((UpdateState)tape.Pick(5)) with
                {
                    Id = Update.IdFor(Bell.Project.Id, number),
                    Number = number,
                    SendAt = sendAt,
                    DraftedAt = sendAt - Duration.FromDays(2),
                    Final = tape.Once(4),
                    WhatChanged = tape.Once(2) ? [] : ["A sentence."],
                };
            }).ToArray();
            var facts = Facts(updates) with
            {
                Project = Bell.Project with
                {
                    State = tape.Once(4) ? ProjectState.Closed : tape.Once(5) ? ProjectState.Paused : ProjectState.Running,
                    UpdatesNeedApproval = tape.Once(2),
                    UpdateRhythm = (UpdateRhythm)tape.Pick(3),
                    CreatedAt = now - Duration.FromDays(100),
                    IdentifiedAt = tape.Maybe(() => now - Duration.FromDays(tape.Pick(90))),
                },
                Members = [Bell.Member with { RepliedAt = tape.Maybe(() => tape.Near(now)), PausedUntil = tape.Maybe(() => tape.Near(now)) }],
                NoMore = tape.Once(6) ? new HashSet<EmailAddress> { Bell.Member.Email } : new HashSet<EmailAddress>(),
                UnaskedMessages = new Dictionary<EmailAddress, IReadOnlyList<Instant>> { [Bell.Member.Email] = [.. Enumerable.Range(0, tape.Pick(4)).Select(_ => tape.Near(now))] },
            };

            var decision = UpdateProtocol.Next(facts, now, Bell.Options);

            decision.ToString().ShouldBe(UpdateProtocol.Next(facts, now, Bell.Options).ToString());
            switch (decision)
            {
                case Wait { Until: { } until }:
                    until.ShouldBeGreaterThan(now);
                    break;
                case Wait:
                    (facts.Project.State == ProjectState.Paused || updates[^1] is { Final: true, State: UpdateState.Held }).ShouldBeTrue("updates wait on nothing");
                    break;
                case Send send:
                    facts.Project.State.ShouldNotBe(ProjectState.Paused);
                    send.Update.State.ShouldNotBe(UpdateState.Held);
                    send.Update.SendAt.ShouldBeLessThanOrEqualTo(now);
                    SendingTime.NextAllowed(now, facts.Project.Nation, Bell.Options).ShouldBe(now);
                    send.To.ShouldAllBe(m => !facts.NoMore.Contains(m.Email) && !m.HasUnhandledReply);
                    if (!send.Update.Final)
                        (facts.Project.State == ProjectState.Running && (!facts.Project.UpdatesNeedApproval || send.Update.State == UpdateState.Approved)).ShouldBeTrue();
                    if (!send.Update.Final && !send.Update.HasNews)
                    {
                        send.To.ShouldNotBeEmpty("nobody gets an empty mail");
                        updates.ShouldContain(u => u.State == UpdateState.Sent && u.HasNews && u.Number < send.Update.Number, "what they missed");
                    }

                    break;
                case Draft draft:
                    updates.ShouldNotContain(u => u.Id == draft.Update.Id);
                    updates.ShouldNotContain(u => u.Number == updates.Length && u.State <= UpdateState.Held);
                    break;
            }
        },
        iter: Sweep.Of(3_000));

    private static UpdateDecision Next(UpdateFacts facts, string at) => UpdateProtocol.Next(facts, Ward.Local(at), Bell.Options);

    internal static UpdateFacts Facts(params Update[] updates) => new()
    {
        Project = Bell.Project,
        Members = [Bell.Member],
        NoMore = new HashSet<EmailAddress>(),
        Updates = updates,
        Meetings = [],
        Concerns = [],
        Points = [],
        Messages = Bell.Invited(Bell.Meeting(MeetingState.Proposed)),
        UnaskedMessages = new Dictionary<EmailAddress, IReadOnlyList<Instant>>(),
        Tasks = [],
    };

    private static Update News(UpdateState state) => new()
    {
        Id = Update.IdFor(Bell.Project.Id, 1),
        ProjectId = Bell.Project.Id,
        Number = 1,
        State = state,
        DraftedAt = Ward.Local("2026-06-29T10:00"),
        SendAt = Ward.Local("2026-07-01T10:00"),
        WhatChanged = ["The measure went from 14% to 17%."],
        YouSaidWeDid = [],
    };
}
