namespace ClinicalEngagement.GraphSimulator.Store;

/// <summary>One change of one event, counted through.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Mailbox">Whose calendar.</param>
/// <param name="EventId">The event's immutable id.</param>
/// <param name="RestId">The id it had at the time.</param>
internal sealed record ChangeRow(long Number, string Mailbox, string EventId, string RestId);
