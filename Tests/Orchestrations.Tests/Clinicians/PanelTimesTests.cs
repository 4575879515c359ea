using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Clinicians;

/// <summary>A panel's first times, planned in one run, and what an answer changes.</summary>
public sealed class PanelTimesTests
{
    private const string Shah = "shah@harbour.example";
    private const string Okoro = "okoro@harbour.example";
    private static readonly EmailAddress Lead = new("priya@harbour.example");

    [Fact]
    public async Task Begin_Panel_IsPlannedInOneRunWithOneQuestionToTheCalendars()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => Panel(r, HarbourTrust.Bell, Shah, Okoro));

        trust.Calendar.Searches.ShouldHaveSingleItem().ShouldBe([Lead, new(HarbourTrust.Bell), new(Shah), new(Okoro)], ignoreOrder: true);
        var meetings = await trust.ListAsync<Meeting>(m => m.ProjectId == trust.Project);
        meetings.Count.ShouldBe(3);
        meetings.ShouldAllBe(m => m.State == MeetingState.Proposed && m.ClinicalMinutesOneByOne == 0);
        (await EventAsync(trust, "panel.planned")).ShouldHaveSingleItem().Words
            .ShouldBe("Times for 3 meetings were planned together, 0 clinical minutes at risk; one by one it would have been 0.");
        (await trust.ListAsync<Effect>(e => e.Kind == EffectKind.FindTimes)).ShouldBeEmpty("nobody had to look for themselves");
        var given = meetings.SelectMany(m => m.Offers).Select(o => o.Start).Order().ToArray();
        for (var i = 1; i < given.Length; i++)
            (given[i] - given[i - 1]).ShouldBeGreaterThanOrEqualTo(Duration.FromMinutes(30), "the lead meets one person at a time, with ten minutes after it");
    }

    [Fact]
    public async Task Begin_LeadHasTwoHalfHours_BothAreMetWhereOneByOneOneWouldBeLeft()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        // The first on the panel could take either; the second can only come to the earlier one, which the first would take if asked alone.
        OnlyFree(trust, Lead, ("2026-06-25T10:00", "2026-06-25T10:30"), ("2026-07-09T10:00", "2026-07-09T10:30"));
        OnlyFree(trust, new(Shah), ("2026-06-25T10:00", "2026-06-25T10:30"));
        await trust.BeginAsync(Panel(HarbourTrust.Request, HarbourTrust.Bell, Shah));

        var bell = await MeetingAsync(trust, HarbourTrust.Bell);
        bell.Start.ShouldBe(HarbourTrust.Local("2026-07-09T10:00"));
        bell.ClinicalMinutesOneByOne.ShouldBe(0);
        var shah = await MeetingAsync(trust, Shah);
        shah.Start.ShouldBe(HarbourTrust.Local("2026-06-25T10:00"));
        shah.ClinicalMinutesOneByOne.ShouldBeNull();
        (await EventAsync(trust, "panel.planned")).ShouldHaveSingleItem().Words.ShouldContain("one by one, 1 of them would have been left without a time");
    }

    [Fact]
    public async Task Begin_MoreThanFit_SaysWhatWouldHaveToGive()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        OnlyFree(trust, Lead, ("2026-06-25T10:00", "2026-06-25T10:30"));
        await trust.BeginAsync(Panel(HarbourTrust.Request, HarbourTrust.Bell, Shah));

        (await trust.OpenTasksAsync(TaskKind.FindTimeByHand)).ShouldHaveSingleItem().What
            .ShouldBe("Find a time with {clinician}: every time that suits you both is needed for another meeting of this project; what would have to give first: busy calendars.");
    }

    [Fact]
    public async Task Declined_TheTimeGoesToWhoHadNone()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        OnlyFree(trust, Lead, ("2026-06-25T10:00", "2026-06-25T10:30"));
        await trust.BeginAsync(Panel(HarbourTrust.Request, HarbourTrust.Bell, Shah));
        var bell = await MeetingAsync(trust, HarbourTrust.Bell);
        (await trust.ListAsync<Meeting>(m => m.ProjectId == trust.Project)).ShouldHaveSingleItem();
        await trust.RunToAsync("2026-06-09T09:00");

        await trust.Clinician(c => c.DeclineAsync(bell.Id, null, HarbourTrust.Token));

        var shah = await MeetingAsync(trust, Shah);
        shah.Start.ShouldBe(bell.Start);
        shah.State.ShouldBe(MeetingState.Proposed);
        (await MeetingAsync(trust, HarbourTrust.Bell)).State.ShouldBe(MeetingState.Declined, "what was declined is not offered again");
        (await trust.ListAsync<PanelMember>(m => m.ProjectId == trust.Project)).Single(m => m.Email.Value == Shah).NoTimesAt.ShouldBeNull();
    }

    [Fact]
    public async Task Declined_OthersKeepTheirTimes()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => Panel(r, HarbourTrust.Bell, Shah, Okoro));
        var (shah, okoro) = (await MeetingAsync(trust, Shah), await MeetingAsync(trust, Okoro));
        await trust.Clinician(async c => await c.DeclineAsync((await MeetingAsync(trust, HarbourTrust.Bell)).Id, null, HarbourTrust.Token));

        (await MeetingAsync(trust, HarbourTrust.Bell)).Number.ShouldBe(2);
        foreach (var (before, email) in new[] { (shah, Shah), (okoro, Okoro) })
        {
            var after = await MeetingAsync(trust, email);
            (after.Id, after.Version, after.Start).ShouldBe((before.Id, before.Version, before.Start));
        }

        trust.Calendar.Searches.Count.ShouldBe(2);
        trust.Calendar.Searches[1].ShouldBe([Lead, HarbourTrust.BellAddress], ignoreOrder: true);
    }

    [Fact]
    public async Task Begin_TimeHeldByAnotherProject_IsLeftToIt()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        OnlyFree(trust, Lead, ("2026-06-25T10:00", "2026-06-25T10:30"), ("2026-06-26T10:00", "2026-06-26T10:30"));
        var held = HarbourTrust.Local("2026-06-25T10:00");
        await trust.Store.WriteAsync(
            (writer, _) =>
            {
                writer.Add(new SlotHold
                {
                    Id = StableId.From("elsewhere"),
                    Person = Lead,
                    Start = held,
                    End = held + Duration.FromMinutes(20),
                    MeetingId = new MeetingId(StableId.From("other meeting")),
                    ExpiresAt = held,
                });
                return Task.FromResult(true);
            },
            HarbourTrust.Token);
        await trust.BeginAsync(Panel(HarbourTrust.Request, HarbourTrust.Bell));

        (await trust.MeetingAsync()).Start.ShouldBe(HarbourTrust.Local("2026-06-26T10:00"));
    }

    [Fact]
    public async Task Begin_CalendarsThrottled_PlansAfterwardsAndOnlyThenStartsAnybody()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        trust.Troubles.Next("freebusy", Trouble.Throttled);
        await trust.BeginAsync(Panel(HarbourTrust.Request, HarbourTrust.Bell, Shah));
        (await trust.ListAsync<Effect>(e => e.Kind == EffectKind.StartMember)).ShouldBeEmpty();

        await trust.RunToAsync("2026-06-08T10:31");

        (await trust.ListAsync<Meeting>(m => m.State == MeetingState.Proposed)).Count.ShouldBe(2);
        (await EventAsync(trust, "panel.planned")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Begin_PlanWithGaps_PlansTheEarlyConversationsOnly()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => Panel(r, HarbourTrust.Bell, Shah, Okoro, "young@harbour.example") with { Measure = null });

        (await trust.ListAsync<Meeting>(m => m.State == MeetingState.Proposed)).Count.ShouldBe(3);
        trust.Calendar.Searches.ShouldHaveSingleItem().Count.ShouldBe(4);
    }

    [Fact]
    public async Task Begin_OneUnreadableCalendar_TheOthersArePlanned()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        trust.Calendar.Unreadable.Add(new(Shah));
        await trust.BeginAsync(Panel(HarbourTrust.Request, HarbourTrust.Bell, Shah, Okoro));

        (await trust.ListAsync<Meeting>(m => m.State == MeetingState.Proposed)).Count.ShouldBe(2);
        (await trust.OpenTasksAsync(TaskKind.FindTimeByHand)).ShouldHaveSingleItem().What.ShouldContain("their calendar cannot be read");
    }

    private static EngagementRequest Panel(EngagementRequest request, params string[] emails) =>
        request with { Clinicians = [.. emails.Select(e => new ClinicianRequest { Name = $"Dr {e[..e.IndexOf('@')]}", Email = e })] };

    /// <summary>Busy through the whole window but for these times.</summary>
    private static void OnlyFree(HarbourTrust trust, EmailAddress who, params (string From, string To)[] free)
    {
        var busy = trust.Calendar.Busy[who] = [];
        var from = HarbourTrust.Local("2026-06-08T00:00");
        foreach (var (start, end) in free)
        {
            busy.Add(new(from, HarbourTrust.Local(start), BusyStatus.Busy));
            from = HarbourTrust.Local(end);
        }

        busy.Add(new(from, HarbourTrust.Local("2026-09-01T00:00"), BusyStatus.Busy));
    }

    private static async Task<Meeting> MeetingAsync(HarbourTrust trust, string email)
    {
        var member = PanelMemberId.For(trust.Project, new(email));
        return (await trust.ListAsync<Meeting>(m => m.MemberId == member)).OrderBy(m => m.Number).Last();
    }

    private static Task<IReadOnlyList<AuditEvent>> EventAsync(HarbourTrust trust, string what) =>
        trust.ListAsync<AuditEvent>(e => e.ProjectId == trust.Project && e.What == what);
}
