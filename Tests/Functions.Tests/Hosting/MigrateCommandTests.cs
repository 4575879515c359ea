using ClinicalEngagement.Functions.Hosting;
using ClinicalEngagement.Infrastructure.Storage;
using Microsoft.Extensions.Configuration;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>The command that whoever deploys runs before a new build takes requests.</summary>
public sealed class MigrateCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("migrate-");
    private readonly StringWriter output = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private EngagementStorageOptions Storage => new() { ConnectionString = $"Data Source={Path.Combine(folder.FullName, "engagement.db")};Pooling=False" };

    [Fact]
    public async Task Run_WithTheStorageSettingsAlone_BringsTheDatabaseUp()
    {
        await using var database = new SqliteEngagementDatabase(Storage);
        var refused = await Should.ThrowAsync<DatabaseVersionException>(() => database.EnsureCurrentAsync(MigrateCommand.Line, Token));
        refused.Message.ShouldContain("dotnet ClinicalEngagement.Functions.dll migrate");

        (await RunAsync(("Storage:ConnectionString", Storage.ConnectionString))).ShouldBe(0, output.ToString());

        await database.EnsureCurrentAsync(MigrateCommand.Line, Token);
        (await RunAsync(("Storage:ConnectionString", Storage.ConnectionString))).ShouldBe(0, "again, and nothing happens");
    }

    [Fact]
    public async Task Run_WithoutThem_NamesTheSetting()
    {
        (await RunAsync()).ShouldBe(1);
        output.ToString().ShouldContain("Storage:ConnectionString");
    }

    public void Dispose()
    {
        output.Dispose();
        folder.Delete(recursive: true);
    }

    private Task<int> RunAsync(params (string Name, string Value)[] settings) => MigrateCommand.RunAsync(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build(), output, Token);
}
