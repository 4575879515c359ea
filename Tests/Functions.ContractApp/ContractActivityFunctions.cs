using ClinicalEngagement.Durable.Tests.Contract;
using Microsoft.Azure.Functions.Worker;

namespace ClinicalEngagement.Functions.ContractApp;

/// <summary>The triggers of the contract's activities.</summary>
public sealed class ContractActivityFunctions(ContractJournal journal)
{
    [Function("ContractWrite")]
    public Task<string> WriteAsync([ActivityTrigger] ContractActivities.Line input, CancellationToken cancellationToken) =>
        new ContractActivities.WriteActivity(journal).RunAsync(input, cancellationToken);

    [Function("ContractSquare")]
    public Task<int> SquareAsync([ActivityTrigger] int input, CancellationToken cancellationToken) =>
        new ContractActivities.SquareActivity().RunAsync(input, cancellationToken);

    [Function("ContractFail")]
    public Task<int> FailAsync([ActivityTrigger] ContractActivities.Attempts input, CancellationToken cancellationToken) =>
        new ContractActivities.FailActivity(journal).RunAsync(input, cancellationToken);

    [Function("ContractDecide")]
    public Task<ContractActivities.Decision> DecideAsync([ActivityTrigger] ContractActivities.Seen input, CancellationToken cancellationToken) =>
        new ContractActivities.DecideActivity(journal).RunAsync(input, cancellationToken);
}
