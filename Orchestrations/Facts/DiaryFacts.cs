using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>What is said of a clinician's week: good times, quiet weeks, job plan. It holds in every project, for what is looked for from then on.</summary>
public sealed class DiaryFacts(IEngagementStore store, IClock clock)
{
    /// <summary>The most weeks that can be said at once.</summary>
    public const int MaxQuietWeeks = 26;

    /// <summary>Sets the good-times grid and the quiet weeks, as the secretary or the clinician said.</summary>
    /// <param name="email">Whose.</param>
    /// <param name="grid">Ten half-days.</param>
    /// <param name="quietWeeks">Any day of each week; kept by its Monday.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> SetWeekAsync(EmailAddress email, GoodTimesGrid grid, IReadOnlyList<LocalDate> quietWeeks, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Clinician>(email, token) is not { } clinician)
                return new FactResult.Refused("This person is not known here any more.");
            if (quietWeeks.Count > MaxQuietWeeks)
                return new FactResult.Refused($"Give {MaxQuietWeeks} weeks at most.");
            LocalDate[] mondays = [.. quietWeeks.Select(d => d.PlusDays(1 - (int)d.DayOfWeek)).Distinct().Order()];
            if (clinician.GoodTimes.HalfDays.SequenceEqual(grid.HalfDays) && clinician.QuietWeeks.SequenceEqual(mondays))
                return FactResult.Recorded.Ok;
            writer.Update(clinician with { GoodTimes = grid, QuietWeeks = mondays });
            foreach (var member in await writer.ListAsync<PanelMember>(m => m.Email == email && m.LeftAt == null, token))
                Happened(writer, member, AuditActor.Clinician, "diary.good-times", "It was said which times of the week suit {clinician}.");
            return FactResult.Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Sets job plans; somebody who is not known yet is added by name.</summary>
    public Task SetJobPlansAsync(IReadOnlyList<(EmailAddress Email, string? Name, IReadOnlyList<JobPlanEntry> Entries)> plans, CancellationToken cancellationToken) => store.WriteAsync(
        async (writer, token) =>
        {
            foreach (var (email, name, entries) in plans)
            {
                if (await writer.FindAsync<Clinician>(email, token) is { } known)
                    writer.Update(known with { JobPlan = entries });
                else
                    writer.Add(new Clinician { Email = email, Name = name ?? email.Value, JobPlan = entries });
            }

            writer.Audit(new AuditEvent
            {
                At = clock.GetCurrentInstant(),
                Actor = AuditActor.Administrator,
                What = "job-plans.set",
                Words = plans.Count == 1 ? "A job plan was set." : $"{plans.Count} job plans were set.",
            });
            return true;
        },
        cancellationToken);

    private void Happened(IStoreWriter writer, PanelMember member, AuditActor actor, string what, string words) => writer.Audit(new AuditEvent
    {
        ProjectId = member.ProjectId,
        MemberId = member.Id,
        At = clock.GetCurrentInstant(),
        Actor = actor,
        What = what,
        Words = words,
    });
}
