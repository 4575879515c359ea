using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>Sends the draft of a mail, once. What cannot be found out within an hour becomes a task, never a second mail.</summary>
public sealed class SendDraft(EffectLedger ledger, IMailer mailer, IClock clock) : IActivity<Guid, EffectResult>
{
    private static readonly Duration LookAgain = Duration.FromMinutes(2);
    private static readonly Duration GiveUp = Duration.FromHours(1);

    /// <inheritdoc/>
    public async Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken)
    {
        var context = await ledger.LoadAsync(input, cancellationToken);
        if (context.Effect is not { State: EffectState.Intended, GraphId: { } draft })
            return EffectResult.Done;
        var now = clock.GetCurrentInstant();
        var isWanted = context.IsStillWanted && !context.IsTooLate(now);
        // A draft of which no send was ever begun can still be let be; after that only its own id can tell whether it went.
        if (context.Effect.TriedAt is null)
        {
            if (!isWanted)
                return await ledger.DropAsync(input, cancellationToken);
            if (context.WaitsForTheLead)
                return EffectResult.Later(now + GiveUp);
            await ledger.TryingAsync(input, now, cancellationToken);
        }
        else if (!isWanted)
        {
            return await LookAsync(context, draft, now, cancellationToken);
        }

        var triedAt = context.Effect.TriedAt ?? now;
        return await mailer.SendDraftAsync(context.Project.Lead.Email, draft, cancellationToken) switch
        {
            PortResult<SendOutcome>.Answered { Value: SendOutcome.Sent or SendOutcome.WasSent } => await ledger.CompleteAsync(
                input,
                (writer, current, _) =>
                {
                    writer.Audit(EffectLedger.Event(current, "mail.sent", MailWords.Of(current.Effect.Kind), clock.GetCurrentInstant()));
                    return Task.CompletedTask;
                },
                cancellationToken),
            PortResult<SendOutcome>.Answered when now - triedAt >= GiveUp => await ledger.HandOverAsync(
                input, TaskKind.UncertainSend, "It is not certain whether a mail to {clinician} went out. Look among your sent items, or ask them.",
                "It is not sent again.", cancellationToken),
            PortResult<SendOutcome>.Answered => EffectResult.Later(now + LookAgain),
            PortResult<SendOutcome>.Throttled throttled => await PutOffAsync(throttled.Until),
            PortResult<SendOutcome>.Refused refused => await ledger.HandOverAsync(
                input, TaskKind.StepFailed, $"A mail to {{clinician}} could not be sent from your mailbox: {refused.Reason}",
                "It stays among your drafts.", cancellationToken),
            var other => throw new InvalidOperationException($"Unknown answer {other.GetType().Name}."),
        };

        // Turned away at the door, the first try was none.
        async Task<EffectResult> PutOffAsync(Instant until)
        {
            if (context.Effect.TriedAt is null)
                await ledger.TryingAsync(input, null, cancellationToken);
            return EffectResult.Later(until);
        }
    }

    // Overtaken after a send was begun whose answer was lost: it is found out whether it went, and it is not sent now.
    private async Task<EffectResult> LookAsync(EffectContext context, string draft, Instant now, CancellationToken cancellationToken) =>
        await mailer.LookAsync(context.Project.Lead.Email, draft, cancellationToken) switch
        {
            PortResult<SendOutcome>.Answered { Value: SendOutcome.WasSent } => await ledger.CompleteAsync(
                context.Effect.Id.Value,
                (writer, current, _) =>
                {
                    writer.Audit(EffectLedger.Event(current, "mail.sent", MailWords.Of(current.Effect.Kind), now));
                    return Task.CompletedTask;
                },
                cancellationToken),
            PortResult<SendOutcome>.Throttled throttled => EffectResult.Later(throttled.Until),
            PortResult<SendOutcome>.Answered { Value: SendOutcome.NotFound } when now - context.Effect.TriedAt >= GiveUp => await ledger.HandOverAsync(
                context.Effect.Id.Value, TaskKind.UncertainSend, "It is not certain whether a mail to {clinician} went out. Look among your sent items.",
                "It is not sent again.", cancellationToken),
            // A send that was taken may be seen late; after an hour it is certain that it was not.
            PortResult<SendOutcome>.Answered when now - context.Effect.TriedAt >= GiveUp => await ledger.DropAsync(context.Effect.Id.Value, cancellationToken),
            PortResult<SendOutcome>.Answered => EffectResult.Later(now + LookAgain),
            _ => await ledger.DropAsync(context.Effect.Id.Value, cancellationToken),
        };
}
