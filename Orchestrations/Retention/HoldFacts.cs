using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Retention;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Retention;

/// <summary>Governance sets and lifts preservation holds. The audit says that, and why; of a person it says no name.</summary>
public sealed class HoldFacts(IEngagementStore store, IClock clock)
{
    private const int MaxReason = 200;

    /// <summary>Sets one.</summary>
    /// <param name="id">Derived from the form, so that sending it twice sets one.</param>
    /// <param name="project">The project it covers, or null.</param>
    /// <param name="person">The person it covers, or null; with neither it covers everything.</param>
    /// <param name="reason">Why, 1 to 200 characters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> SetAsync(Guid id, ProjectId? project, EmailAddress? person, string reason, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PreservationHold>(id, token) is not null)
                return FactResult.Recorded.Ok;
            if (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason || reason.Any(char.IsControl))
                return new FactResult.Refused($"Say why in 1 to {MaxReason} characters, on one line, without what the matter is about.");
            if (project is not null && person is not null)
                return new FactResult.Refused("Choose a project or a person. Set two holds for both.");
            if (project is { } one && await writer.FindAsync<Project>(one, token) is null)
                return new FactResult.Refused("This project is not here any more.");
            var now = clock.GetCurrentInstant();
            writer.Add(new PreservationHold { Id = id, ProjectId = project, Person = person, Reason = reason.Trim(), SetAt = now });
            writer.Audit(Event(project, now, "hold.set", $"A preservation hold was set on {Covered(project, person)}.", reason.Trim()));
            return FactResult.Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Lifts one; what is due goes at the next sweep.</summary>
    public Task<FactResult> LiftAsync(Guid id, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PreservationHold>(id, token) is not { } hold)
                return new FactResult.Refused("This hold is not here any more. Go back and look again.");
            if (hold.LiftedAt is not null)
                return FactResult.Recorded.Ok;
            var now = clock.GetCurrentInstant();
            writer.Update(hold with { LiftedAt = now });
            writer.Audit(Event(hold.ProjectId, now, "hold.lifted", $"The preservation hold on {Covered(hold.ProjectId, hold.Person)} was lifted.", hold.Reason));
            return FactResult.Recorded.Ok;
        },
        cancellationToken);

    private static string Covered(ProjectId? project, EmailAddress? person) => (project, person) switch
    {
        (not null, _) => "this project",
        (_, not null) => "a person",
        _ => "everything",
    };

    private static AuditEvent Event(ProjectId? project, Instant now, string what, string words, string why) =>
        new() { ProjectId = project, At = now, Actor = AuditActor.Governance, What = what, Words = words, Why = why };
}
