using System.Text.Json;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>Takes a patient's story out of everything that is kept besides the plan.</summary>
internal static class StoryRemoval
{
    public static async Task FromUpdatesAsync(IStoreWriter writer, ProjectId project, IReadOnlySet<string> stories, CancellationToken cancellationToken)
    {
        bool Tells(string? text) => text is not null && stories.Any(s => text.Contains(s, StringComparison.Ordinal));
        foreach (var update in await writer.ListAsync<Update>(u => u.ProjectId == project, cancellationToken))
            if (Tells(update.Story) || Tells(update.Next) || update.WhatChanged.Any(Tells))
                writer.Update(update with
                {
                    Story = Tells(update.Story) ? null : update.Story,
                    Next = Tells(update.Next) ? null : update.Next,
                    WhatChanged = [.. update.WhatChanged.Where(w => !Tells(w))],
                });
    }

    // The draft lies in the mailbox and would be found again by its key: it is left unsent, and the mail is written anew under another.
    public static async Task FromUnsentMailAsync(IStoreWriter writer, ProjectId project, Instant now, CancellationToken cancellationToken)
    {
        foreach (var mail in await writer.ListAsync<Effect>(e => e.ProjectId == project && e.State == EffectState.Intended, cancellationToken))
            if (mail is { Kind: EffectKind.SendBrief or EffectKind.SendUpdate, GraphId: not null, TriedAt: null })
            {
                var cause = $"{mail.Cause}/without-story";
                writer.Update(mail with { State = EffectState.Dropped });
                writer.Add(mail with
                {
                    Id = Effect.IdFor(project, mail.Kind, cause),
                    Cause = cause,
                    GraphId = null,
                    ConversationId = null,
                    IntendedAt = now,
                    Version = 0,
                });
            }
    }

    public static async Task FromRequestAsync(IStoreWriter writer, RequestFormat format, ProjectId project, CancellationToken cancellationToken)
    {
        // The project's id is derived from the request's, so the request is found by looking.
        foreach (var stored in (await writer.ListAsync<StoredRequest>(r => r.State == RequestState.Begun, cancellationToken)).Where(r => r.ProjectId == project))
            if (JsonSerializer.Deserialize<EngagementRequest>(stored.Body, format.Options) is { Story: not null } request)
                writer.Update(stored with { Body = JsonSerializer.Serialize(request with { Story = null }, format.Options) });
    }
}
