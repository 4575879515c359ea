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
    /// <summary>After this it is certain that a send that left no trace was none.</summary>
    internal static readonly Duration GiveUp = Duration.FromHours(1);

    /// <inheritdoc/>
    public async Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken)
    {
        var context = await ledger.LoadAsync(input, cancellationToken);
        if (context.Effect is not { State: EffectState.Intended, GraphId: { } draft })
            return EffectResult.Done;
        var now = clock.GetCurrentInstant();
        var isWanted = context.IsStillWanted && !context.IsTooLate(now);
        if (isWanted && context.WaitsForTheLead && context.Effect.TriedAt is null)
            return EffectResult.Later(now + GiveUp);
        var departure = isWanted ? await ledger.BeginSendAsync(input, now, cancellationToken) : new Departure.Never(context.WhyNotWanted);
        // A draft of which no send was ever begun can still be let be; after that only its own id can tell whether it went.
        if (departure is not Departure.Now && context.Effect.TriedAt is not null)
            return await LookAsync(context, draft, departure, now, cancellationToken);
        switch (departure)
        {
            case Departure.Later later:
                return EffectResult.Later(later.At);
            case Departure.Never never:
                return await ledger.DropAsync(input, cancellationToken, never.Why);
        }

        var triedAt = context.Effect.TriedAt ?? now;
        return await mailer.SendDraftAsync(context.Project.Lead.Email, draft, cancellationToken) switch
        {
            PortResult<SendOutcome>.Answered { Value: SendOutcome.Sent or SendOutcome.WasSent } => await ledger.CompleteAsync(
                input,
                (writer, current, _) =>
                {
                    writer.Audit(EffectLedger.Event(current, "mail.sent", MailWords.Of(current.Effect.Kind, current.Reader), clock.GetCurrentInstant()));
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
                await ledger.NotBegunAsync(input, cancellationToken);
            return EffectResult.Later(until);
        }
    }

    // Its answer was lost and it may not leave now: it is found out whether it went, and it is not sent.
    private async Task<EffectResult> LookAsync(EffectContext context, string draft, Departure departure, Instant now, CancellationToken cancellationToken)
    {
        var isCertainAt = context.Effect.TriedAt!.Value + GiveUp;
        return await mailer.LookAsync(context.Project.Lead.Email, draft, cancellationToken) switch
        {
            PortResult<SendOutcome>.Answered { Value: SendOutcome.WasSent } => await ledger.CompleteAsync(
                context.Effect.Id.Value,
                (writer, current, _) =>
                {
                    writer.Audit(EffectLedger.Event(current, "mail.sent", MailWords.Of(current.Effect.Kind, current.Reader), now));
                    return Task.CompletedTask;
                },
                cancellationToken),
            PortResult<SendOutcome>.Throttled throttled => EffectResult.Later(throttled.Until),
            PortResult<SendOutcome>.Answered { Value: SendOutcome.NotFound } when now >= isCertainAt => await ledger.HandOverAsync(
                context.Effect.Id.Value, TaskKind.UncertainSend, "It is not certain whether a mail to {clinician} went out. Look among your sent items.",
                "It is not sent again.", cancellationToken),
            // A send that was taken may be seen late; after an hour it is certain that it was not.
            PortResult<SendOutcome>.Answered when now < isCertainAt => EffectResult.Later(now + LookAgain),
            PortResult<SendOutcome>.Answered when departure is Departure.Later later => EffectResult.Later(later.At),
            _ => await ledger.DropAsync(context.Effect.Id.Value, cancellationToken, (departure as Departure.Never)?.Why),
        };
    }
}
