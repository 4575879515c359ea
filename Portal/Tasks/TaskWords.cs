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
        var named = new List<PersonTask>();
        foreach (var task in tasks)
        {
            var name = task.MemberId is { } id ? (await reader.FindAsync<PanelMember>(id, cancellationToken))?.Name : null;
            named.Add(task with { What = task.What.Replace("{clinician}", name ?? "a clinician", StringComparison.Ordinal) });
        }

        return named;
    }
}
