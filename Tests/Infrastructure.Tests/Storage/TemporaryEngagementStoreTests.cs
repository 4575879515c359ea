using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

public sealed class TemporaryEngagementStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateTemporary_TwoAtOnce_AreApart()
    {
        await using var one = await TemporaryEngagementStore.CreateTemporaryAsync(new FakeTimeProvider(), Token);
        await using var two = await TemporaryEngagementStore.CreateTemporaryAsync(new FakeTimeProvider(), Token);

        await one.Store.WriteAsync(
            (writer, _) =>
            {
                writer.Add(Records.Project);
                return Task.FromResult(true);
            },
            Token);

        (await one.Store.ReadAsync((reader, token) => reader.FindAsync<Project>(Records.ProjectId, token), Token)).ShouldNotBeNull();
        (await two.Store.ReadAsync((reader, token) => reader.FindAsync<Project>(Records.ProjectId, token), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task AddEngagementStorage_GivesAStoreThatWorks()
    {
        await using var file = new SqliteUnderTest();
        var services = new ServiceCollection().AddLogging().AddEngagementStorage(file.Options);
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await provider.GetRequiredService<EngagementDatabase>().MigrateAsync(Token);
        var engine = new RecordedNudges();

        await provider.GetRequiredService<IEngagementStore>().WriteAsync(
            (writer, _) =>
            {
                writer.Nudge("project-1");
                return Task.FromResult(true);
            },
            Token);
        await provider.GetRequiredService<OutboxSignal>().WaitAsync(Token);

        (await provider.GetRequiredService<OutboxPump>().SweepAsync(engine, Token)).ShouldBe(1);
    }
}
