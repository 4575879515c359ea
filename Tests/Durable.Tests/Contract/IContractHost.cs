using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Durable.Tests.Contract;

/// <summary>An engine under the contract, with its clock: the embedded one, or a Functions host.</summary>
public interface IContractHost : IAsyncDisposable
{
    IOrchestrationClient Client { get; }

    ContractJournal Journal { get; }

    /// <summary>Waits until all that can happen now has happened, without letting a timer of a minute or more fire.</summary>
    Task SettleAsync(string instanceId);

    /// <summary>Waits until the instance has ended, letting its timers fire.</summary>
    Task EndAsync(string instanceId);
}
