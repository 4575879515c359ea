namespace ClinicalEngagement.Durable.Tests.Crash;

/// <summary>The world outside the engine: keys appended to a file, which outlives the process that is killed.</summary>
internal sealed class EffectsFile : IDisposable
{
    private const string Tried = "tried ";

    private readonly Lock gate = new();
    private readonly HashSet<string> lines;
    private readonly StreamWriter writer;

    public EffectsFile(string path)
    {
        lines = File.Exists(path) ? [.. File.ReadAllLines(path)] : [];
        writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true, NewLine = "\n" };
    }

    public void Add(string key) => Write(key);

    public bool IsFirstTry(string key) => Write(Tried + key);

    /// <summary>The distinct keys.</summary>
    public IReadOnlyList<string> Keys()
    {
        lock (gate)
            return [.. lines.Where(l => !l.StartsWith(Tried, StringComparison.Ordinal))];
    }

    public void Dispose() => writer.Dispose();

    private bool Write(string line)
    {
        lock (gate)
        {
            if (!lines.Add(line))
                return false;
            writer.WriteLine(line);
            return true;
        }
    }
}
