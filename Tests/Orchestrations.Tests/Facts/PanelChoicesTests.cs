using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Facts;

/// <summary>What the lead decides about a panel.</summary>
public sealed class PanelChoicesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Checklist_IsATask_UntilEverythingIsDealtWith()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        (await trust.OpenTasksAsync(TaskKind.CheckPanel)).ShouldHaveSingleItem();

        await Do(trust, f => f.AnalyseAsync(trust.Member, new Analysis
        {
            Power = HighOrLow.High,
            Impact = HighOrLow.High,
            OpinionFormer = true,
            YearsHere = 14,
            LikelyView = Position.HasConcerns,
            PositionNeeded = Position.Supports,
            Specialty = "Geriatric medicine",
            ProfessionalBodies = ["GMC", "BGS"],
        }, Token));
        foreach (var key in new[] { "panel/newer", "panel/specialties", PanelChecklist.NineCsKey })
            (await Do(trust, f => f.SetAsideAsync(trust.Project, key, "Looked at.", Token))).ShouldBeOfType<FactResult.Recorded>(key);

        (await trust.OpenTasksAsync(TaskKind.CheckPanel)).ShouldBeEmpty();
        await Do(trust, f => f.TakeUpAsync(trust.Project, "panel/newer", Token));
        (await trust.OpenTasksAsync(TaskKind.CheckPanel)).ShouldHaveSingleItem();
        (await Do(trust, f => f.SetAsideAsync(trust.Project, "panel/nobody-knows", "x", Token))).ShouldBeOfType<FactResult.Refused>();
        (await Do(trust, f => f.SetAsideAsync(trust.Project, "panel/newer", " ", Token))).ShouldBeOfType<FactResult.Refused>();
    }

    [Fact]
    public async Task Judgements_AreKeptWithDates_AndNeverInTheTimeline()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var before = (await trust.ListAsync<AuditEvent>(_ => true)).Count;
        await Do(trust, f => f.RecordPositionAsync(trust.Member, Position.HasConcerns, "He said so.", Token));
        var first = trust.Clock.Now;
        await trust.RunToAsync("2026-06-09T10:00");
        await Do(trust, f => f.RecordPositionAsync(trust.Member, Position.Supports, null, Token));
        await Do(trust, f => f.AnalyseAsync(trust.Member, new Analysis { PositionNeeded = Position.StronglySupports, Power = HighOrLow.Low }, Token));

        var member = await trust.MemberAsync();
        member.ShouldSatisfyAllConditions(
            m => (m.PositionFirst, m.PositionFirstAt).ShouldBe((Position.HasConcerns, first)),
            m => m.PositionsBefore.ShouldBe([new HeldPosition(Position.HasConcerns, first, 1, "He said so.")]),
            m => (m.PositionHeld, m.PositionAt, m.PositionPlanVersion, m.PositionEvidence).ShouldBe((Position.Supports, trust.Clock.Now, 1, null)),
            m => (m.PositionNeeded, m.PositionNeededAt).ShouldBe((Position.StronglySupports, trust.Clock.Now)));
        (await trust.ListAsync<AuditEvent>(_ => true)).Count.ShouldBe(before);
    }

    [Fact]
    public async Task Place_MovesTheOthers_AndDecidesWhoIsMetEarly()
    {
        await using var trust = await HarbourTrust.BegunAsync(
            r => r with { Measure = null, FirstMessages = FirstMessages.Hold, Clinicians = [.. new[] { "a", "b", "c", "d" }.Select(n => new ClinicianRequest { Name = n, Email = $"{n}@harbour.example" })] });
        var last = PanelMemberId.For(trust.Project, new EmailAddress("d@harbour.example"));
        (await trust.ListAsync<Domain.Meetings.Meeting>(m => m.MemberId == last)).ShouldBeEmpty();

        (await Do(trust, f => f.PlaceAsync(last, 1, Token))).ShouldBeOfType<FactResult.Recorded>();

        (await trust.ListAsync<PanelMember>(_ => true)).OrderBy(m => m.Order).Select(m => (m.Order, m.Name)).ShouldBe([(1, "d"), (2, "a"), (3, "b"), (4, "c")]);
        (await trust.ListAsync<Domain.Meetings.Meeting>(m => m.MemberId == last)).ShouldHaveSingleItem();
        (await Do(trust, f => f.PlaceAsync(last, 5, Token))).ShouldBeOfType<FactResult.Refused>().Words.ShouldBe("Enter a place from 1 to 4.");
    }

    [Fact]
    public async Task Group_OpinionFormerWithAConcern_AsksForAReasonAndKeepsItOutOfTheTimeline()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => r with { Clinicians = [r.Clinicians[0] with { OpinionFormer = true }] });
        await trust.Lead(l => l.WeHaveSpokenAsync(trust.Member, new LocalDate(2026, 6, 8), Token));
        await trust.Hear(l => l.RecordAsync(new ConcernId(StableId.From("c")), trust.Member, ConcernKind.Concern, "Crowding.", null, null, null, Token));
        Task<FactResult> Add(string? because) => Do(trust, f => f.AddGroupEventAsync(StableId.From("g"), trust.Project, "Department meeting", new LocalDate(2026, 7, 1), because, Token));

        (await Add(null)).ShouldBeOfType<FactResult.Refused>().Words.ShouldStartWith("Dr Bell should be heard one to one first");
        (await Add("The medical director called it.")).ShouldBeOfType<FactResult.Recorded>();
        (await Add("The medical director called it.")).ShouldBeOfType<FactResult.Recorded>();

        (await trust.ListAsync<GroupEvent>(_ => true)).ShouldHaveSingleItem().Because.ShouldBe("The medical director called it.");
        (await trust.ListAsync<AuditEvent>(e => e.What == "group.added")).ShouldHaveSingleItem().Why.ShouldBeNull();
    }

    private static async Task<FactResult> Do(HarbourTrust trust, Func<PanelChoices, Task<FactResult>> act)
    {
        var result = await trust.Do(act);
        await trust.SettleAsync();
        return result;
    }
}
