using NodaTime;

namespace ClinicalEngagement.Domain.Updates;

/// <summary>What a recipient who missed updates gets with the next one: nobody loses news because the cap, a pause or a reply kept a copy back.</summary>
public static class UpdateCatchUp
{
    /// <summary>The updates before this one of which that recipient got no copy since their last, the newest first.</summary>
    public static IReadOnlyList<Update> Missed(Update current, IReadOnlyList<Update> updates, IReadOnlySet<UpdateId> received, Instant contactedAt)
    {
        var last = updates.Where(u => received.Contains(u.Id)).Select(u => u.Number).DefaultIfEmpty(0).Max();
        return [.. updates
            .Where(u => u.State == UpdateState.Sent && u.HasNews && u.Number > last && u.Number < current.Number && u.SendAt >= contactedAt)
            .OrderByDescending(u => u.Number)];
    }

    /// <summary>The update with what that recipient missed.</summary>
    /// <param name="current">The update that goes now.</param>
    /// <param name="updates">All of the project's updates.</param>
    /// <param name="received">Those of which the recipient got a copy.</param>
    /// <param name="contactedAt">When they were first contacted: what was told before was not for them.</param>
    public static Update For(Update current, IReadOnlyList<Update> updates, IReadOnlySet<UpdateId> received, Instant contactedAt)
    {
        // The last one looks back over the whole project as it is.
        if (current.Final)
            return current;
        var missed = Missed(current, updates, received, contactedAt);
        if (missed.Count == 0)
            return current;

        var changes = current.WhatChanged.ToList();
        var said = current.WhatChanged.Select(UpdateComposer.KindOf).ToHashSet();
        // A newer figure, count or stage stands for the older ones.
        foreach (var line in missed.SelectMany(u => u.WhatChanged))
        {
            var kind = UpdateComposer.KindOf(line);
            if (kind == NewsKind.Other ? !changes.Contains(line) : said.Add(kind))
                changes.Add(line);
        }

        var pairs = current.YouSaidWeDid.ToList();
        foreach (var pair in missed.SelectMany(u => u.YouSaidWeDid))
            if (!pairs.Any(p => p.By == pair.By && p.Said == pair.Said))
                pairs.Add(pair);
        return current with
        {
            WhatChanged = changes,
            YouSaidWeDid = pairs,
            Story = current.Story ?? missed.Select(u => u.Story).FirstOrDefault(s => s is not null),
        };
    }
}
