using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Trust;
using ClinicalEngagement.GraphSimulator.Wire;

namespace ClinicalEngagement.GraphSimulator.Users;

/// <summary>Users, their managers and groups.</summary>
internal sealed class DirectoryOperations
{
    private static readonly string[] UsualMembers =
        ["businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage", "surname", "userPrincipalName"];

    /// <summary>The operations.</summary>
    public IEnumerable<Operation> Operations =>
    [
        new("users.list", "GET", "/users", ListUsers),
        new("users.get", "GET", "/users/{user-id}", call => GraphResponse.Ok(Entity(call, call.User, "users/$entity"))),
        new("users.manager.get", "GET", "/users/{user-id}/manager", Manager),
        new("users.memberOf.list", "GET", "/users/{user-id}/memberOf", MemberOf),
        new("groups.list", "GET", "/groups", ListGroups),
        new("groups.get", "GET", "/groups/{group-id}", call => GraphResponse.Ok(WriteGroup(call.World, FindGroup(call)))),
        new("groups.members.list", "GET", "/groups/{group-id}/members", call => Members(call, onlyUsers: false)),
        new("groups.members.graph.user", "GET", "/groups/{group-id}/members/graph.user", call => Members(call, onlyUsers: true)),
        new("groups.transitiveMembers.list", "GET", "/groups/{group-id}/transitiveMembers", call => Members(call, onlyUsers: false)),
        new("groups.transitiveMembers.graph.user", "GET", "/groups/{group-id}/transitiveMembers/graph.user", call => Members(call, onlyUsers: true)),
    ];

    private static GraphResponse ListUsers(Call call) => ListPeople(call, call.World.People.All, "users", withType: false);

    private static GraphResponse Members(Call call, bool onlyUsers)
    {
        var members = FindGroup(call).Members.Select(call.World.FindPerson).OfType<Person>();
        return ListPeople(call, members, onlyUsers ? "users" : "directoryObjects", withType: !onlyUsers);
    }

    private static GraphResponse ListPeople(Call call, IEnumerable<Person> people, string context, bool withType)
    {
        var query = call.Request.Query;
        var advanced = string.Equals(call.Request.Headers.GetValueOrDefault("ConsistencyLevel"), "eventual", StringComparison.OrdinalIgnoreCase);
        if ((query.Search is not null || query.Count) && !advanced)
            throw GraphRefusal.BadRequest("Request with $search or $count query parameter only works with a 'ConsistencyLevel:eventual' header.", "Request_UnsupportedQuery");
        if (query.Filter is { } text && !advanced && (text.Contains("endswith(", StringComparison.OrdinalIgnoreCase) || text.Contains(" ne ", StringComparison.OrdinalIgnoreCase) || text.StartsWith("not ", StringComparison.OrdinalIgnoreCase)))
            throw GraphRefusal.BadRequest("Operator is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header.", "Request_UnsupportedQuery");
        var filter = query.Filter is null ? null : Filter.Parse(query.Filter);
        var found = people
            .Where(p => filter is null || filter.Matches(WriteUser(call.World, p)))
            .Where(p => query.Search is null || Search(p, query.Search))
            .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Address, StringComparer.Ordinal);
        var sorted = Shaping.Order(found, query.OrderBy, p => WriteUser(call.World, p)).ToArray();
        return Shaping.Page(call, sorted, p => Shape(call, p, withType), 100, context);
    }

    private static bool Search(Person person, string search)
    {
        // "displayName:wa" OR "mail:x": words of the property that begin so.
        foreach (var term in search.Split(" OR ", StringSplitOptions.TrimEntries))
        {
            var parts = term.Trim('"').Split(':', 2);
            if (parts.Length != 2)
                throw GraphRefusal.BadRequest($"Syntax error: character '{term[0]}' is not valid at position 0 in '{search}'.");
            var text = parts[0].ToLowerInvariant() switch
            {
                "displayname" => person.Name,
                "mail" or "userprincipalname" => person.Address,
                "jobtitle" => person.JobTitle,
                "department" => person.Department,
                _ => throw GraphRefusal.BadRequest($"Unsupported property '{parts[0]}' in $search.", "Request_UnsupportedQuery"),
            };
            if (text.Split(' ', '.', '@', '-').Any(w => w.StartsWith(parts[1], StringComparison.OrdinalIgnoreCase)))
                return true;
        }

        return false;
    }

    private static GraphResponse Manager(Call call) => call.User.Manager is { } manager && call.World.FindPerson(manager) is { } person
        ? GraphResponse.Ok(Entity(call, person, "directoryObjects/$entity", withType: true))
        : throw GraphRefusal.ResourceNotFound("manager");

    private static GraphResponse MemberOf(Call call)
    {
        var groups = call.World.Groups.All.Where(g => g.Members.Contains(call.User.Address)).OrderBy(g => g.Name, StringComparer.Ordinal).ToArray();
        return Shaping.Page(call, groups, g => Shaping.Select(WithType(WriteGroup(call.World, g), "group"), call.Request.Query.Select), 100, "directoryObjects");
    }

    private static GraphResponse ListGroups(Call call)
    {
        var filter = call.Request.Query.Filter is { } text ? Filter.Parse(text) : null;
        var groups = call.World.Groups.All.Where(g => filter is null || filter.Matches(WriteGroup(call.World, g))).OrderBy(g => g.Name, StringComparer.Ordinal).ToArray();
        return Shaping.Page(call, groups, g => Shaping.Select(WriteGroup(call.World, g), call.Request.Query.Select), 100, "groups");
    }

    private static Group FindGroup(Call call) => call.World.Groups.All
        .FirstOrDefault(g => call.World.DirectoryId(g.Address).ToString() == call.Values["group-id"])
        ?? throw GraphRefusal.ResourceNotFound(call.Values["group-id"]);

    private static JsonObject Entity(Call call, Person person, string context, bool withType = false)
    {
        var json = new JsonObject { ["@odata.context"] = call.Context(context) };
        foreach (var (name, node) in Shape(call, person, withType))
            json[name] = node?.DeepClone();
        if (call.Request.Query.Expand is { } expand && expand.StartsWith("manager", StringComparison.OrdinalIgnoreCase) && person.Manager is { } address && call.World.FindPerson(address) is { } manager)
        {
            var open = expand.IndexOf("$select=", StringComparison.OrdinalIgnoreCase);
            string[]? select = open < 0 ? null : expand[(open + 8)..].TrimEnd(')').Split(',');
            json["manager"] = WithType(Shaping.Select(WriteUser(call.World, manager), select ?? UsualMembers), "user");
        }

        return json;
    }

    private static JsonObject Shape(Call call, Person person, bool withType)
    {
        var shaped = Shaping.Select(WriteUser(call.World, person), call.Request.Query.Select ?? UsualMembers);
        return withType ? WithType(shaped, "user") : shaped;
    }

    private static JsonObject WithType(JsonObject value, string type)
    {
        var typed = new JsonObject { ["@odata.type"] = $"#microsoft.graph.{type}" };
        foreach (var (name, node) in value)
            typed[name] = node?.DeepClone();
        return typed;
    }

    private static JsonObject WriteUser(World world, Person person)
    {
        string[] names = [.. person.Name.Split(' ').Where(n => n is not ("Dr" or "Mr" or "Mrs" or "Ms" or "Miss" or "Prof"))];
        return new JsonObject
        {
            ["id"] = world.DirectoryId(person.Address).ToString(),
            ["businessPhones"] = new JsonArray(),
            ["displayName"] = person.Name,
            ["givenName"] = names[0],
            ["jobTitle"] = person.JobTitle,
            ["mail"] = person.Address,
            ["mobilePhone"] = null,
            ["officeLocation"] = person.Office,
            ["preferredLanguage"] = "en-GB",
            ["surname"] = names[^1],
            ["userPrincipalName"] = person.Address,
            ["accountEnabled"] = person.AccountEnabled,
            ["city"] = "Arlenmere",
            ["country"] = "United Kingdom",
            ["postalCode"] = null,
            ["companyName"] = "Arlenmere University Hospitals",
            ["department"] = person.Department,
            ["employeeHireDate"] = Zones.Text(person.Hired.AtMidnight().InUtc().ToInstant()),
            ["mailNickname"] = person.Address[..person.Address.IndexOf('@', StringComparison.Ordinal)],
            ["usageLocation"] = "GB",
            ["userType"] = person.Guest ? "Guest" : "Member",
            ["createdDateTime"] = Zones.Text(person.Hired.AtMidnight().InUtc().ToInstant()),
        };
    }

    private static JsonObject WriteGroup(World world, Group group) => new()
    {
        ["id"] = world.DirectoryId(group.Address).ToString(),
        ["createdDateTime"] = "2021-04-01T08:00:00Z",
        ["description"] = group.Name,
        ["displayName"] = group.Name,
        ["groupTypes"] = new JsonArray("Unified"),
        ["mail"] = group.Address,
        ["mailEnabled"] = true,
        ["mailNickname"] = group.Address[..group.Address.IndexOf('@', StringComparison.Ordinal)],
        ["securityEnabled"] = false,
        ["visibility"] = "Private",
    };
}
