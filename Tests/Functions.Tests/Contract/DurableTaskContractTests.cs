using ClinicalEngagement.Durable.Tests.Contract;

namespace ClinicalEngagement.Functions.Tests.Contract;

/// <summary>The adapter under the contract that the embedded engine is held to.</summary>
public sealed class DurableTaskContractTests : ContractTests
{
    protected override Task<IContractHost> OpenAsync() => DurableTaskContractHost.OpenAsync();
}
