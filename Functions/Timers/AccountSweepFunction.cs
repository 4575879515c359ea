using ClinicalEngagement.Orchestrations.Sync;
using Microsoft.Azure.Functions.Worker;

namespace ClinicalEngagement.Functions.Timers;

/// <summary>Notices when the account of a lead or a clinician is gone from the directory.</summary>
public sealed class AccountSweepFunction(AccountReader accounts)
{
    /// <summary>Runs once a day.</summary>
    [Function("AccountSweep")]
    public Task RunAsync([TimerTrigger("%Schedules:AccountSweep%")] TimerInfo timer, CancellationToken cancellationToken) =>
        accounts.ReadAllAsync(cancellationToken);
}
