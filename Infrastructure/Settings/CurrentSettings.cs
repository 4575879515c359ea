using System.Text.Json;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Storage.Converters;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Settings;

/// <summary>The options in force: the host's, with what was set on the settings page. Another instance's change is seen within <see cref="MaxAge"/>.</summary>
/// <param name="store">Where settings are kept.</param>
/// <param name="clock">Stamps changes; may be virtual.</param>
/// <param name="waits">What the age of what was read is measured by; never virtual, since the other instance is real.</param>
/// <param name="configured">What the host is configured with.</param>
public sealed class CurrentSettings(IEngagementStore store, IClock clock, TimeProvider waits, EngagementOptions configured)
{
    /// <summary>How old what was read may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private const string Name = "trust";

    private volatile Read? last;

    /// <summary>The options in force.</summary>
    /// <remarks>Read where services are put together, which can't wait; on SQLite nothing waits anyway, elsewhere one query in half a minute does.</remarks>
    public EngagementOptions Options => Last.Options;

    /// <summary>The mailbox that was chosen to organise and send for every lead, empty for each lead's own; null where the host's configuration holds.</summary>
    public string? SenderMailbox => Last.Settings.SenderMailbox;

    /// <summary>What was set here.</summary>
    public async Task<TrustSettings> FindAsync(CancellationToken cancellationToken) => (await ReadAsync(cancellationToken)).Settings;

    /// <summary>
    /// Sets the mailbox that organises and sends for every lead, while nothing is on its way: invitations and drafts that are out belong to
    /// the mailbox they were made in.
    /// </summary>
    /// <returns>False, with nothing changed, while an engagement is open or something is still to be done for one.</returns>
    public async Task<bool> SetSenderAsync(EmailAddress? mailbox, CancellationToken cancellationToken)
    {
        var isSet = await store.WriteAsync(
            async (writer, token) =>
            {
                if ((await writer.ListAsync<Project>(p => p.State != ProjectState.Closed, token)).Count > 0
                    || (await writer.ListAsync<Effect>(e => e.State == EffectState.Intended, token)).Count > 0)
                    return false;
                // What was read of the mailboxes so far is of the ones that worked until now.
                foreach (var sync in await writer.ListAsync<MailboxSync>(s => s.Version >= 0, token))
                    writer.Remove(sync);
                await StoreAsync(writer, before => before with { SenderMailbox = mailbox?.Value ?? "" }, "The mailbox that sends was changed on the settings page.", token);
                return true;
            },
            cancellationToken);
        last = null;
        return isSet;
    }

    /// <summary>Sets it.</summary>
    /// <param name="change">What is to hold, made from what holds.</param>
    /// <param name="words">What was changed, one sentence for the audit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="by">Who sets it, for the audit.</param>
    public async Task SetAsync(Func<TrustSettings, TrustSettings> change, string words, CancellationToken cancellationToken, AuditActor by = AuditActor.Administrator)
    {
        await store.WriteAsync(
            async (writer, token) =>
            {
                await StoreAsync(writer, change, words, token, by);
                return true;
            },
            cancellationToken);
        last = null;
    }

    private async Task StoreAsync(IStoreWriter writer, Func<TrustSettings, TrustSettings> change, string words, CancellationToken cancellationToken, AuditActor by = AuditActor.Administrator)
    {
        var now = clock.GetCurrentInstant();
        var before = await writer.FindAsync<StoredSettings>(Name, cancellationToken);
        var json = JsonSerializer.Serialize(change(SettingsOf(before)), JsonText.Options);
        if (before is null)
            writer.Add(new StoredSettings { Name = Name, Json = json, ChangedAt = now });
        else
            writer.Update(before with { Json = json, ChangedAt = now });
        writer.Audit(new AuditEvent { At = now, Actor = by, What = "settings.changed", Words = words });
    }

    // Read by another thread: where a page is put together, what follows an await would wait for the thread that waits here.
    private Read Last => last is { } read && waits.GetElapsedTime(read.At) < MaxAge
        ? read
        : Task.Run(() => ReadAsync(CancellationToken.None)).GetAwaiter().GetResult();

    private async Task<Read> ReadAsync(CancellationToken cancellationToken)
    {
        var at = waits.GetTimestamp();
        var settings = SettingsOf(await store.ReadAsync((reader, token) => reader.FindAsync<StoredSettings>(Name, token), cancellationToken));
        return last = new Read(at, settings, settings.On(configured));
    }

    private static TrustSettings SettingsOf(StoredSettings? stored) =>
        stored is null ? new TrustSettings() : JsonSerializer.Deserialize<TrustSettings>(stored.Json, JsonText.Options) ?? new TrustSettings();

    private sealed record Read(long At, TrustSettings Settings, EngagementOptions Options);
}
