using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Graph.Models;
using NodaTime;
using EmailAddress = ClinicalEngagement.Domain.EmailAddress;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>People of the organisation by their addresses, fifteen a call: Graph's limit for <c>in</c>.</summary>
/// <param name="connection">The way to Graph.</param>
internal sealed class GraphDirectory(GraphConnection connection) : IDirectory
{
    private const int MostPerCall = 15;
    private static readonly EmailAddress WholeDirectory = new("");
    private static readonly string[] Selected = ["id", "mail", "displayName", "jobTitle", "department", "employeeHireDate", "accountEnabled"];

    public async Task<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>> FindAsync(
        IReadOnlyCollection<EmailAddress> addresses, CancellationToken cancellationToken)
    {
        var people = new Dictionary<EmailAddress, DirectoryPerson>();
        foreach (var group in addresses.Where(AddressText.IsPlausible).Distinct().Order().Chunk(MostPerCall))
        {
            var list = string.Join(',', group.Select(a => $"'{a.Value.Replace("'", "''", StringComparison.Ordinal)}'"));
            var answer = await connection.CallAsync(
                WholeDirectory,
                "find users",
                (graph, cancel) => graph.Users.GetAsync(
                    request =>
                    {
                        request.QueryParameters.Filter = $"mail in ({list})";
                        request.QueryParameters.Select = Selected;
                        request.QueryParameters.Top = 100;
                    },
                    cancel),
                cancellationToken);
            if (answer is not PortResult<UserCollectionResponse?>.Answered { Value: { } page })
                return answer.Map(_ => (IReadOnlyDictionary<EmailAddress, DirectoryPerson>)people);
            // Two accounts with one address: the one in use is the person.
            foreach (var user in (page.Value ?? []).Where(u => u.Mail is not null).OrderByDescending(u => u.AccountEnabled ?? true))
                people.TryAdd(new EmailAddress(user.Mail!), Read(user));
        }

        return people;
    }

    private static DirectoryPerson Read(User user) => new(
        new EmailAddress(user.Mail!),
        AddressText.OneLine(user.DisplayName ?? user.Mail!),
        user.JobTitle,
        user.Department,
        // A date, sent as midnight UTC.
        user.EmployeeHireDate is { Year: > 1 } hired ? LocalDate.FromDateTime(hired.UtcDateTime) : null,
        user.AccountEnabled ?? true);
}
