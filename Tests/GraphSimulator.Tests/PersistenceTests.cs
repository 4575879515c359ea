using Microsoft.Graph.Models;

namespace ClinicalEngagement.GraphSimulator.Tests;

public sealed class PersistenceTests
{
    [Fact]
    public async Task Restart_KeepsCalendarsMailPendingReactionsAndTheJournal()
    {
        var file = Path.Combine(Path.GetTempPath(), $"graph-simulator-{Environment.ProcessId}-{nameof(Restart_KeepsCalendarsMailPendingReactionsAndTheJournal)}.db");
        File.Delete(file);
        string id;
        DateTimeOffset? due;
        string[] journal;
        await using (var trial = await Trial.StartAsync(file))
        {
            id = (await trial.BookAsync(Trial.Meeting(Trial.Prompt, await trial.FreeTimeAsync(Trial.Prompt, 14), "key")))!.Id!;
            due = await trial.NextDueAsync();
            journal = [.. (await trial.JournalAsync()).Select(e => e.ToJsonString())];
        }

        // Another seed for the same file: the file keeps the one it was made with.
        await using (var trial = await Trial.StartAsync(file, seed: 99))
        {
            (await trial.ReadAsync(id))!.TransactionId.ShouldBe("key");
            (await trial.NextDueAsync()).ShouldBe(due);
            (await trial.JournalAsync()).Select(e => e.ToJsonString()).ShouldBe(journal);
            await trial.StepAsync();
            (await trial.ReadAsync(id))!.Attendees![0].Status!.Response.ShouldBe(ResponseType.Accepted);
        }

        File.Delete(file);
    }

    [Fact]
    public async Task SecondProcess_OnTheSameFile_IsRefusedWithAClearMessage()
    {
        var file = Path.Combine(Path.GetTempPath(), $"graph-simulator-{Environment.ProcessId}-{nameof(SecondProcess_OnTheSameFile_IsRefusedWithAClearMessage)}.db");
        File.Delete(file);
        await using (await Trial.StartAsync(file))
        {
            (await Should.ThrowAsync<InvalidOperationException>(() => Trial.StartAsync(file))).Message.ShouldContain("in use by another process");
        }

        File.Delete(file);
    }
}
