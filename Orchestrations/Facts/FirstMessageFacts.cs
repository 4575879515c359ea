using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Orchestrations.Store;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>The words of first messages that wait for the lead.</summary>
public sealed class FirstMessageFacts(IEngagementStore store)
{
    /// <summary>The most characters of a first message.</summary>
    public const int MaxWords = 600;

    /// <summary>Keeps the lead's words for this person; nothing is sent by it.</summary>
    public Task<FactResult> EditAsync(PanelMemberId id, string words, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(id, token) is not { } member)
                return new FactResult.Refused("This person is not on the panel any more. Go back to the project and look again.");
            if (words.Trim().Length is 0 or > MaxWords)
                return new FactResult.Refused(words.Trim().Length == 0 ? "Enter the words of the first message." : $"The first message must be {MaxWords} characters or fewer. Shorten it.");
            if (member.FirstMessageApprovedAt is null && member.FirstMessageWords != words.Trim())
                writer.Update(member with { FirstMessageWords = words.Trim() });
            return FactResult.Recorded.Ok;
        },
        cancellationToken);
}
