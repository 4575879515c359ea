using ClinicalEngagement.Durable.Tests.Contract;

namespace ClinicalEngagement.Functions.Tests.Contract;

/// <summary>
/// The contract over a Functions host with its own storage provider on Azurite. Part of the build only where
/// <c>CLINICAL_ENGAGEMENT_FUNCTIONS_HOST</c> is set (<c>docs/functions.md</c>), because no host comes from a package.
/// </summary>
public sealed class FunctionsHostContractTests(FunctionsHost host) : ContractTests, IClassFixture<FunctionsHost>
{
    protected override Task<IContractHost> OpenAsync() => Task.FromResult<IContractHost>(new FunctionsHostContractHost(host));
}
