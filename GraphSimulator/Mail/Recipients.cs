using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Wire;

namespace ClinicalEngagement.GraphSimulator.Mail;

/// <summary>Reads recipients from a body.</summary>
internal static class Recipients
{
    /// <summary>Somebody with an address; the name of a known person fills in for an absent one.</summary>
    /// <exception cref="GraphRefusal">There is no plausible address.</exception>
    public static Party Read(JsonObject recipient, World world)
    {
        var email = recipient.Object("emailAddress") ?? throw GraphRefusal.BadRequest("A recipient needs an emailAddress.", "ErrorInvalidRecipients");
        var address = email.Text("address")?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(address) || address.Any(char.IsWhiteSpace) || address.Count(c => c == '@') != 1 || address.StartsWith('@') || address.EndsWith('@'))
            throw GraphRefusal.BadRequest($"At least one recipient isn't valid: '{address}'.", "ErrorInvalidRecipients");
        return new Party(email.Text("name") is { Length: > 0 } name ? name : world.FindPerson(address)?.Name ?? address, address);
    }

    /// <summary>Everybody of a collection.</summary>
    /// <exception cref="GraphRefusal">One of them has no plausible address.</exception>
    public static IReadOnlyList<Party> ReadAll(JsonObject body, string member, World world) => [.. body.Objects(member).Select(r => Read(r, world))];
}
