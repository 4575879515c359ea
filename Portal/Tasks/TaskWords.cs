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
        var known = members.Count == 0 ? [] : (await reader.ListAsync<PanelMember>(m => members.Contains(m.Id), cancellationToken)).ToDictionary(m => m.Id);
        List<EmailAddress> rung = [.. all.Where(t => t.What.Contains("{secretary}", StringComparison.Ordinal) && t.MemberId is { } id && known.ContainsKey(id)).Select(t => known[t.MemberId!.Value].Email).Distinct()];
        var clinicians = rung.Count == 0 ? [] : (await reader.ListAsync<Clinician>(c => rung.Contains(c.Email), cancellationToken)).ToDictionary(c => c.Email);
        var named = new List<PersonTask>();
        foreach (var task in all)
        {
            var member = task.MemberId is { } id ? known.GetValueOrDefault(id) : null;
            var what = task.What;
            if (what.Contains("{secretary}", StringComparison.Ordinal))
                what = what.Replace("{secretary}", WhomToRing(member is null ? null : clinicians.GetValueOrDefault(member.Email)), StringComparison.Ordinal);
            what = what.Replace("{deputy}", member?.Deputy is { } deputy ? $"{deputy.Name} ({deputy.Email})" : "a colleague", StringComparison.Ordinal);
            named.Add(task with { What = what.Replace("{clinician}", member?.Name ?? "a clinician", StringComparison.Ordinal) });
        }

        return named;
    }

    private static string WhomToRing(Clinician? clinician) => clinician?.Secretary is { } secretary
        ? $"{secretary.Name}, secretary of {{clinician}}, {(secretary.Phone is { Length: > 0 } phone ? $"on {phone}" : $"whose number is not known here ({secretary.Email})")}"
        : "{clinician} or their secretary";
}
