using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Durable.Tests.Contract;

/// <summary>The activities of the contract: plain classes over a journal, to be registered with either engine's container.</summary>
public static class ContractActivities
{
    public static readonly ActivityName<Line, string> Write = new("ContractWrite");
    public static readonly ActivityName<int, int> Square = new("ContractSquare");
    public static readonly ActivityName<Attempts, int> Fail = new("ContractFail");
    public static readonly ActivityName<Seen, Decision> Decide = new("ContractDecide");

    /// <param name="Journal">Whose journal.</param>
    public sealed record Line(string Journal, string Text);

    /// <param name="Succeeds">The number of the try that succeeds; 0 is none, and the first says that no other will.</param>
    public sealed record Attempts(string Journal, int Succeeds);

    /// <param name="Count">How many facts have been acted on.</param>
    public sealed record Seen(string Journal, int Count, int Of);

    public sealed record Decision(int Facts, bool IsFinished);

    public sealed class WriteActivity(ContractJournal journal) : IActivity<Line, string>
    {
        public Task<string> RunAsync(Line input, CancellationToken cancellationToken)
        {
            journal.Write(input.Journal, input.Text);
            return Task.FromResult(input.Text);
        }
    }

    public sealed class SquareActivity : IActivity<int, int>
    {
        public Task<int> RunAsync(int input, CancellationToken cancellationToken) => Task.FromResult(input * input);
    }

    public sealed class FailActivity(ContractJournal journal) : IActivity<Attempts, int>
    {
        public Task<int> RunAsync(Attempts input, CancellationToken cancellationToken)
        {
            journal.Write(input.Journal, "try");
            var tries = journal.Lines(input.Journal).Count(l => l == "try");
            return input.Succeeds == 0 ? throw new NonRetriableException("never")
                : tries < input.Succeeds ? throw new TimeoutException("not yet")
                : Task.FromResult(tries);
        }
    }

    public sealed class DecideActivity(ContractJournal journal) : IActivity<Seen, Decision>
    {
        public Task<Decision> RunAsync(Seen input, CancellationToken cancellationToken)
        {
            var facts = journal.Lines(FactsOf(input.Journal)).Length;
            for (var fact = input.Count; fact < facts; fact++)
                journal.Write(input.Journal, $"acted on {fact}");
            return Task.FromResult(new Decision(facts, facts >= input.Of));
        }
    }

    /// <summary>The journal that holds an instance's facts.</summary>
    public static string FactsOf(string instanceId) => $"{instanceId}-facts";
}
