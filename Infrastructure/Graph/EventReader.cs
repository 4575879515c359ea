using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Ports;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Reads one event by its id.</summary>
internal static class EventReader
{
    /// <summary>The event, or null in the answer when it is gone.</summary>
    public static async Task<PortResult<CalendarEvent?>> GetAsync(
        GraphConnection connection, EmailAddress mailbox, EmailAddress lead, string eventId, CancellationToken cancellationToken)
    {
        var answer = await connection.CallAsync(
            mailbox,
            "get event",
            (graph, cancel) => graph.Users[mailbox.Value].Events[eventId].GetAsync(r => r.QueryParameters.Select = EventMapping.Selected, cancel),
            cancellationToken,
            failure => failure.IsItemGone ? new PortResult<Microsoft.Graph.Models.Event?>.Answered(null) : null);
        return answer.Map(e => e is null ? null : EventMapping.Read(e, lead));
    }
}
