using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Observing;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Effects;

/// <summary>The effects rows: read before the deed, closed after it, in one transaction with what the deed changed.</summary>
public sealed class EffectLedger(IEngagementStore store, IClock clock, EngagementOptions options)
{
    internal Task<EffectContext> LoadAsync(Guid effect, CancellationToken cancellationToken) =>
        store.ReadAsync((reader, token) => EffectContext.LoadAsync(reader, new EffectId(effect), token), cancellationToken);

    /// <summary>Marks it done together with what it changed; when it was closed before, nothing is changed.</summary>
    internal async Task<EffectResult> CompleteAsync(
        Guid id, Func<IStoreWriter, EffectContext, CancellationToken, Task> change, CancellationToken cancellationToken, string? graphId = null)
    {
        var ended = await store.WriteAsync<Effect?>(
            async (writer, token) =>
            {
                var context = await EffectContext.LoadAsync(writer, new EffectId(id), token);
                if (context.Effect.State != EffectState.Intended)
                    return null;
                writer.Update(context.Effect with
                {
                    State = EffectState.Done,
                    DoneAt = clock.GetCurrentInstant(),
                    GraphId = graphId ?? context.Effect.GraphId,
                });
                await change(writer, context, token);
                return context.Effect;
            },
            cancellationToken);
        return Ended(ended, EffectState.Done);
    }

    /// <summary>Marks it dropped: a newer fact overtook it and it did nothing. Of a mail the timeline says so.</summary>
    internal async Task<EffectResult> DropAsync(Guid id, CancellationToken cancellationToken, string? why = null)
    {
        var ended = await store.WriteAsync<Effect?>(
            async (writer, token) =>
            {
                var context = await EffectContext.LoadAsync(writer, new EffectId(id), token);
                if (context.Effect.State != EffectState.Intended)
                    return null;
                writer.Update(context.Effect with { State = EffectState.Dropped });
                if (context.Effect.IsMail)
                    writer.Audit(Event(
                        context, "mail.not-sent", MailWords.NotSent(context.Effect.Kind, context.Reader), clock.GetCurrentInstant(), why ?? context.WhyNotWanted));
                return context.Effect;
            },
            cancellationToken);
        return Ended(ended, EffectState.Dropped);
    }

    /// <summary>What becomes of it now.</summary>
    internal Task<Departure> DepartureAsync(EffectContext context, Instant now, CancellationToken cancellationToken) =>
        store.ReadAsync((reader, token) => Departures.OfAsync(reader, context, now, options, token), cancellationToken);

    /// <summary>
    /// Looks whether it may leave and, where it may, records in the same transaction when its send was begun: afterwards it is never taken
    /// for one that can be let be, and no other project's message takes its place under the cap. Of an invitation it is the last try that
    /// is recorded: it may have left by that one.
    /// </summary>
    internal Task<Departure> BeginSendAsync(Guid id, Instant now, CancellationToken cancellationToken) => store.WriteAsync(
        async (writer, token) =>
        {
            var context = await EffectContext.LoadAsync(writer, new EffectId(id), token);
            var departure = await Departures.OfAsync(writer, context, now, options, token);
            if (departure is Departure.Now && context.Effect is { State: EffectState.Intended } effect && (effect.TriedAt is null || !effect.IsMail))
                writer.Update(context.Effect with { TriedAt = now });
            return departure;
        },
        cancellationToken);

    /// <summary>Its send was turned away at the door: it was not begun.</summary>
    internal Task NotBegunAsync(Guid id, CancellationToken cancellationToken) => store.WriteAsync(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Effect>(new EffectId(id), token) is { State: EffectState.Intended } effect)
                writer.Update(effect with { TriedAt = null });
            return true;
        },
        cancellationToken);

    /// <summary>Gives it to a person: whether it was done is not known, or every try failed, or it was refused.</summary>
    internal async Task<EffectResult> HandOverAsync(
        Guid id, TaskKind kind, string what, string ifNothing, CancellationToken cancellationToken)
    {
        var ended = await store.WriteAsync<Effect?>(
            async (writer, token) =>
            {
                var context = await EffectContext.LoadAsync(writer, new EffectId(id), token);
                if (context.Effect.State != EffectState.Intended)
                    return null;
                var now = clock.GetCurrentInstant();
                writer.Update(context.Effect with { State = EffectState.Uncertain });
                if (await writer.FindAsync<PersonTask>(PersonTask.IdFor(context.Project.Id, kind, $"{id}/{context.Effect.Version}"), token) is null)
                    TaskBook.Open(
                        writer, context.Project.Id, kind, $"{id}/{context.Effect.Version}", what, ifNothing, now,
                        WorkingTime.AddWorkingDays(now, 1, context.Project.Nation), context.Effect.MemberId, context.Effect.MeetingId, effect: context.Effect.Id);
                return context.Effect;
            },
            cancellationToken);
        return Ended(ended, EffectState.Uncertain);
    }

    /// <summary>After the commit, since what was undone and run again did not happen.</summary>
    private EffectResult Ended(Effect? effect, EffectState outcome)
    {
        if (effect is not null)
            EngagementTraces.Ended(effect, outcome, clock.GetCurrentInstant());
        return EffectResult.Done;
    }

    internal static AuditEvent Event(EffectContext context, string what, string words, Instant at, string? why = null) => new()
    {
        ProjectId = context.Project.Id,
        MemberId = context.Member?.Id,
        At = at,
        Actor = AuditActor.Workflow,
        What = what,
        Words = words,
        Why = why,
    };
}
