using System.Web;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Where reading goes on, and for which window: Graph's token is good for one window only, and outside it says nothing.</summary>
/// <param name="Window">The window that it was begun with.</param>
/// <param name="Token">Graph's own token, without the address around it: an address from outside is never stored and followed.</param>
internal sealed record DeltaToken(Interval Window, string Token)
{
    private const char Separator = '|';

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is not that.</summary>
    public static DeltaToken? Parse(string? text)
    {
        if (text?.Split(Separator, 3) is not [var from, var to, { Length: > 0 } token])
            return null;
        return InstantPattern.ExtendedIso.Parse(from) is { Success: true, Value: var start }
            && InstantPattern.ExtendedIso.Parse(to) is { Success: true, Value: var end } && start <= end
                ? new DeltaToken(new Interval(start, end), token)
                : null;
    }

    /// <summary>Takes the token out of a delta link.</summary>
    /// <exception cref="GraphAnswerException">It has none.</exception>
    public static DeltaToken FromLink(Interval window, string? link) =>
        link is not null && Uri.TryCreate(link, UriKind.Absolute, out var address)
            && HttpUtility.ParseQueryString(address.Query) is var query && (query["$deltatoken"] ?? query["$deltaToken"]) is { Length: > 0 } token
                ? new DeltaToken(window, token)
                : throw new GraphAnswerException("the last page of a delta has no link to go on");

    /// <summary>True when what it tells covers that window.</summary>
    public bool Covers(Interval window) => Window.Start <= window.Start && window.End <= Window.End;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{InstantPattern.ExtendedIso.Format(Window.Start)}{Separator}{InstantPattern.ExtendedIso.Format(Window.End)}{Separator}{Token}";
}
