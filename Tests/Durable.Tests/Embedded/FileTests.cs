using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Durable.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace ClinicalEngagement.Durable.Tests.Embedded;

public sealed class FileTests
{
    [Fact]
    public async Task Open_SecondEngine_IsRefusedWithAClearMessage()
    {
        await using var harness = await new EngineHarness().OpenAsync();
        var refused = await Should.ThrowAsync<EngineFileInUseException>(() => EmbeddedEngine.OpenAsync(
            harness.Options, harness.Registry, NoServices.Instance, harness.Clock, harness.Logs));
        refused.Message.ShouldContain("is in use by another process or by another engine in this one");
    }

    [Fact]
    public async Task Open_NotADatabase_IsAClearError()
    {
        await using var harness = new EngineHarness();
        await File.WriteAllTextAsync(harness.Options.DatabaseFile, new string('x', 5_000), EngineHarness.Token);
        var refused = await Should.ThrowAsync<EngineStorageException>(harness.OpenAsync);
        refused.Message.ShouldContain("not a sound SQLite database");
    }

    [Fact]
    public async Task Open_SomebodyElsesDatabase_IsRefusedUntouched()
    {
        await using var harness = new EngineHarness();
        await using (var other = new SqliteConnection($"Data Source={harness.Options.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync(EngineHarness.Token);
            await using var create = other.CreateCommand();
            create.CommandText = "CREATE TABLE mine(x)";
            await create.ExecuteNonQueryAsync(EngineHarness.Token);
        }
        var refused = await Should.ThrowAsync<EngineStorageException>(harness.OpenAsync);
        refused.Message.ShouldContain("schema version 0, this engine writes 1");
    }

    [Fact]
    public async Task Open_LockedByAnotherProgram_IsAClearError()
    {
        await using var harness = new EngineHarness();
        await harness.OpenAsync();
        await harness.Engine.DisposeAsync();
        await using var other = new SqliteConnection($"Data Source={harness.Options.DatabaseFile};Pooling=False");
        await other.OpenAsync(EngineHarness.Token);
        await using var hold = other.CreateCommand();
        hold.CommandText = "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE; CREATE TABLE t(x);";
        await hold.ExecuteNonQueryAsync(EngineHarness.Token);
        harness.Options = harness.Options with { BusyTimeout = TimeSpan.FromMilliseconds(50) };

        var refused = await Should.ThrowAsync<EngineStorageException>(harness.OpenAsync);
        refused.Message.ShouldContain("Another program holds the file");
    }

    [Fact]
    public async Task Open_ReadOnlyPlace_IsAClearError()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("needs /proc, where nobody may create a file");
        await using var harness = new EngineHarness();
        harness.Options = harness.Options with { DatabaseFile = "/proc/engine.db" };
        var refused = await Should.ThrowAsync<EngineStorageException>(harness.OpenAsync);
        refused.Message.ShouldStartWith("Durable engine file '/proc/engine.db': ");
    }

    [Fact]
    public async Task Open_ReadOnlyFile_IsAClearError()
    {
        // By the disk and not by its mode: root is not held to file modes.
        using var disk = new FaultyDisk();
        await using var harness = new EngineHarness();
        harness.Options = harness.Options with { Vfs = disk.Name };
        await harness.OpenAsync();
        await harness.Engine.DisposeAsync();
        disk.IsReadOnly = true;
        var refused = await Should.ThrowAsync<EngineStorageException>(harness.OpenAsync);
        refused.Message.ShouldContain("The file or its folder is read-only; give this process the right to write to both.");
        disk.IsReadOnly = false;
        await harness.OpenAsync();
    }

    [Fact]
    public async Task Step_FileLockedByAnotherProgram_TellsAndGoesOnOnceItIsFree()
    {
        await using var harness = new EngineHarness();
        harness.Options = harness.Options with { BusyTimeout = TimeSpan.FromMilliseconds(10), FirstStorageRetry = TimeSpan.FromMilliseconds(1) };
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", (context, input) => context.CallActivityAsync(note, input));
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "x");
        await using var other = new SqliteConnection($"Data Source={harness.Options.DatabaseFile};Pooling=False");
        await other.OpenAsync(EngineHarness.Token);
        await using (var held = other.BeginTransaction(deferred: false))
        {
            var refused = await Should.ThrowAsync<EngineStorageException>(harness.StepAsync);
            refused.Message.ShouldContain("Another program holds the file; close it.");
            harness.Journal.Lines.ShouldBeEmpty();
        }
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["x"]);
    }

    [Fact]
    public async Task Open_FolderMissing_IsCreated()
    {
        await using var harness = new EngineHarness();
        harness.Options = harness.Options with { DatabaseFile = Path.Combine(Path.GetDirectoryName(harness.Options.DatabaseFile)!, "a", "b", "engine.db") };
        await harness.OpenAsync();
        File.Exists(harness.Options.DatabaseFile).ShouldBeTrue();
    }
}
