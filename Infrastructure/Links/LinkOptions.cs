using System.ComponentModel.DataAnnotations;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Links;

/// <summary>Where signed links lead and with which keys they are signed; bound from the section <c>Links</c>.</summary>
/// <remarks>
/// To change the key, put a new one in front and leave the old one behind it until the last link it signed has expired. To withdraw
/// every link at once, remove the key.
/// </remarks>
public sealed class LinkOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Links";

    /// <summary>No link holds longer than this after it was sent, save those that end with a meeting.</summary>
    public static readonly Duration LongestLasting = Duration.FromDays(60);

    /// <summary>The address under which people reach the portal: absolute, http or https.</summary>
    [Required]
    public Uri? PublicAddress { get; set; }

    /// <summary>The keys; the first one signs, each of them is accepted.</summary>
    public IList<LinkKey> Keys { get; } = [];

    /// <summary>A page of the portal as people outside reach it.</summary>
    public Uri AddressOf(string path) => new($"{PublicAddress!.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicAddress is { IsAbsoluteUri: false } or { Scheme: not ("http" or "https") } or { Query.Length: > 0 } or { Fragment.Length: > 0 })
            yield return new ValidationResult("Links:PublicAddress must be an absolute http or https address without a query.", [nameof(PublicAddress)]);
        if (Keys.Count == 0)
            yield return new ValidationResult("Links:Keys needs at least one key.", [nameof(Keys)]);
        if (Keys.Select(k => k.Id).Distinct().Count() != Keys.Count)
            yield return new ValidationResult("Links:Keys: each key needs an id of its own.", [nameof(Keys)]);
        foreach (var key in Keys.Where(k => !k.IsStrongEnough))
            yield return new ValidationResult($"Links:Keys: the secret of key {key.Id} must be at least {LinkKey.LeastBytes} bytes in Base64.", [nameof(Keys)]);
    }
}

/// <summary>One signing key.</summary>
public sealed class LinkKey
{
    /// <summary>The least a secret may have: as much as HMAC-SHA256 gives.</summary>
    public const int LeastBytes = 32;

    /// <summary>Its number, carried in every link that it signed, so that keys can be changed.</summary>
    public byte Id { get; set; }

    /// <summary>At least <see cref="LeastBytes"/> random bytes in Base64; kept in a vault, not in a file.</summary>
    public string Secret { get; set; } = "";

    internal bool IsStrongEnough
    {
        get
        {
            var bytes = new byte[Secret.Length];
            return Convert.TryFromBase64String(Secret, bytes, out var length) && length >= LeastBytes;
        }
    }
}
