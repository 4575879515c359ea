using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Trust;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>A request that has found its operation.</summary>
/// <param name="Request">The request.</param>
/// <param name="Values">The values of the template's placeholders.</param>
/// <param name="World">The simulator's world; the handler runs inside a turn.</param>
internal sealed record Call(GraphRequest Request, IReadOnlyDictionary<string, string> Values, World World)
{
    private DateTimeZone? zone;

    /// <summary>The zone that answers are written in.</summary>
    public DateTimeZone Zone => zone ??= Zones.Preferred(Request.Preferences.TimeZone);

    /// <summary>The zone's name as it was asked for.</summary>
    public string ZoneName => Request.Preferences.TimeZone ?? "UTC";

    /// <summary>The user of the path, as a directory object.</summary>
    /// <exception cref="GraphRefusal">There is none.</exception>
    public Person User => World.FindPerson(Values["user-id"]) ?? throw GraphRefusal.ResourceNotFound(Values["user-id"]);

    /// <summary>The user of the path, as a mailbox.</summary>
    /// <exception cref="GraphRefusal">There is none, or it has no mailbox.</exception>
    public Person Mailbox
    {
        get
        {
            var person = World.FindPerson(Values["user-id"])
                ?? throw new GraphRefusal(404, "ErrorInvalidUser", $"The requested user '{Values["user-id"]}' is invalid.");
            return person.Guest || !person.AccountEnabled
                ? throw new GraphRefusal(404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.")
                : person;
        }
    }

    /// <summary>The body as an object.</summary>
    /// <exception cref="GraphRefusal">There is none.</exception>
    public JsonObject Body => Request.Body as JsonObject ?? throw GraphRefusal.BadRequest("Empty Payload. JSON content expected.", "RequestBodyRead");

    /// <summary>The body as an object; an absent one is empty.</summary>
    public JsonObject BodyOrEmpty => Request.Body as JsonObject ?? [];

    /// <summary>An @odata.context.</summary>
    public string Context(string what) => $"{Request.Root}/$metadata#{what}";

    /// <summary>The context of something of the path's user.</summary>
    public string UserContext(string what) => $"users('{Uri.EscapeDataString(Values["user-id"])}')/{what}";
}
