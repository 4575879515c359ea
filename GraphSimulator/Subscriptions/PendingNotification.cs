using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Subscriptions;

/// <summary>A notification on its way.</summary>
/// <param name="Id">Counts through: the order of those due at once.</param>
/// <param name="SubscriptionId">Whose.</param>
/// <param name="Due">When it is sent or sent again.</param>
/// <param name="First">When it was due at first: retries end four hours after.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Body">The JSON that goes.</param>
/// <param name="Lifecycle">True for a lifecycle notice.</param>
internal sealed record PendingNotification(
    string Id, string SubscriptionId, Instant Due, Instant First, int Attempts, string Url, string Body, bool Lifecycle = false);
