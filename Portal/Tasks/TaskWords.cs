using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Store;

namespace ClinicalEngagement.Portal.Tasks;

/// <summary>Tasks as they are read: names are looked up when they are shown, never stored with the task.</summary>
internal static class TaskWords
{
    public static async Task<IReadOnlyList<PersonTask>> NamedAsync(
        IStoreReader reader, IEnumerable<PersonTask> tasks, CancellationToken cancellationToken)
    {
        PersonTask[] all = [.. tasks];
        List<PanelMemberId> members = [.. all.Select(t => t.MemberId).OfType<PanelMemberId>().Distinct()];
        var names = members.Count == 0 ? [] : (await reader.ListAsync<PanelMember>(m => members.Contains(m.Id), cancellationToken)).ToDictionary(m => m.Id, m => m.Name);
        return [.. all.Select(t => t with
        {
            What = t.What.Replace("{clinician}", t.MemberId is { } id ? names.GetValueOrDefault(id, "a clinician") : "a clinician", StringComparison.Ordinal),
        })];
    }
}
