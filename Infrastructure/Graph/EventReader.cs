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

    /// <summary>Several events in one call; null where one is gone. Throttled as soon as one of them is.</summary>
    public static async Task<PortResult<IReadOnlyDictionary<string, CalendarEvent?>>> GetManyAsync(
        GraphConnection connection, EmailAddress mailbox, EmailAddress lead, IReadOnlyCollection<string> eventIds, CancellationToken cancellationToken)
    {
        if (eventIds.Distinct().ToArray() is not { Length: > 1 } ids)
            return eventIds.FirstOrDefault() is { } only
                ? (await GetAsync(connection, mailbox, lead, only, cancellationToken)).Map(e => Found([only], [e]))
                : new PortResult<IReadOnlyDictionary<string, CalendarEvent?>>.Answered(Found([], []));
        var answers = await connection.ReadManyAsync(
            mailbox,
            "get events",
            graph => ids.Select(id => graph.Users[mailbox.Value].Events[id].ToGetRequestInformation(r => r.QueryParameters.Select = EventMapping.Selected)),
            Microsoft.Graph.Models.Event.CreateFromDiscriminatorValue,
            failure => failure.IsItemGone ? Gone : null,
            cancellationToken);
        return answers.All().Map(events => Found(ids, [.. events.Select(e => e.Id is null ? null : EventMapping.Read(e, lead))]));
    }

    private static PortResult<Microsoft.Graph.Models.Event> Gone => new Microsoft.Graph.Models.Event();

    private static IReadOnlyDictionary<string, CalendarEvent?> Found(IReadOnlyList<string> ids, IReadOnlyList<CalendarEvent?> events) =>
        ids.Zip(events).ToDictionary(e => e.First, e => e.Second, StringComparer.Ordinal);
}
