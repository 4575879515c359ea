using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>Makes the draft of a mail, once, and records its id before anything is sent.</summary>
public sealed class CreateDraft(
    EffectLedger ledger, IEngagementStore store, MessageWriter messages, IMessageRenderer renderer, IMailer mailer, IClock clock) : IActivity<Guid, EffectResult>
{
    private static readonly Duration UntilBooked = Duration.FromHours(6);
    private static readonly Duration UntilDealtWith = Duration.FromHours(1);

    /// <inheritdoc/>
    public async Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken)
    {
        var context = await ledger.LoadAsync(input, cancellationToken);
        if (context.Effect.State != EffectState.Intended || context.Effect.GraphId is not null)
            return EffectResult.Done;
        if (!context.IsStillWanted || context.IsTooLate(clock.GetCurrentInstant()))
            return await ledger.DropAsync(input, cancellationToken);
        if (context.WaitsForTheLead)
            return EffectResult.Later(clock.GetCurrentInstant() + UntilDealtWith);
        switch (await ledger.DepartureAsync(context, clock.GetCurrentInstant(), cancellationToken))
        {
            case Departure.Later later:
                return EffectResult.Later(later.At);
            case Departure.Never never:
                return await ledger.DropAsync(input, cancellationToken, never.Why);
        }

        // The mail names the time of an invitation: while that is not in the calendar, the mail waits for it.
        if (context is { Effect.Kind: EffectKind.SendFirstMessage or EffectKind.SendOtherTimes, Meeting.EventId: null })
            return EffectResult.Later(clock.GetCurrentInstant() + UntilBooked);

        var message = await messages.WriteAsync(context, cancellationToken);
        var rendered = await renderer.RenderAsync(message, cancellationToken);
        // What a lead wrote into an update, an answer or a first message is shown as much as what a brief lists.
        IReadOnlyList<int> shown = [.. message.FactsShown.Union(QuotedFacts.In(rendered.Text, context.Project.Plan.Facts)).Order()];
        var storyTold = message is Message.Progress progress && ProgressDigest.Of(progress).Story is { } story ? UpdateComposer.IdOf(story) : (Guid?)null;
        var mail = new OutgoingMail(
            context.Project.Lead.Email, context.Effect.Key, [message.To], rendered.Subject, rendered.Html, rendered.Attachments);
        switch (await mailer.CreateDraftAsync(mail, cancellationToken))
        {
            case PortResult<MailDraft>.Answered drafted:
                await store.WriteAsync(
                    async (writer, token) =>
                    {
                        var effect = (await EffectContext.LoadAsync(writer, new EffectId(input), token)).Effect;
                        if (effect.GraphId is null)
                            writer.Update(effect with
                            {
                                GraphId = drafted.Value.Id,
                                FactsShown = shown,
                                StoryTold = storyTold,
                                ConversationId = drafted.Value.ConversationId,
                            });
                        return true;
                    },
                    cancellationToken);
                return EffectResult.Done;
            case PortResult<MailDraft>.Throttled throttled:
                return EffectResult.Later(throttled.Until);
            case PortResult<MailDraft>.Refused refused:
                return await ledger.HandOverAsync(
                    input, TaskKind.StepFailed, $"A mail about {{clinician}} could not be written in your mailbox: {refused.Reason}",
                    "It is not sent.", cancellationToken);
            case var other:
                throw new InvalidOperationException($"Unknown answer {other.GetType().Name}.");
        }
    }
}
