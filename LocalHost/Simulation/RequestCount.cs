namespace ClinicalEngagement.LocalHost.Simulation;

/// <summary>How many requests went to Graph, and how many are the least that what was done can be done with.</summary>
/// <param name="Meetings">Meetings put into a calendar.</param>
/// <param name="Requests">Requests that were made, those within batches included.</param>
/// <param name="Possible">
/// The least possible: for each meeting one to create it and two for free/busy (to find a time, and again just before); one for each
/// move and cancellation; two for each mail (its draft is on record before it is sent); one for each moment at which something in the
/// organiser's calendar or inbox was changed by somebody else; one for each subscription made or renewed; one for fifteen people of the
/// directory. Whatever is asked above that is the price of looking before doing, of looking again, and of never doing a thing twice.
/// </param>
internal sealed record RequestCount(int Meetings, long Requests, long Possible)
{
    /// <summary>Requests for each meeting.</summary>
    public double PerMeeting => Meetings == 0 ? 0 : (double)Requests / Meetings;

    /// <summary>The least possible for each meeting.</summary>
    public double PossiblePerMeeting => Meetings == 0 ? 0 : (double)Possible / Meetings;

    /// <summary>Counts.</summary>
    /// <param name="journal">What was done to calendars and mailboxes.</param>
    /// <param name="requests">Requests that were made.</param>
    /// <param name="organisers">Whose mailboxes are watched.</param>
    /// <param name="people">How many people are looked up in the directory.</param>
    public static RequestCount Of(IReadOnlyList<JournalLine> journal, long requests, IReadOnlySet<string> organisers, int people)
    {
        var meetings = journal.Count(j => j is { By: JournalLine.App, Kind: "eventCreated" });
        var changes = journal.Count(j => j is { By: JournalLine.App, Kind: "eventUpdated" or "eventCancelled" });
        var mails = journal.Count(j => j is { By: JournalLine.App, Kind: "mailSent" });
        var subscriptions = journal.Count(j => j is { By: JournalLine.App, Kind: "subscriptionCreated" or "subscriptionRenewed" });
        var noticed = journal
            .Where(j => j.By != JournalLine.App && j.Mailbox is not null && organisers.Contains(j.Mailbox))
            .Select(j => (j.Mailbox, j.At, IsMail: j.Kind.StartsWith("mail", StringComparison.Ordinal)))
            .Distinct()
            .Count();
        return new RequestCount(meetings, requests, (3 * meetings) + changes + (2 * mails) + noticed + subscriptions + ((people + 14) / 15));
    }
}
