using System.Text.Json.Nodes;
using ClinicalEngagement.Domain.Retention;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.LocalHost.Hosting;
using ClinicalEngagement.LocalHost.Rehearsal;
using ClinicalEngagement.LocalHost.Rehearsal.Scripts;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal;

/// <summary>Somebody is erased in the middle of a project that goes on, and nothing of them is left in any file of ours.</summary>
public sealed class ErasedInARehearsalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erased_WhileTheProjectGoesOn_LeavesNotAByteInStoreOrHistories()
    {
        var file = new FileInfo(Path.Combine(Samples.Folder, "rehearsals", "held-back-and-erased.json"));
        var script = RehearsalScript.Read(JsonNode.Parse(await File.ReadAllBytesAsync(file.FullName, Token))!, file.Directory!);
        await using var run = await RehearsalRun.StartAsync(script.Requests.Changed, script.Seed, observe: null, script, Token);
        run.StoredBytes().ShouldContain("delphine.achterberg");

        await run.RunAsync(_ => { }, Token);

        run.IsClosed.ShouldBeTrue();
        run.Undone.ShouldBeEmpty();
        var erasure = (await run.Services.GetRequiredService<IEngagementStore>().ReadAsync((reader, token) => reader.ListAsync<Erasure>(e => e.Version >= 0, token), Token)).ShouldHaveSingleItem();
        erasure.FinishedAt.ShouldNotBeNull();
        (await run.Services.GetRequiredService<IEngagementStore>().ReadAsync((reader, token) => reader.ListAsync<PersonTask>(t => t.Kind == TaskKind.SpeakInPerson, token), Token))
            .ShouldHaveSingleItem("somebody else wrote of distress").For.ShouldBe(TaskFor.LeadAlone);
        (await run.Services.GetRequiredService<EngineHolder>().Engine.Client.FindAsync($"member-{erasure.Members.ShouldHaveSingleItem()}", Token)).ShouldBeNull();
        // The files of a running host are its own; what is in the log now was written after the erasure.
        var bytes = run.StoredBytes();
        bytes.ShouldContain(erasure.StandIn.Value);
        foreach (var trace in new[] { "achterberg", "Achterberg", "Delphine", "Who scans after six" })
            bytes.ShouldNotContain(trace, Case.Sensitive);
    }
}
