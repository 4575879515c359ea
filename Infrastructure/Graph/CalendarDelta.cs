using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.CalendarView.Delta;
using NodaTime;
using EmailAddress = ClinicalEngagement.Domain.EmailAddress;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Changes of a calendar by calendarView/delta, page by page. Items repeat: the last word on an id counts.</summary>
/// <param name="connection">The way to Graph.</param>
internal sealed class CalendarDelta(GraphConnection connection)
{
    private const int PageSize = 50;

    // A window that moves on every day would otherwise be read from the beginning every day.
    private static readonly Duration Ahead = Duration.FromDays(31);

    /// <summary>What changed since the token, or all of the window.</summary>
    public async Task<PortResult<CalendarChanges>> ReadAsync(
        EmailAddress mailbox, EmailAddress lead, string? token, Interval window, CancellationToken cancellationToken)
    {
        if (DeltaToken.Parse(token) is { } known && known.Covers(window))
        {
            var changes = await ReadFromAsync(mailbox, lead, Link(mailbox, known.Token), known.Window, complete: false, cancellationToken);
            if (changes is not PortResult<CalendarChanges?>.Answered { Value: null })
                return changes.Map(c => c!);
        }

        var all = await ReadFromAsync(mailbox, lead, null, new Interval(window.Start, window.End + Ahead), complete: true, cancellationToken);
        return all.Map(c => c ?? throw new GraphOutageException("calendarView/delta", "a first reading was refused as out of date"));
    }

    /// <summary>Null in the answer: the token is no longer good.</summary>
    private async Task<PortResult<CalendarChanges?>> ReadFromAsync(
        EmailAddress mailbox, EmailAddress lead, string? link, Interval window, bool complete, CancellationToken cancellationToken)
    {
        var last = new Dictionary<string, Event?>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var at = link;
            var answer = await connection.CallAsync<DeltaGetResponse?>(
                mailbox,
                "calendarView/delta",
                (graph, cancel) => PageAsync(graph.Users[mailbox.Value].CalendarView.Delta, at, window, cancel),
                cancellationToken,
                failure => failure.IsSyncLost ? new PortResult<DeltaGetResponse?>.Answered(null) : null);
            if (answer is not PortResult<DeltaGetResponse?>.Answered { Value: { } page })
                return answer.Map(_ => (CalendarChanges?)null);

            foreach (var item in page.Value ?? [])
                if (item.Id is { } id)
                    last[id] = item.AdditionalData.ContainsKey("@removed") ? null : item;

            if (page.OdataNextLink is { } next)
            {
                link = seen.Add(next) ? Own(next) : throw new GraphAnswerException("the pages of a delta go in a circle");
                continue;
            }

            var token = DeltaToken.FromLink(window, page.OdataDeltaLink).ToString();
            return await CompleteAsync(mailbox, lead, last, token, complete, cancellationToken);
        }
    }

    private async Task<PortResult<CalendarChanges?>> CompleteAsync(
        EmailAddress mailbox, EmailAddress lead, Dictionary<string, Event?> last, string token, bool complete, CancellationToken cancellationToken)
    {
        // The product makes single events only; of series, delta tells no more than ids and times.
        var single = last.Where(l => l.Value is not { Type: EventType.Occurrence or EventType.Exception or EventType.SeriesMaster }).ToArray();
        string[] partial = [.. single.Where(l => l.Value is { } item && (item.Start is null || item.End is null)).Select(l => l.Key)];
        return (await EventReader.GetManyAsync(connection, mailbox, lead, partial, cancellationToken)).Map(whole =>
        {
            var changed = new List<CalendarEvent>();
            var removed = new List<string>();
            foreach (var (id, item) in single)
                if ((whole.TryGetValue(id, out var read) ? read : item is null ? null : EventMapping.Read(item, lead)) is { } there)
                    changed.Add(there);
                else
                    removed.Add(id);
            return (CalendarChanges?)new CalendarChanges(changed, removed, token, complete);
        });
    }

    private static Task<DeltaGetResponse?> PageAsync(DeltaRequestBuilder delta, string? link, Interval window, CancellationToken cancellationToken) =>
        link is null
            ? delta.GetAsDeltaGetResponseAsync(
                request =>
                {
                    request.QueryParameters.StartDateTime = window.Start.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", null);
                    request.QueryParameters.EndDateTime = window.End.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", null);
                    request.Headers.Add("Prefer", $"odata.maxpagesize={PageSize}");
                },
                cancellationToken)
            : delta.WithUrl(link).GetAsDeltaGetResponseAsync(request => request.Headers.Add("Prefer", $"odata.maxpagesize={PageSize}"), cancellationToken);

    private string Link(EmailAddress mailbox, string token) =>
        $"{connection.Options.BaseAddress.AbsoluteUri.TrimEnd('/')}/users/{Uri.EscapeDataString(mailbox.Value)}/calendarView/delta?$deltatoken={Uri.EscapeDataString(token)}";

    // The bearer token goes wherever the link points.
    private string Own(string link) => connection.IsOwn(link) ? link : throw new GraphAnswerException("a link to the next page points elsewhere");
}
