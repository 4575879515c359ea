using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Orchestrations.Store;

namespace ClinicalEngagement.Orchestrations.Projects;

/// <summary>Reads about a panel that several decisions need.</summary>
internal static class Panels
{
    public static async Task<IReadOnlySet<EmailAddress>> NoMoreAsync(
        IStoreReader reader, IReadOnlyList<PanelMember> members, CancellationToken cancellationToken)
    {
        var onPanel = members.Select(m => m.Email).ToHashSet();
        return (await reader.ListAsync<Clinician>(c => c.NoMoreAt != null, cancellationToken))
            .Select(c => c.Email)
            .Where(onPanel.Contains)
            .ToHashSet();
    }
}
