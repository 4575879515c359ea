using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactParts;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>How updates go: the lead's choice for a project, and each clinician's own, said by link or through the lead.</summary>
public sealed class UpdateChoices(IEngagementStore store, IClock clock, EngagementOptions options)
{
    /// <summary>Sets how often, on which day and when a project's updates go; a draft that stands keeps its time.</summary>
    /// <param name="id">The project.</param>
    /// <param name="rhythm">How often.</param>
    /// <param name="day">A working day of the week; null leaves it to the date.</param>
    /// <param name="time">On the clocks of the United Kingdom; null takes the trust's.</param>
    /// <param name="needApproval">True when an update goes only with the lead's approval.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> SetAsync(
        ProjectId id, UpdateRhythm rhythm, IsoDayOfWeek? day, LocalTime? time, bool needApproval, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Project>(id, token) is not { } project)
                return NotFound("project");
            if (project.State == ProjectState.Closed)
                return new Refused("The project is closed.");
            if (day is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday or IsoDayOfWeek.None)
                return new Refused("Select a day from Monday to Friday.");
            if (time < options.SendFrom || time >= options.SendUntil)
                return new Refused("Enter a time from 8am to before 6pm: nothing is sent outside working time.");
            var set = project with { UpdateRhythm = rhythm, UpdateDay = day, UpdateTime = time, UpdatesNeedApproval = needApproval };
            if (set == project)
                return Recorded.Ok;
            writer.Update(set);
            Happened(writer, id, clock.GetCurrentInstant(), "updates.set", "You changed when updates go.");
            writer.Nudge(Instances.UpdatesOf(id));
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Says how often a clinician wants updates and whether what they raise may stand in mails.</summary>
    /// <param name="member">Who.</param>
    /// <param name="wish">How often; null leaves it as it is.</param>
    /// <param name="pointsOutOfMail">True keeps what they raise out of every mail, in every project; null leaves it as it is.</param>
    /// <param name="actor">The clinician by link, or the lead for them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> WishAsync(
        PanelMemberId member, UpdateWish? wish, bool? pointsOutOfMail, AuditActor actor, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(member, token) is not { } found || await writer.FindAsync<Clinician>(found.Email, token) is not { } clinician)
                return NotFound("panel member");
            if (wish is null && pointsOutOfMail is null)
                return new Refused("Select what is to change.");
            var now = clock.GetCurrentInstant();
            if (wish is { } wanted && With(found, wanted, now) is var changed && changed != found)
            {
                writer.Update(changed);
                Happened(writer, found, now, "updates.wish", "{clinician} said how often updates may come.", actor);
            }

            if (pointsOutOfMail is { } kept && kept != clinician.PointsOutOfMail)
            {
                writer.Update(clinician with { PointsOutOfMail = kept });
                Happened(
                    writer, found, now, "words.kept",
                    kept ? "What {clinician} raises stands in no mail from now on, at their wish." : "What {clinician} raises may stand in mails again, at their wish.", actor);
            }

            writer.Nudge(Instances.UpdatesOf(found.ProjectId));
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Has the next update ask this clinician for their view: the lightest contact with whom nobody was in touch in this stage.</summary>
    public Task<FactResult> AskForViewAsync(PanelMemberId member, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(member, token) is not { } found || await writer.FindAsync<Project>(found.ProjectId, token) is not { } project)
                return NotFound("panel member");
            if (project.State == ProjectState.Closed || found.LeftAt is not null)
                return new Refused("No further update goes to them.");
            if (found.NoUpdatesAt is not null || await writer.FindAsync<Clinician>(found.Email, token) is { NoMoreAt: not null })
                return new Refused("They asked for no updates. Speak with them instead.");
            if (found.ViewWantedAt >= project.StageSince)
                return Recorded.Ok;
            var now = clock.GetCurrentInstant();
            writer.Update(found with { ViewWantedAt = now });
            Happened(writer, found, now, "view.wanted", "The next update asks {clinician} for their view.");
            Nudge(writer, found);
            return Recorded.Ok;
        },
        cancellationToken);

    private static PanelMember With(PanelMember member, UpdateWish wish, Instant now)
    {
        // Asked for again, a pause that runs already is not made longer.
        if (wish == UpdateWish.PauseThreeMonths && member.UpdatesPausedUntil > now)
            return member;
        var plain = member with { OwnUpdateRhythm = null, UpdatesPausedUntil = null, NoUpdatesAt = null };
        return wish switch
        {
            UpdateWish.Fortnightly => plain with { OwnUpdateRhythm = UpdateRhythm.Fortnightly },
            UpdateWish.Monthly => plain with { OwnUpdateRhythm = UpdateRhythm.Monthly },
            UpdateWish.PauseThreeMonths => member with { UpdatesPausedUntil = WorkingTime.At(WorkingTime.DateOf(now).PlusMonths(3), LocalTime.Midnight) },
            UpdateWish.None => member with { NoUpdatesAt = member.NoUpdatesAt ?? now },
            _ => plain,
        };
    }
}
