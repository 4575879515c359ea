using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Rehearsal.Artefacts;

/// <summary>What a rehearsal came to, over all clinicians: no number per person.</summary>
public sealed record RehearsalSummary
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    /// <summary>The project's name.</summary>
    public required string Project { get; init; }

    /// <summary>True for sample data.</summary>
    public required bool SampleData { get; init; }

    /// <summary>The seed of the simulated trust.</summary>
    public required int Seed { get; init; }

    /// <summary>When the form was sent.</summary>
    public required Instant Began { get; init; }

    /// <summary>When the project was closed; null while it runs.</summary>
    public required Instant? Closed { get; init; }

    /// <summary>Clinicians on the panel, those who left it included.</summary>
    public required int CliniciansOnPanel { get; init; }

    /// <summary>Clinicians who got a first message or were spoken to.</summary>
    public required int CliniciansContacted { get; init; }

    /// <summary>Clinicians met one to one.</summary>
    public required int CliniciansMet { get; init; }

    /// <summary>Days from the form to the first meeting, one decimal; null before it.</summary>
    public required decimal? DaysToFirstMeeting { get; init; }

    /// <summary>Days from the form until everybody on the panel had been met, one decimal; null while somebody has not.</summary>
    public required decimal? DaysToMeetAll { get; init; }

    /// <summary>Mails of all kinds for each clinician on the panel, on average, one decimal.</summary>
    public required decimal MessagesPerClinician { get; init; }

    /// <summary>Of these, messages that nobody asked for (first message, reminder, update), on average, one decimal.</summary>
    public required decimal UnaskedMessagesPerClinician { get; init; }

    /// <summary>Meetings that took place.</summary>
    public required int MeetingsHeld { get; init; }

    /// <summary>Of these, those that put no minute of clinical work at risk.</summary>
    public required int MeetingsThatDisplacedNoClinicalWork { get; init; }

    /// <summary>Expected minutes of clinical work put at risk by the meetings that took place.</summary>
    public required int ClinicalMinutesAtRisk { get; init; }

    /// <summary>Expected minutes of clinical work put at risk by the first time of every offer, as they were planned together.</summary>
    public required int ClinicalMinutesOffered { get; init; }

    /// <summary>The same had each meeting in turn taken its best time.</summary>
    public required int ClinicalMinutesOneByOne { get; init; }

    /// <summary>Offers for which that way would have left no time.</summary>
    public required int OffersLostOneByOne { get; init; }

    /// <summary>Concerns and suggestions raised.</summary>
    public required int ConcernsRaised { get; init; }

    /// <summary>Of these, answered.</summary>
    public required int ConcernsAnswered { get; init; }

    /// <summary>Of these, answered by the day they were due.</summary>
    public required int ConcernsAnsweredInTime { get; init; }

    /// <summary>Of these, closed.</summary>
    public required int ConcernsClosed { get; init; }

    /// <summary>Updates that went out, whoever got them.</summary>
    public required int UpdatesSent { get; init; }

    /// <summary>Copies of updates that went out.</summary>
    public required int UpdateCopiesSent { get; init; }

    /// <summary>
    /// Clinicians contacted who did not ask for no more and got an update in every calendar month from the one after their first contact
    /// to the one of closing (or, while the project runs, the last month that had an update).
    /// </summary>
    public required int CliniciansUpdatedEveryMonth { get; init; }

    /// <summary>Clinicians contacted who want updates: they asked for no more of neither messages nor updates, and for no pause.</summary>
    public required int CliniciansWhoWantUpdates { get; init; }

    /// <summary>Concerns and suggestions of which the clinician confirmed that they were understood.</summary>
    public required int ConcernsUnderstood { get; init; }

    /// <summary>Concerns and suggestions that the plan took in.</summary>
    public required int PlanChanges { get; init; }

    /// <summary>Stages in which a clinician was met, spoken to, answered or updated, in order, in words.</summary>
    public required IReadOnlyList<string> StagesCovered { get; init; }

    /// <summary>Stages the project went through, in order, in words.</summary>
    public required IReadOnlyList<string> StagesGoneThrough { get; init; }

    /// <summary>Adds the facts up.</summary>
    public static RehearsalSummary Of(RehearsalFacts facts)
    {
        var began = facts.Project.CreatedAt;
        var held = facts.Meetings.Where(m => m.State == MeetingState.Held).ToArray();
        var firstMet = held.GroupBy(m => m.MemberId).ToDictionary(g => g.Key, g => g.Min(m => m.Start));
        var mails = facts.Effects.Where(e => e is { IsMail: true, IsToColleague: false, State: EffectState.Done, Clinician: not null }).ToArray();
        var copies = mails.Where(e => e.Kind == EffectKind.SendUpdate).ToArray();
        var contacted = facts.Members
            .Select(m => (Member: m, Since: FirstContact(m, mails)))
            .Where(c => c.Since is not null)
            .ToArray();
        var stages = facts.Project.Stages;
        return new RehearsalSummary
        {
            Project = facts.Project.Name,
            SampleData = facts.Project.SampleData,
            Seed = facts.Seed,
            Began = began,
            Closed = facts.Project.ClosedAt,
            CliniciansOnPanel = facts.Members.Count,
            CliniciansContacted = contacted.Length,
            CliniciansMet = firstMet.Count,
            DaysToFirstMeeting = firstMet.Count == 0 ? null : Days(firstMet.Values.Min() - began),
            DaysToMeetAll = firstMet.Count == 0 || firstMet.Count < facts.Members.Count ? null : Days(firstMet.Values.Max() - began),
            MessagesPerClinician = PerClinician(mails.Length, facts),
            UnaskedMessagesPerClinician = PerClinician(mails.Count(e => e.Unasked), facts),
            MeetingsHeld = held.Length,
            MeetingsThatDisplacedNoClinicalWork = held.Count(m => m.ClinicalMinutesAtRisk == 0),
            ClinicalMinutesAtRisk = held.Sum(m => m.ClinicalMinutesAtRisk),
            ClinicalMinutesOffered = facts.Meetings.Sum(m => m.Offers[0].ClinicalMinutesAtRisk),
            ClinicalMinutesOneByOne = facts.Meetings.Sum(m => m.ClinicalMinutesOneByOne ?? 0),
            OffersLostOneByOne = facts.Meetings.Count(m => m.ClinicalMinutesOneByOne is null),
            ConcernsRaised = facts.Concerns.Count,
            ConcernsAnswered = facts.Concerns.Count(c => c.AnsweredAt is not null),
            ConcernsAnsweredInTime = facts.Concerns.Count(c => c is { AnsweredAt: not null, AnsweredLate: false }),
            ConcernsClosed = facts.Concerns.Count(c => c.ClosedAt is not null),
            UpdatesSent = facts.Updates.Count(u => u.State == UpdateState.Sent),
            UpdateCopiesSent = copies.Length,
            CliniciansWhoWantUpdates = contacted.Count(c => WantsUpdates(c.Member, facts)),
            ConcernsUnderstood = facts.Concerns.Count(c => c.UnderstoodAt is not null),
            PlanChanges = facts.Concerns.Count(c => c.PlanVersion is not null),
            CliniciansUpdatedEveryMonth = contacted.Count(c =>
                WantsUpdates(c.Member, facts) && IsUpdatedEveryMonth(c.Member.Id, c.Since!.Value, facts.Project.ClosedAt, copies)),
            StagesCovered = [.. stages.Where(s => IsCovered(s, facts, held, copies)).Select(s => StageWords.Of(s.Stage)).Distinct()],
            StagesGoneThrough = [.. stages.Select(s => StageWords.Of(s.Stage)).Distinct()],
        };
    }

    private static bool WantsUpdates(PanelMember member, RehearsalFacts facts) =>
        !facts.WantNoMore.Contains(member.Email) && member is { NoUpdatesAt: null, UpdatesPausedUntil: null };

    private static Instant? FirstContact(PanelMember member, Effect[] mails)
    {
        var first = mails.Where(e => e.MemberId == member.Id && e.Kind == EffectKind.SendFirstMessage).Select(e => e.DoneAt).Min();
        return first is null || member.SpokenAt < first ? member.SpokenAt ?? first : first;
    }

    private static bool IsUpdatedEveryMonth(PanelMemberId member, Instant since, Instant? closed, Effect[] copies)
    {
        var lastOfAll = copies.Select(e => e.DoneAt).Max();
        if ((closed ?? lastOfAll) is not { } until)
            return false;
        var got = copies.Where(e => e.MemberId == member && e.DoneAt is not null).Select(e => MonthOf(e.DoneAt!.Value)).ToHashSet();
        for (var month = MonthOf(since).PlusMonths(1); month <= MonthOf(until); month = month.PlusMonths(1))
            if (!got.Contains(month))
                return false;
        return got.Count > 0;
    }

    private static YearMonth MonthOf(Instant at) => at.InZone(London).Date.ToYearMonth();

    private static bool IsCovered(StageSpan stage, RehearsalFacts facts, Meeting[] held, Effect[] copies)
    {
        return held.Any(m => IsIn(m.Start)) || facts.Members.Any(m => IsIn(m.SpokenAt) || m.SpokenTimes.Any(t => IsIn(t))) || facts.Concerns.Any(c => IsIn(c.RespondedAt)) || copies.Any(e => IsIn(e.DoneAt));

        bool IsIn(Instant? at) => stage.Contains(at);
    }

    private static decimal Days(Duration duration) => Math.Round((decimal)duration.TotalDays, 1);

    private static decimal PerClinician(int count, RehearsalFacts facts) =>
        facts.Members.Count == 0 ? 0 : Math.Round((decimal)count / facts.Members.Count, 1);
}

/// <summary>The facts at the end of a rehearsal, of one project.</summary>
/// <param name="Project">The project.</param>
/// <param name="Seed">The seed of the simulated trust.</param>
/// <param name="Members">Everybody who was on the panel.</param>
/// <param name="WantNoMore">Addresses of those who asked for no more.</param>
/// <param name="Meetings">All meetings.</param>
/// <param name="Effects">All effects.</param>
/// <param name="Concerns">All concerns and suggestions.</param>
/// <param name="Updates">All updates.</param>
/// <param name="Events">The audit.</param>
public sealed record RehearsalFacts(
    Project Project,
    int Seed,
    IReadOnlyList<PanelMember> Members,
    IReadOnlySet<EmailAddress> WantNoMore,
    IReadOnlyList<Meeting> Meetings,
    IReadOnlyList<Effect> Effects,
    IReadOnlyList<Concern> Concerns,
    IReadOnlyList<Update> Updates,
    IReadOnlyList<AuditEvent> Events)
{
    /// <summary>The project beside it, or null; its invitations are among those that were sent.</summary>
    public Project? Beside { get; init; }

    /// <summary>Whose project sends from a mailbox: the one beside where it is its lead's.</summary>
    public Project ProjectOf(string? mailbox) => Beside is { } beside && mailbox is not null && beside.Lead.Email == new EmailAddress(mailbox) ? beside : Project;

    /// <summary>Why events were taken out of calendars, by their ids, in both projects.</summary>
    public IReadOnlyDictionary<string, string?> WhyCancelled { get; init; } = new Dictionary<string, string?>();
}
