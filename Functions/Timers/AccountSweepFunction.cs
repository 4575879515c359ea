using ClinicalEngagement.Orchestrations.Sync;
using Microsoft.Azure.Functions.Worker;

namespace ClinicalEngagement.Functions.Timers;

/// <summary>Notices when the account of a lead or a clinician is gone from the directory, and tells projects of each other that want somebody in the same week.</summary>
public sealed class AccountSweepFunction(AccountReader accounts, SharedWeeks weeks)
{
    /// <summary>Runs once a day.</summary>
    [Function("AccountSweep")]
    public async Task RunAsync([TimerTrigger("%Schedules:AccountSweep%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await accounts.ReadAllAsync(cancellationToken);
        await weeks.ReadAllAsync(cancellationToken);
    }
}
