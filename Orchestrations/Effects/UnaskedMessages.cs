using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Effects;

/// <summary>When a clinician was sent something unasked, counted across all projects of the trust.</summary>
internal static class UnaskedMessages
{
    /// <summary>Far enough back for the cap's window whatever the bank holidays.</summary>
    public static Duration Window(EngagementOptions options) => Duration.FromDays((options.CapWorkingDays * 2) + 14);

    /// <summary>
    /// By the time at which each really left, as far as that is known: one that was tried again weeks later counts from then. An invitation
    /// and the message that goes with it are one.
    /// </summary>
    /// <param name="reader">The store.</param>
    /// <param name="clinician">To whom.</param>
    /// <param name="since">How far back.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="besides">The cause of what is left out of the count, or null.</param>
    public static async Task<IReadOnlyList<Instant>> ToAsync(
        IStoreReader reader, EmailAddress clinician, Instant since, CancellationToken cancellationToken, string? besides = null)
    {
        // All of them, since a message counts from when its last part left; under the cap they are few.
        var effects = await reader.ListAsync<Effect>(e => e.Clinician == clinician && (e.Unasked || e.Kind == EffectKind.BookMeeting), cancellationToken);
        return [.. effects
            .GroupBy(e => e.Cause)
            .Where(message => message.Key != besides && message.Any(e => e.Unasked) && message.Any(e => e.State != EffectState.Dropped))
            .Select(message => message.Where(e => e.State != EffectState.Dropped).Max(e => e.DoneAt ?? e.TriedAt ?? e.IntendedAt))
            .Where(at => at >= since)];
    }
}
