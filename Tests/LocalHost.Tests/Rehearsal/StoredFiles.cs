using System.Text;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.LocalHost.Rehearsal;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal;

internal static class StoredFiles
{
    /// <summary>Every byte of store and histories, logs included, as they stand while the host runs.</summary>
    public static string StoredBytes(this RehearsalRun run)
    {
        var folder = Path.GetDirectoryName(new SqliteConnectionStringBuilder(run.Services.GetRequiredService<EngagementStorageOptions>().ConnectionString).DataSource)!;
        return string.Concat(Directory.GetFiles(folder).Where(f => Path.GetFileName(f) is "engagement.db" or "engagement.db-wal" or "workflow.db" or "workflow.db-wal")
            .Order(StringComparer.Ordinal).Select(f =>
            {
                using var stream = new FileStream(f, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(stream, Encoding.Latin1);
                return reader.ReadToEnd();
            }));
    }
}
