using System.Text.Json;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
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
    public EngagementOptions Options => (last is { } read && waits.GetElapsedTime(read.At) < MaxAge ? read : ReadAsync(CancellationToken.None).GetAwaiter().GetResult()).Options;

    /// <summary>What was set here.</summary>
    public async Task<TrustSettings> FindAsync(CancellationToken cancellationToken) => (await ReadAsync(cancellationToken)).Settings;

    /// <summary>Sets it.</summary>
    /// <param name="change">What is to hold, made from what holds.</param>
    /// <param name="words">What was changed, one sentence for the audit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task SetAsync(Func<TrustSettings, TrustSettings> change, string words, CancellationToken cancellationToken)
    {
        await store.WriteAsync(
            async (writer, token) =>
            {
                var now = clock.GetCurrentInstant();
                var before = await writer.FindAsync<StoredSettings>(Name, token);
                var json = JsonSerializer.Serialize(change(SettingsOf(before)), JsonText.Options);
                if (before is null)
                    writer.Add(new StoredSettings { Name = Name, Json = json, ChangedAt = now });
                else
                    writer.Update(before with { Json = json, ChangedAt = now });
                writer.Audit(new AuditEvent { At = now, Actor = AuditActor.Administrator, What = "settings.changed", Words = words });
                return true;
            },
            cancellationToken);
        last = null;
    }

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
