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

    public static async Task<IReadOnlyList<Instant>> ToAsync(
        IStoreReader reader, EmailAddress clinician, Instant since, CancellationToken cancellationToken)
    {
        var effects = await reader.ListAsync<Effect>(
            e => e.Clinician == clinician && e.Unasked && e.IntendedAt >= since, cancellationToken);
        return [.. effects.Where(e => e.State != EffectState.Dropped).Select(e => e.DoneAt ?? e.IntendedAt)];
    }
}
