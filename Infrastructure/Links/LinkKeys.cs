using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Infrastructure.Links;

/// <summary>The keys of the options, decoded once.</summary>
internal sealed class LinkKeys(IOptions<LinkOptions> options)
{
    private readonly (byte Id, byte[] Secret)[] keys = [.. options.Value.Keys.Select(k => (k.Id, Convert.FromBase64String(k.Secret)))];

    public (byte Id, byte[] Secret) Signing => keys[0];

    public byte[]? Find(byte id)
    {
        foreach (var (keyId, secret) in keys)
            if (keyId == id)
                return secret;
        return null;
    }
}
