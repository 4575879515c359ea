using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>
/// Looks the panel up in the directory, orders it with reasons, and makes gaps tasks, whatever the door the project came by. Who was
/// added later is looked up alone and follows those who have their place.
/// </summary>
public sealed class IdentifyPanel(EffectLedger ledger, IEngagementStore store, IDirectory directory, IClock clock) : IActivity<Guid, EffectResult>
{
    /// <inheritdoc/>
    public async Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken)
    {
        var context = await ledger.LoadAsync(input, cancellationToken);
        if (context.Effect.State != EffectState.Intended)
            return EffectResult.Done;
        var project = context.Project;
        var members = await store.ReadAsync((reader, token) => NewcomersAsync(reader, project.Id, token), cancellationToken);
        var found = await directory.FindAsync([.. members.Select(m => m.Email)], cancellationToken);
        return found switch
        {
            PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>.Answered people =>
                await ledger.CompleteAsync(input, (writer, current, token) => StoreAsync(writer, current, people.Value, token), cancellationToken),
            PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>.Throttled throttled => EffectResult.Later(throttled.Until),
            // A trust may not let us read the directory: the panel stands as the lead typed it.
            _ => await ledger.CompleteAsync(input, (writer, current, token) => StoreAsync(writer, current, null, token), cancellationToken),
        };
    }

    private async Task StoreAsync(
        IStoreWriter writer, EffectContext context, IReadOnlyDictionary<EmailAddress, DirectoryPerson>? people, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var project = context.Project;
        var everyone = await writer.ListAsync<PanelMember>(m => m.ProjectId == project.Id, cancellationToken);
        var members = everyone.Where(IsNewcomer).ToArray();
        var placed = everyone.Max(m => (int?)m.Order) ?? 0;
        var clinicians = new Dictionary<EmailAddress, Clinician>();
        foreach (var member in members)
        {
            if (await writer.FindAsync<Clinician>(member.Email, cancellationToken) is not { } clinician)
                continue;
            if (people?.GetValueOrDefault(member.Email) is { } person && clinician.Role.Length == 0)
            {
                clinician = clinician with { Role = person.JobTitle ?? "", Specialty = clinician.Specialty.Length > 0 ? clinician.Specialty : person.Department ?? "" };
                writer.Update(clinician);
            }

            clinicians[member.Email] = clinician;
        }

        var withYears = members.Select(m => m.YearsHere is null && people?.GetValueOrDefault(m.Email)?.HiredOn is { } hired
            ? m with { YearsHere = Math.Max(0, Period.Between(hired, WorkingTime.DateOf(now), PeriodUnits.Years).Years) }
            : m);
        foreach (var inOrder in PanelOrder.Of(withYears, clinicians))
        {
            var member = inOrder with { Order = placed + inOrder.Order };
            writer.Update(member);
            writer.Audit(new AuditEvent
            {
                ProjectId = project.Id,
                MemberId = member.Id,
                At = now,
                Actor = AuditActor.Workflow,
                What = "panel.identified",
                Words = $"{{clinician}} is number {member.Order} on the panel.",
                Why = member.Reason,
            });
            if (people is not null && people.GetValueOrDefault(member.Email) is not { Enabled: true })
                TaskBook.Open(
                    writer, project.Id, TaskKind.CheckAddress, member.Id.ToString(),
                    "Check the address of {clinician}: the directory does not know it, or the account is disabled.",
                    "Messages to them may not arrive.", now, WorkingTime.AddWorkingDays(now, 2, project.Nation), member.Id);
        }

        if (project.IdentifiedAt is null)
            writer.Update(project with { IdentifiedAt = now });
    }

    private static async Task<IReadOnlyList<PanelMember>> NewcomersAsync(IStoreReader reader, ProjectId project, CancellationToken cancellationToken) =>
        [.. (await reader.ListAsync<PanelMember>(m => m.ProjectId == project, cancellationToken)).Where(IsNewcomer)];

    private static bool IsNewcomer(PanelMember member) => member is { Order: 0, LeftAt: null };
}
