namespace ClinicalEngagement.Durable.Tests.Contract;

/// <summary>What the contract's activities write down, a file for each name: it can be read by a test whose engine runs in another process.</summary>
public sealed class ContractJournal(string folder)
{
    private readonly Lock gate = new();

    public void Write(string name, string line)
    {
        lock (gate)
            File.AppendAllText(PathOf(name), line + "\n");
    }

    public string[] Lines(string name) => File.Exists(PathOf(name)) ? File.ReadAllLines(PathOf(name)) : [];

    private string PathOf(string name) => Path.Combine(folder, $"{name}.txt");
}
