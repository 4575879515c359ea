using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Orchestrations.Store;

namespace ClinicalEngagement.Orchestrations.Projects;

/// <summary>Reads about a panel that several decisions need.</summary>
internal static class Panels
{
    public static async Task<IReadOnlyDictionary<EmailAddress, Clinician>> CliniciansAsync(
        IStoreReader reader, IReadOnlyList<PanelMember> members, CancellationToken cancellationToken)
    {
        var clinicians = new Dictionary<EmailAddress, Clinician>();
        foreach (var member in members)
            if (await reader.FindAsync<Clinician>(member.Email, cancellationToken) is { } clinician)
                clinicians[member.Email] = clinician;
        return clinicians;
    }

    /// <summary>The clinicians whose points stand in no mail, in the whole trust.</summary>
    public static async Task<IReadOnlySet<EmailAddress>> KeepPointsOutAsync(IStoreReader reader, CancellationToken cancellationToken) =>
        (await reader.ListAsync<Clinician>(c => c.PointsOutOfMail, cancellationToken)).Select(c => c.Email).ToHashSet();

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
