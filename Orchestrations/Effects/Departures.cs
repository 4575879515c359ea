using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Effects;

/// <summary>Looks again at what was decided, at the moment it would be carried out.</summary>
internal static class Departures
{
    /// <summary>What becomes of one effect now.</summary>
    public static async Task<Departure> OfAsync(
        IStoreReader reader, EffectContext context, Instant now, EngagementOptions options, CancellationToken cancellationToken)
    {
        var effect = context.Effect;
        if (!Departure.GoesByItself(effect.Kind))
            return new Departure.Now();
        var mail = effect.Kind == EffectKind.BookMeeting
            ? (await reader.ListAsync<Effect>(e => e.MemberId == effect.MemberId && e.Cause == effect.Cause, cancellationToken)).FirstOrDefault(e => e.IsMail)
            : null;
        return Departure.Of(
            new DepartureFacts
            {
                Effect = effect,
                Project = context.Project,
                Member = context.Member,
                Specialty = context.Clinician?.Specialty,
                Meeting = context.Meeting,
                Update = effect.UpdateId is { } update ? await reader.FindAsync<Update>(update, cancellationToken) : null,
                Mail = mail,
                Others = (mail ?? effect) is { Unasked: true, Clinician: { } clinician }
                    ? await UnaskedMessages.ToAsync(reader, clinician, now - UnaskedMessages.Window(options), cancellationToken, besides: effect.Cause)
                    : [],
            },
            now, options);
    }

    /// <summary>
    /// Those of the unfinished effects that are to be carried out now, and when to look again at those that wait: what waits for a morning
    /// or for the cap keeps nothing else from being decided.
    /// </summary>
    public static async Task<(IReadOnlyList<EffectToDo> Due, Instant? WakeAt)> DueAsync(
        IStoreReader reader, IEnumerable<Effect> unfinished, Instant now, EngagementOptions options, CancellationToken cancellationToken)
    {
        var due = new List<EffectToDo>();
        Instant? wakeAt = null;
        foreach (var effect in unfinished)
            if (await LaterAsync(reader, effect, now, options, cancellationToken) is { } later)
                wakeAt = wakeAt is { } other && other < later ? other : later;
            else
                due.Add(new EffectToDo(effect.Id.Value, effect.Kind));
        return (due, wakeAt);
    }

    private static async Task<Instant?> LaterAsync(
        IStoreReader reader, Effect effect, Instant now, EngagementOptions options, CancellationToken cancellationToken)
    {
        // Whether it went is found out at once, whatever the hour.
        if (!Departure.GoesByItself(effect.Kind) || effect.TriedAt > now - Activities.SendDraft.GiveUp)
            return null;
        var context = await EffectContext.LoadAsync(reader, effect.Id, cancellationToken);
        // What is not wanted any more is dropped without waiting for its hour.
        return context.IsStillWanted && !context.IsTooLate(now) && await OfAsync(reader, context, now, options, cancellationToken) is Departure.Later later
            ? later.At
            : null;
    }
}
