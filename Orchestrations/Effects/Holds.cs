using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Effects;

/// <summary>Offered and agreed times are held for both people across all projects, so that no two projects offer the same time.</summary>
internal static class Holds
{
    public static async Task ReleaseAsync(IStoreWriter writer, MeetingId meeting, CancellationToken cancellationToken)
    {
        foreach (var hold in await writer.ListAsync<SlotHold>(h => h.MeetingId == meeting, cancellationToken))
            writer.Remove(hold);
    }

    /// <summary>Replaces the meeting's holds by one for each person and start.</summary>
    public static async Task HoldAsync(
        IStoreWriter writer, Meeting meeting, IEnumerable<Instant> starts, IReadOnlyList<EmailAddress> people, Instant expires, CancellationToken cancellationToken)
    {
        await ReleaseAsync(writer, meeting.Id, cancellationToken);
        foreach (var start in starts.Distinct())
            foreach (var person in people)
                writer.Add(new SlotHold
                {
                    Id = StableId.From("hold", meeting.Id, person, start),
                    Person = person,
                    Start = start,
                    End = start + Duration.FromMinutes(meeting.Minutes),
                    MeetingId = meeting.Id,
                    ExpiresAt = expires,
                });
    }

    /// <summary>Keeps an agreed time for both until it is over, and lets go of the others that were offered with it.</summary>
    public static async Task AgreeAsync(IStoreWriter writer, Meeting agreed, CancellationToken cancellationToken)
    {
        if (await writer.FindAsync<PanelMember>(agreed.MemberId, cancellationToken) is not { } member
            || await writer.FindAsync<Project>(agreed.ProjectId, cancellationToken) is not { } project)
            return;
        await HoldAsync(writer, agreed, [agreed.Start], [member.Email, project.HostOf(agreed.Host).Email], agreed.End, cancellationToken);
    }

    /// <summary>What others hold of these people's time.</summary>
    public static async Task<IReadOnlyList<SlotHold>> OfOthersAsync(
        IStoreReader reader, MeetingId meeting, IReadOnlyList<EmailAddress> people, Instant now, CancellationToken cancellationToken) =>
        await OfOthersAsync(reader, new HashSet<MeetingId> { meeting }, people, now, cancellationToken);

    /// <summary>What is held of these people's time but for the meetings given.</summary>
    public static async Task<IReadOnlyList<SlotHold>> OfOthersAsync(
        IStoreReader reader, IReadOnlySet<MeetingId> meetings, IReadOnlyList<EmailAddress> people, Instant now, CancellationToken cancellationToken)
    {
        var holds = new List<SlotHold>();
        foreach (var person in people)
            holds.AddRange((await reader.ListAsync<SlotHold>(h => h.Person == person && h.ExpiresAt > now, cancellationToken))
                .Where(h => !meetings.Contains(h.MeetingId)));
        return holds;
    }
}
