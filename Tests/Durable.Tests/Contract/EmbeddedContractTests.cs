namespace ClinicalEngagement.Durable.Tests.Contract;

/// <summary>The embedded engine under the contract, its code kept live between turns.</summary>
public sealed class EmbeddedContractTests : ContractTests
{
    protected override Task<IContractHost> OpenAsync() => EmbeddedContractHost.OpenAsync(liveExecutions: 100);
}

/// <summary>The embedded engine under the contract, replaying at every turn.</summary>
public sealed class EmbeddedReplayContractTests : ContractTests
{
    protected override Task<IContractHost> OpenAsync() => EmbeddedContractHost.OpenAsync(liveExecutions: 0);
}
