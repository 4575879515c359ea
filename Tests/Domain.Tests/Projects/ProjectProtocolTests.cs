using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Tests.Clinicians;
using ClinicalEngagement.Domain.Tests.Scheduling;
using static ClinicalEngagement.Domain.Projects.ProjectDecision;

namespace ClinicalEngagement.Domain.Tests.Projects;

/// <summary>A project as a whole; it is in its first stage since Monday 1 June 2026.</summary>
public sealed class ProjectProtocolTests
{
    private static readonly Effect[] Started =
    [
        Bell.Effect(EffectKind.StartMember, Bell.Member.Id.ToString()), Bell.Effect(EffectKind.StartUpdates, Bell.Project.Id.ToString()),
    ];

    private static readonly ProjectFacts Running = new()
    {
        Project = Bell.Project,
        Members = [Bell.Member],
        NoMore = new HashSet<EmailAddress>(),
        Meetings = [],
        Concerns = [],
        Effects = Started,
        Tasks = [],
    };

    [Fact]
    public void Next_JustBegun_IdentifiesThePanel() => Next(Begun).ShouldBeOfType<Identify>();

    [Fact]
    public void Next_IdentificationGivenToAPerson_Waits() =>
        Next(Begun with { Effects = [Bell.Effect(EffectKind.IdentifyPanel, Bell.Project.Id.ToString(), EffectState.Uncertain)] }).ShouldBe(new Wait(null));

    [Fact]
    public void Next_Identified_PlansThePanelThenStartsEverybodyOnceAndTheUpdates()
    {
        Next(Running with { Effects = [] }).ShouldBeOfType<PlanPanel>();
        var planned = Running with { Effects = [Bell.Effect(EffectKind.PlanPanel, Bell.Project.Id.ToString(), EffectState.Uncertain)] };
        var start = Next(planned).ShouldBeOfType<Start>();
        start.Members.ShouldHaveSingleItem();
        start.Updates.ShouldBeTrue();
        Next(Running).ShouldBeOfType<Wait>();
    }

    [Fact]
    public void Next_LeftBeforeTheStart_IsNotStarted() =>
        Next(Running with { Effects = [], Members = [Bell.Member with { LeftAt = Bell.Now }] }).ShouldBeOfType<Start>().Members.ShouldBeEmpty();

    [Fact]
    public void Next_PlanWithGaps_AsksForThemOnceAVersion()
    {
        var gaps = Running with { Project = Bell.Project with { Plan = Bell.ReadyPlan with { Measure = null } } };
        var ask = Next(gaps).ShouldBeOfType<AskLead>();
        ask.Kind.ShouldBe(TaskKind.CompletePlan);
        ask.What.ShouldContain("measure");
        ask.IfNothing.ShouldContain("first 3");
        var asked = gaps with { Tasks = [Bell.Task(ask.Kind, ask.Cause)] };
        Next(asked).ShouldBeOfType<Wait>();
        var changed = asked with { Project = asked.Project with { PlanVersion = 2 } };
        Next(changed).ShouldBeOfType<Wait>("the open task says what is still wanting");
        Next(changed with { Tasks = [asked.Tasks[0] with { DoneAt = Bell.Now }] }).ShouldBeOfType<AskLead>("the gate was open and shut again");
    }

    [Fact]
    public void Next_SomebodyAdded_LooksThemUpOnceThenStartsThem()
    {
        var late = Bell.Member with { Id = PanelMemberId.For(Bell.Project.Id, new EmailAddress("late@harbour.example")), Order = 0 };
        var added = Running with { Members = [Bell.Member, late] };
        var identify = Next(added).ShouldBeOfType<Identify>();
        identify.Cause.ShouldNotBe(Bell.Project.Id.ToString());
        var failed = added with { Effects = [.. Started, Bell.Effect(EffectKind.IdentifyPanel, identify.Cause, EffectState.Uncertain)] };
        Next(failed).ShouldBeOfType<Wait>("it was given to a person, and nothing else stops for it");
        var another = late with { Id = PanelMemberId.For(Bell.Project.Id, new EmailAddress("later@harbour.example")) };
        Next(failed with { Members = [.. failed.Members, another] }).ShouldBeOfType<Identify>();
        Next(failed with { Members = [Bell.Member, late with { Order = 2 }] }).ShouldBeOfType<Start>().Members.ShouldHaveSingleItem().Id.ShouldBe(late.Id);
        Next(added with { Members = [Bell.Member, late with { LeftAt = Bell.Now }] }).ShouldBeOfType<Wait>();
    }

    [Fact]
    public void Next_PanelLacksSomebody_IsOneTaskUntilSomethingElseIsMissing()
    {
        var lacking = Running with { Reminders = [new PanelReminder("panel/newer", "Nobody is newer.")] };
        var ask = Next(lacking).ShouldBeOfType<AskLead>();
        ask.Kind.ShouldBe(TaskKind.CheckPanel);
        var done = Bell.Task(ask.Kind, ask.Cause) with { DoneAt = Bell.Now };
        Next(lacking with { Tasks = [done] }).ShouldBeOfType<Wait>("it was looked at");
        var more = lacking with { Tasks = [done], Reminders = [.. lacking.Reminders, new PanelReminder("panel/views", "Say what you expect.")] };
        Next(more).ShouldBeOfType<AskLead>();
        Next(more with { Tasks = [done with { DoneAt = null }] }).ShouldBeOfType<Wait>("one at a time");
    }

    [Fact]
    public void Next_Concern_IsATaskForItsDueDate()
    {
        var concern = new Concern
        {
            Id = new ConcernId(StableId.From("c")),
            ProjectId = Bell.Project.Id,
            MemberId = Bell.Member.Id,
            Kind = ConcernKind.Suggestion,
            Words = "Ask the nurses.",
            RaisedAt = Bell.Now,
            DueAt = Ward.Local("2026-06-22T10:00"),
        };
        var ask = Next(Running with { Concerns = [concern] }).ShouldBeOfType<AskLead>();
        ask.Due.ShouldBe(concern.DueAt);
        ask.What.ShouldContain("suggestion");
        Next(Running with { Concerns = [concern with { Response = "We did." }] }).ShouldBeOfType<Wait>();
    }

    [Fact]
    public void Next_TenWorkingDaysWithoutContact_PointsAtTheStage()
    {
        Next(Running).ShouldBe(new Wait(Ward.Local("2026-06-15T08:00")));
        var ask = Next(Running, "2026-06-15T08:00").ShouldBeOfType<AskLead>();
        ask.Kind.ShouldBe(TaskKind.StageWithoutContact);
        ask.What.ShouldContain("Start out");
        Next(Running with { Tasks = [Bell.Task(ask.Kind, ask.Cause)] }, "2026-06-15T08:00").ShouldBe(new Wait(null));
        Next(Running with { Meetings = [Bell.Meeting(MeetingState.Proposed)] }, "2026-06-15T08:00").ShouldBe(new Wait(null));
        Next(Running with { NoMore = new HashSet<EmailAddress> { Bell.Member.Email } }, "2026-06-15T08:00").ShouldBe(new Wait(null));
    }

    [Fact]
    public void Next_EverybodyInTouchAfterAll_SettlesTheTask()
    {
        var ask = Next(Running, "2026-06-15T08:00").ShouldBeOfType<AskLead>();
        var asked = Running with { Tasks = [Bell.Task(ask.Kind, ask.Cause)], Members = [Bell.Member with { SpokenAt = Bell.Now }] };
        var settle = Next(asked, "2026-06-15T08:00").ShouldBeOfType<Settle>();
        Next(asked with { Tasks = [settle.Task with { DoneAt = Bell.Now }] }, "2026-06-15T08:00").ShouldBe(new Wait(null));
    }

    [Fact]
    public void Next_PausedOrClosed_PointsAtNothing()
    {
        Next(Running with { Project = Bell.Project with { State = ProjectState.Paused } }, "2026-07-15T08:00").ShouldBe(new Wait(null));
        Next(Running with { Project = Bell.Project with { State = ProjectState.Closed } }, "2026-07-15T08:00").ShouldBeOfType<Finished>();
    }

    private static ProjectFacts Begun => Running with { Project = Bell.Project with { IdentifiedAt = null }, Effects = [] };

    private static ProjectDecision Next(ProjectFacts facts, string at = "2026-06-08T10:00") => ProjectProtocol.Next(facts, Ward.Local(at), Bell.Options);
}
