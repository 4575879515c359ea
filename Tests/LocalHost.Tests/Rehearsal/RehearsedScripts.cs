using System.Text.Json;
using ClinicalEngagement.LocalHost.Rehearsal;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal;

/// <summary>All scripts of samples/rehearsals, run once for everybody who looks at what came of them.</summary>
public sealed class RehearsedScripts : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    /// <summary>What was printed.</summary>
    public string Printed { get; private set; } = "";

    /// <summary>How it ended.</summary>
    public int Exit { get; private set; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var output = new StringWriter();
        Exit = await RehearseCommand.RunAsync(
            new DirectoryInfo(Path.Combine(Samples.Folder, "rehearsals")), null, new DirectoryInfo(folder.Path), RehearsalTests.Console(output), observe: null,
            TestContext.Current.CancellationToken, listSteps: true);
        Printed = output.ToString();
    }

    /// <summary>What happened in one of them, in order.</summary>
    internal IReadOnlyList<(string What, string Words)> TimelineOf(string script)
    {
        using var timeline = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, script, "timeline.json")));
        return [.. timeline.RootElement.GetProperty("entries").EnumerateArray().Select(e => (e.GetProperty("what").GetString()!, e.GetProperty("words").GetString()!))];
    }

    /// <summary>The calendar messages of one of them, as sent.</summary>
    internal IReadOnlyList<string> InvitationsOf(string script) =>
        [.. Directory.GetFiles(Path.Combine(folder.Path, script, "invitations")).Order(StringComparer.Ordinal).Select(f => File.ReadAllText(f).Replace("\r\n ", "", StringComparison.Ordinal))];

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
