using System.Globalization;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Retention;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.LocalHost.Simulation;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Projects;
using ClinicalEngagement.Orchestrations.Retention;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.LocalHost.Rehearsal.Scripts;

/// <summary>
/// Everything that a script can have people do, by name: clinicians by their signed link, in Outlook and away from work; the lead on the
/// pages. Each goes the way that the real one goes: the facts behind the pages, or the simulated mailboxes.
/// </summary>
internal static class ScriptedDeeds
{
    private static readonly LocalTime Afternoon = new(13, 40);

    private static readonly Dictionary<string, Func<Play, Task<FactResult>>> All = new(StringComparer.Ordinal)
    {
        // By signed link.
        ["picks"] = p => p.Of<ClinicianAnswers>().PickTimeAsync(p.Meeting.Id, p.OtherOffer, null, default),
        ["proposes"] = p => p.Of<ClinicianAnswers>().ProposeTimeAsync(p.Meeting.Id, p.WorkingDaysAhead, default),
        ["declines"] = p => p.Of<ClinicianAnswers>().DeclineAsync(p.Meeting.Id, p.Deed.What, default),
        ["asksForAMonth"] = p => p.Of<ClinicianAnswers>().NotNowAsync(p.Meeting.Id, default),
        ["namesADeputy"] = p => p.Of<ClinicianAnswers>().NameDeputyAsync(p.Meeting.Id, p.Named.Name, p.Named.Email.Value, default),
        ["wantsNoMore"] = p => p.Of<ClinicianAnswers>().NoMoreAsync(p.Member.Id, default),
        ["raises"] = p => p.Of<ClinicianWords>().SendAsync(new ConcernId(p.Id), p.Member.Id, ConcernKind.Concern, p.Words, null, default),
        ["writesOfMoreThanAProject"] = p => PersonalWords.Find(p.Words) is null
            ? throw new InvalidOperationException("nothing in these words is noticed.") : p.Of<PersonalMatterFacts>().ShownAsync(p.Member.Id, default),
        ["saysItIsAboutTheProject"] = p => p.Of<PersonalMatterFacts>().AboutTheProjectAsync(p.Member.Id, default),
        ["corrects"] = p => p.Of<ClinicianWords>().AnswerUnderstandingAsync(p.Member.Id, p.Concern.UnderstandingQuestion!.Value, p.Words, default),
        ["confirms"] = p => p.Of<ClinicianWords>().AnswerUnderstandingAsync(p.Member.Id, p.Concern.UnderstandingQuestion!.Value, null, default),
        ["says"] = p => p.Of<ClinicianWords>().GiveVerdictAsync(p.Member.Id, p.Concern.VerdictQuestion!.Value, Enum.Parse<Verdict>(p.Words, ignoreCase: true), null, default),
        ["questionsAFigure"] = p => p.Of<FigureFacts>().QuestionAsync(p.Id, p.Member.Id, p.Words, 1, AuditActor.Clinician, default),

        // In Outlook, and away from work.
        ["acceptsInOutlook"] = p => p.ReactAsync("accept"),
        ["declinesInOutlook"] = p => p.ReactAsync("decline"),
        ["proposesInOutlook"] = p => p.ReactAsync("propose", p.WorkingDaysAhead),
        ["movesInOutlook"] = p => p.ReactAsync("move", p.WorkingDaysAhead),
        ["isCancelledInOutlook"] = p => p.ReactAsync("cancel"),
        ["repliesInWords"] = p => p.ReactAsync("reply"),
        ["isAutomaticallyAway"] = p => p.ReactAsync("autoReply"),
        ["cannotBeDelivered"] = p => p.ReactAsync("bounce"),
        ["isAway"] = p => p.AwayAsync(),

        // The lead, about one clinician.
        ["isApproved"] = p => p.Of<LeadFacts>().ApproveFirstMessageAsync(p.Member.Id, null, default),
        ["isToldAgreed"] = p => p.Of<MeetingFacts>().AgreedAsync(p.Member.Id, p.WorkingDaysAhead, null, default),
        ["isToldDeclined"] = p => p.Of<MeetingFacts>().DeclinedAsync(p.Member.Id, p.Deed.What, default),
        ["isSpokenWith"] = p => p.Of<LeadFacts>().WeHaveSpokenAsync(p.Member.Id, WorkingTime.DateOf(p.Now), default),
        ["isAskedAgain"] = p => p.Of<LeadFacts>().AskForMeetingAsync(p.Member.Id, default),
        ["leavesThePanel"] = p => p.Of<LeadFacts>().RemoveMemberAsync(p.Member.Id, default),
        ["isShared"] = p => p.Of<SharedMeetingFacts>().OfferAsync(p.TaskOf(TaskKind.SameWeek).Id, default),
        ["isHostedBy"] = p => p.Of<MeetingFacts>().SetHostAsync(p.Member.Id, Enum.Parse<MeetingHost>(p.Words, ignoreCase: true), default),
        ["deputyIsInvited"] = p => p.Of<MeetingFacts>().InviteDeputyAsync(p.Member.Id, default),
        ["isRead"] = p => p.Of<LeadFacts>().HandleReplyAsync(p.Member.Id, null, default),
        ["wasMet"] = p => p.Of<LeadFacts>().RecordOutcomeAsync(p.Meeting.Id, Outcome.TookPlace, default),
        ["wasNotMet"] = p => p.Of<LeadFacts>().RecordOutcomeAsync(p.Meeting.Id, Outcome.DidNotTakePlace, default),
        ["wasMovedAhead"] = p => p.Of<MeetingFacts>().MovedAsync(p.Meeting.Id, p.WorkingDaysAhead, default),
        ["wasMetAtAnotherTime"] = p => p.Of<MeetingFacts>().MovedAsync(p.Meeting.Id, p.Now - Duration.FromMinutes(30), default),
        ["isSaidBack"] = p => p.Of<ListeningFacts>().AskUnderstandingAsync(p.Concern.Id, p.Words, default),
        ["isAnswered"] = p => p.Of<ListeningFacts>().AnswerAsync(p.Concern.Id, null, p.Words, default),
        ["isClosedWith"] = p => p.Of<ListeningFacts>().CloseAsync(p.Concern.Id, p.Words, default),
        ["getsAnOwner"] = p => p.Of<ListeningFacts>().AssignAsync(p.Concern.Id, p.Named, default),
        ["figureIsCorrected"] = p => p.Of<FigureFacts>().AnswerAsync(
            ScriptedIds.Question(p.Member.Id), 1, p.Project.Plan.Facts[0] with { Text = p.Words }, "You are right, thank you: it is put right.", default),

        // The trust around it: a secretary, a winter, somebody who leaves.
        ["secretaryAnswers"] = p => p.SecretaryAsync(),
        ["quietPeriodIs"] = p => p.QuietAsync(),
        ["isReleased"] = p => p.Of<QuietFacts>().ReleaseAsync(p.Project.Id, [p.Meeting.Id], default),
        ["isReplacedBy"] = p => p.ReplaceAsync(),
        ["leadIsAway"] = p => p.ChangeAsync(new
        {
            address = p.Project.Lead.Email.Value,
            absences = new[] { new { from = WorkingTime.DateOf(p.Now), to = WorkingTime.DateOf(p.Now).PlusDays(int.Parse(p.Words, CultureInfo.InvariantCulture)) } },
        }),
        ["isHandedOverTo"] = p => p.Of<HandOverFacts>().SetPeopleAsync(p.Project.Id, p.Named, null, p.Project.Sponsor, default),

        // Information governance.
        ["isHeldBack"] = p => p.Of<HoldFacts>().SetAsync(p.Id, null, p.Member.Email, p.Words, default),
        ["isNoLongerHeldBack"] = async p => await p.Of<HoldFacts>().LiftAsync(
            (await p.Of<IEngagementStore>().ReadAsync((reader, token) => reader.ListAsync<PreservationHold>(h => h.LiftedAt == null, token), default)).Last(h => h.Covers(p.Member.Email)).Id, default),
        ["cannotBeErased"] = async p => await p.Of<ErasureFacts>().EraseAsync(p.Member.Email, default) is FactResult.Refused
            ? new FactResult.Recorded() : throw new InvalidOperationException("they were erased all the same."),
        ["isErased"] = p => p.Of<ErasureFacts>().EraseAsync(p.Member.Email, default),

        // The lead, about the project.
        ["isPaused"] = p => p.Of<LeadFacts>().PauseAsync(p.Project.Id, default),
        ["isResumed"] = p => p.Of<LeadFacts>().ResumeAsync(p.Project.Id, default),
        ["updateIsHeld"] = p => p.Of<LeadFacts>().HoldUpdateAsync(p.Scene.Update!.Id, default),
        ["updateIsApproved"] = p => p.Of<LeadFacts>().ApproveUpdateAsync(p.Scene.Update!.Id, default),
        ["updatesNeedApproval"] = p => p.Of<UpdateChoices>().SetAsync(
            p.Project.Id, p.Project.UpdateRhythm, p.Project.UpdateDay, p.Project.UpdateTime, bool.Parse(p.Words), default),
        ["isMeasured"] = p => p.Of<LeadFacts>().AddMeasurePointAsync(p.Project.Id, WorkingTime.DateOf(p.Now), decimal.Parse(p.Words, CultureInfo.InvariantCulture), default),
        ["planIsCompleted"] = p => p.Of<PlanFacts>().ChangeAsync(p.Project.Id, new PlanChange(PlanSection.Evidence, p.Project.PlanVersion, p.Script.Requests.Original), default),
        ["movesOn"] = p => p.Of<LeadFacts>().AdvanceStageAsync(p.Project.Id, p.Project.Stage + 1, default),
        ["isClosed"] = p => p.Of<LeadFacts>().CloseAsync(p.Project.Id, ScriptedWords.Closing(p.Project), default),
    };

    /// <summary>What can be done.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Does one thing.</summary>
    /// <exception cref="InvalidOperationException">The deed needs something that is not there; the message names the deed.</exception>
    public static async Task<FactResult> DoAsync(
        IServiceProvider services, SimulatorControl trust, RehearsalScript script, int number, ScriptedDeed deed, Scene scene, Instant now)
    {
        try
        {
            return await All[deed.Does](new Play(services, trust, script, number, deed, scene, now));
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException or HttpRequestException)
        {
            throw new InvalidOperationException($"Deed {number} of the script ({deed}) cannot be done: {e.Message}", e);
        }
    }

    private sealed record Play(IServiceProvider Services, SimulatorControl Trust, RehearsalScript Script, int Number, ScriptedDeed Deed, Scene Scene, Instant Now)
    {
        public Project Project => Scene.Project;

        public PanelMember Member => Scene.Member ?? throw new InvalidOperationException("it needs a person in “who”.");

        public Meeting Meeting => Scene.Meeting ?? throw new InvalidOperationException("there is no meeting.");

        public Concern Concern => Scene.Concern ?? throw new InvalidOperationException("nothing was raised.");

        public string Words => Deed.What ?? throw new InvalidOperationException("it needs a “what”.");

        public Guid Id => Deed.Does == "questionsAFigure" ? ScriptedIds.Question(Member.Id) : StableId.From("scripted", Project.Id, Number);

        /// <summary>One of the offered times that the meeting does not have.</summary>
        public Instant OtherOffer => Meeting.Offers.Select(o => o.Start).Where(s => s > Now && (s != Meeting.Start || Meeting.State == MeetingState.Proposed)).Order().Cast<Instant?>().LastOrDefault()
            ?? throw new InvalidOperationException("no other time was offered.");

        /// <summary>The task of a kind that is open about them.</summary>
        public PersonTask TaskOf(TaskKind kind) => Scene.Tasks.FirstOrDefault(t => t.Kind == kind) ?? throw new InvalidOperationException($"no task {kind} is open.");

        /// <summary>So many working days ahead, after lunch.</summary>
        public Instant WorkingDaysAhead => WorkingTime.At(
            WorkingTime.AddWorkingDays(Now, int.Parse(Words, CultureInfo.InvariantCulture), Nation.England), Afternoon);

        public T Of<T>()
            where T : notnull => Services.GetRequiredService<T>();

        public async Task<FactResult> ReactAsync(string kind, Instant? start = null)
        {
            await Trust.ReactAsync(
                new { person = Member.Email.Value, kind, words = start is null ? Deed.What : null, start = start is { } at ? InstantPattern.ExtendedIso.Format(at) : null }, default);
            return Recorded();
        }

        /// <summary>Away on the day of the meeting, or for so many weeks from now.</summary>
        public Task<FactResult> AwayAsync()
        {
            var from = Deed.What is null ? WorkingTime.DateOf(Meeting.Start) : WorkingTime.DateOf(Now);
            var weeks = Deed.What is null ? 0 : int.Parse(Deed.What, CultureInfo.InvariantCulture);
            var first = from.PlusDays(1 - (int)from.DayOfWeek);
            object[] absences = weeks == 0
                ? [new { from, to = from }]
                : [.. Enumerable.Range(0, weeks).Select(n => new { from = first.PlusWeeks(n), to = first.PlusWeeks(n).PlusDays(6) })];
            return ChangeAsync(new { address = Member.Email.Value, absences });
        }

        /// <summary>Somebody as <c>Name &lt;address&gt;</c>.</summary>
        public Person Named => new(Words.Split('<')[0].Trim(), new EmailAddress(Words.Split('<', '>')[1]));

        /// <summary>On their one page a secretary answers for everybody whose diary they keep: the last of the offered times.</summary>
        public async Task<FactResult> SecretaryAsync()
        {
            var secretary = new EmailAddress(Words);
            var open = await Of<IEngagementStore>().ReadAsync(
                async (reader, token) =>
                {
                    var kept = (await reader.ListAsync<Clinician>(c => c.Version >= 0, token)).Where(c => c.Secretary?.Email == secretary).Select(c => c.Email).ToHashSet();
                    var members = (await reader.ListAsync<PanelMember>(m => m.ProjectId == Project.Id, token)).Where(m => kept.Contains(m.Email)).Select(m => m.Id).ToHashSet();
                    return (await reader.ListAsync<Meeting>(m => m.ProjectId == Project.Id && m.State == MeetingState.Proposed, token)).Where(m => members.Contains(m.MemberId)).ToArray();
                },
                default);
            if (open.Length < 2)
                throw new InvalidOperationException("they keep fewer than two diaries with an invitation.");
            foreach (var meeting in open)
                if (await Of<ClinicianAnswers>().PickTimeAsync(meeting.Id, meeting.Offers.Max(o => o.Start), null, default) is FactResult.Refused refused)
                    return refused;
            return Recorded();
        }

        /// <summary>A quiet period of the whole trust: from in so many days, for so many days, and why.</summary>
        public async Task<FactResult> QuietAsync()
        {
            var parts = Words.Split(' ', 3);
            var from = WorkingTime.DateOf(Now).PlusDays(int.Parse(parts[0], CultureInfo.InvariantCulture));
            var period = new QuietPeriod(from, from.PlusDays(int.Parse(parts[1], CultureInfo.InvariantCulture) - 1), parts[2]);
            await Of<CurrentSettings>().SetAsync(before => before with { QuietPeriods = [.. before.QuietPeriods ?? [], period] }, "A quiet period was set.", default);
            return Recorded();
        }

        /// <summary>Puts on the panel who is suggested in this person's place.</summary>
        public async Task<FactResult> ReplaceAsync()
        {
            var (lost, suggested) = await Of<PanelReplacements>().FindAsync(Project, Member, default);
            var chosen = suggested.FirstOrDefault(s => s.Candidate.Person.Email == Named.Email)?.Candidate ?? throw new InvalidOperationException(
                $"without them the panel lacks {string.Join(", ", lost.Select(l => l.Words))}, and for that are suggested: {string.Join(", ", suggested.Select(s => $"{s.Candidate.Person.Name} <{s.Candidate.Person.Email}>"))}.");
            return await Of<PlanFacts>().AddCliniciansAsync(Project.Id, [chosen.ToRequest()], default);
        }

        public async Task<FactResult> ChangeAsync(object person)
        {
            await Trust.ChangePersonAsync(person, default);
            return Recorded();
        }

        private static FactResult.Recorded Recorded() => new();
    }

    private static class ScriptedIds
    {
        public static Guid Question(PanelMemberId member) => StableId.From("scripted question", member);
    }
}
