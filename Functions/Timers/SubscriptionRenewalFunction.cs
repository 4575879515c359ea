using ClinicalEngagement.Infrastructure.Graph;
using Microsoft.Azure.Functions.Worker;

namespace ClinicalEngagement.Functions.Timers;

/// <summary>Makes and renews the subscriptions by which Graph tells of changes; nothing where no notification can arrive.</summary>
public sealed class SubscriptionRenewalFunction(WatchKeeper watches)
{
    /// <summary>Runs every hour; a subscription is renewed when a third of its life is left.</summary>
    [Function("SubscriptionRenewal")]
    public Task RunAsync([TimerTrigger("%Schedules:SubscriptionRenewal%")] TimerInfo timer, CancellationToken cancellationToken) =>
        watches.KeepAllAsync(cancellationToken);
}
