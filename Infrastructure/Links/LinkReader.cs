using NodaTime;

namespace ClinicalEngagement.Infrastructure.Links;

/// <summary>Why a link is refused.</summary>
public enum LinkRefusal
{
    /// <summary>It is not a whole link of ours: cut off, mistyped, altered, or signed with a key that was withdrawn.</summary>
    NotOurs,

    /// <summary>It is ours, for another page.</summary>
    OtherPurpose,

    /// <summary>Its time is over.</summary>
    Expired,
}

/// <summary>What came of reading a link.</summary>
public abstract record LinkReading
{
    private LinkReading()
    {
    }

    /// <summary>It holds.</summary>
    /// <param name="Claims">What it says.</param>
    public sealed record Valid(LinkClaims Claims) : LinkReading;

    /// <summary>It does not; nothing of what it claims may be used.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(LinkRefusal Reason) : LinkReading;
}

/// <summary>Reads the token of a signed link. A link shows and changes nothing by itself: the page acts on POST only.</summary>
public sealed class LinkReader
{
    private readonly LinkKeys keys;

    internal LinkReader(LinkKeys keys) => this.keys = keys;

    /// <summary>What a token says that was signed here, whatever it is for and whether it still holds; null when it was not. To look further, not to act on.</summary>
    public LinkClaims? Find(string token) =>
        LinkToken.Decode(token) is { } bytes && keys.Find(LinkToken.KeyIdOf(bytes)) is { } secret && LinkToken.IsSignedWith(bytes, secret) ? LinkToken.ClaimsOf(bytes) : null;

    /// <summary>The claims of the token if it was signed here for that purpose and has not expired; else why it is refused.</summary>
    /// <param name="token">As it stands in the address.</param>
    /// <param name="purpose">What the page is for.</param>
    /// <param name="now">The present moment; a link is refused from its expiry on.</param>
    public LinkReading TryRead(string token, LinkPurpose purpose, Instant now)
    {
        if (LinkToken.Decode(token) is not { } bytes || keys.Find(LinkToken.KeyIdOf(bytes)) is not { } secret || !LinkToken.IsSignedWith(bytes, secret))
            return new LinkReading.Refused(LinkRefusal.NotOurs);
        var claims = LinkToken.ClaimsOf(bytes);
        if (claims.Purpose != purpose)
            return new LinkReading.Refused(LinkRefusal.OtherPurpose);
        return now < claims.Expires ? new LinkReading.Valid(claims) : new LinkReading.Refused(LinkRefusal.Expired);
    }
}
