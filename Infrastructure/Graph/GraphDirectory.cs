using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions;
using NodaTime;
using EmailAddress = ClinicalEngagement.Domain.EmailAddress;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>People of the organisation: by their addresses, fifteen in one question (Graph's limit for <c>in</c>) and twenty questions in one call; by group or department, page by page.</summary>
/// <param name="connection">The way to Graph.</param>
internal sealed class GraphDirectory(GraphConnection connection) : IDirectory
{
    private const int MostPerQuestion = 15;
    private const int PageSize = 200;
    private static readonly EmailAddress WholeDirectory = new("");
    private static readonly string[] Selected = ["id", "mail", "displayName", "jobTitle", "department", "employeeHireDate", "accountEnabled", "userType"];

    public async Task<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>> FindAsync(
        IReadOnlyCollection<EmailAddress> addresses, CancellationToken cancellationToken)
    {
        string[] filters =
        [
            .. addresses.Where(AddressText.IsPlausible).Distinct().Order().Chunk(MostPerQuestion)
                .Select(group => $"mail in ({string.Join(',', group.Select(a => Quoted(a.Value)))})"),
        ];
        return (await AskAsync(filters, cancellationToken)).All().Map(pages =>
        {
            var people = new Dictionary<EmailAddress, DirectoryPerson>();
            // Two accounts with one address: the one in use is the person.
            foreach (var user in pages.SelectMany(p => p.Value ?? []).Where(u => u.Mail is not null).OrderByDescending(u => u.AccountEnabled ?? true))
                people.TryAdd(new EmailAddress(user.Mail!), Read(user));
            return (IReadOnlyDictionary<EmailAddress, DirectoryPerson>)people;
        });
    }

    public Task<PortResult<IReadOnlyList<DirectoryPerson>>> CandidatesAsync(CandidateSource source, CancellationToken cancellationToken) => source switch
    {
        CandidateSource.Group group => FindGroupAsync(group.Address, cancellationToken).ThenAsync(id => id is null
            ? Task.FromResult<PortResult<IReadOnlyList<DirectoryPerson>>>(new PortResult<IReadOnlyList<DirectoryPerson>>.Answered([]))
            : ListAsync("list members", (graph, link, cancel) => MembersAsync(graph, id, link, cancel), cancellationToken)),
        CandidateSource.Department department =>
            ListAsync("list department", (graph, link, cancel) => DepartmentAsync(graph, department.Name, link, cancel), cancellationToken),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<IReadOnlyList<PortResult<UserCollectionResponse>>> AskAsync(string[] filters, CancellationToken cancellationToken)
    {
        // One question needs no batch around it.
        if (filters is [var only])
            return [(await connection.CallAsync(WholeDirectory, "find users", (graph, cancel) => graph.Users.GetAsync(r => Question(r, only), cancel), cancellationToken)).Map(p => p!)];
        return await connection.ReadManyAsync(
            WholeDirectory,
            "find users",
            graph => filters.Select(filter => graph.Users.ToGetRequestInformation(r => Question(r, filter))),
            UserCollectionResponse.CreateFromDiscriminatorValue,
            _ => null,
            cancellationToken);
    }

    private static void Question(RequestConfiguration<Microsoft.Graph.Users.UsersRequestBuilder.UsersRequestBuilderGetQueryParameters> request, string filter) =>
        (request.QueryParameters.Filter, request.QueryParameters.Select, request.QueryParameters.Top) = (filter, Selected, 100);

    private async Task<PortResult<string?>> FindGroupAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        if (!AddressText.IsPlausible(address))
            return new PortResult<string?>.Answered(null);
        var answer = await connection.CallAsync(
            WholeDirectory,
            "find group",
            (graph, cancel) => graph.Groups.GetAsync(
                r => (r.QueryParameters.Filter, r.QueryParameters.Select) = ($"mail eq {Quoted(address.Value)}", ["id"]), cancel),
            cancellationToken);
        return answer.Map(found => found?.Value?.FirstOrDefault()?.Id);
    }

    private async Task<PortResult<IReadOnlyList<DirectoryPerson>>> ListAsync(
        string operation, Func<GraphServiceClient, string?, CancellationToken, Task<UserCollectionResponse?>> page, CancellationToken cancellationToken)
    {
        var people = new Dictionary<EmailAddress, DirectoryPerson>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? link = null;
        do
        {
            var at = link;
            var answer = await connection.CallAsync(WholeDirectory, operation, (graph, cancel) => page(graph, at, cancel), cancellationToken);
            if (answer is not PortResult<UserCollectionResponse?>.Answered { Value: { } users })
                return answer.Map(_ => (IReadOnlyList<DirectoryPerson>)[]);
            foreach (var user in (users.Value ?? []).Where(IsColleague))
                people[new EmailAddress(user.Mail!)] = Read(user);
            link = users.OdataNextLink;
            if (link is not null && (!connection.IsOwn(link) || !seen.Add(link)))
                throw new GraphAnswerException("a link to the next page points elsewhere or back");
        }
        while (link is not null);

        return people.Values.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Email).ToArray();
    }

    // A cast to users is an advanced query: it needs the count and a view that may lag a little.
    private static Task<UserCollectionResponse?> MembersAsync(GraphServiceClient graph, string group, string? link, CancellationToken cancellationToken)
    {
        var members = graph.Groups[group].TransitiveMembers.GraphUser;
        return link is not null
            ? members.WithUrl(link).GetAsync(r => r.Headers.Add("ConsistencyLevel", "eventual"), cancellationToken)
            : members.GetAsync(
                r =>
                {
                    (r.QueryParameters.Select, r.QueryParameters.Top, r.QueryParameters.Count) = (Selected, PageSize, true);
                    r.Headers.Add("ConsistencyLevel", "eventual");
                },
                cancellationToken);
    }

    private static Task<UserCollectionResponse?> DepartmentAsync(GraphServiceClient graph, string department, string? link, CancellationToken cancellationToken) =>
        link is not null
            ? graph.Users.WithUrl(link).GetAsync(cancellationToken: cancellationToken)
            : graph.Users.GetAsync(
                r => (r.QueryParameters.Filter, r.QueryParameters.Select, r.QueryParameters.Top) = ($"department eq {Quoted(AddressText.OneLine(department))}", Selected, PageSize),
                cancellationToken);

    // An account that says nothing of its type is a member's.
    private static bool IsColleague(User user) =>
        user is { Mail.Length: > 0 } && user.AccountEnabled != false && !string.Equals(user.UserType, "Guest", StringComparison.OrdinalIgnoreCase);

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static DirectoryPerson Read(User user) => new(
        new EmailAddress(user.Mail!),
        AddressText.OneLine(user.DisplayName ?? user.Mail!),
        user.JobTitle,
        user.Department,
        // A date, sent as midnight UTC.
        user.EmployeeHireDate is { Year: > 1 } hired ? LocalDate.FromDateTime(hired.UtcDateTime) : null,
        user.AccountEnabled ?? true);
}
