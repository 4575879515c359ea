using Azure.Identity;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.Calendar.GetSchedule;
using NodaTime;
using EmailAddress = ClinicalEngagement.Domain.EmailAddress;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>
/// Tries each thing the app must be permitted to do, without leaving a trace: nothing is sent, nobody is invited, what is made is
/// taken away again.
/// </summary>
public sealed class GraphCheck
{
    private const string NoSuchItem = "AAMkAGNvLXN1Y2gtaXRlbQ==";
    private readonly GraphConnection connection;

    /// <summary>Checks over that connection.</summary>
    internal GraphCheck(GraphConnection connection) => this.connection = connection;

    /// <summary>Tries everything for one organiser's mailbox, one after the other.</summary>
    /// <param name="lead">An organiser (a project lead).</param>
    /// <param name="clinician">Somebody whose free/busy is asked for.</param>
    /// <param name="outside">A mailbox that the app must not be able to open, or null to leave that out.</param>
    /// <param name="group">A group whose members are asked for, or null to leave that out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>One line for each thing tried, in order.</returns>
    public async Task<IReadOnlyList<GraphCheckLine>> RunAsync(
        EmailAddress lead, EmailAddress clinician, EmailAddress? outside, EmailAddress? group, CancellationToken cancellationToken)
    {
        var mailbox = connection.MailboxFor(lead);
        var now = connection.Now;
        var lines = new List<GraphCheckLine>
        {
            await TryAsync("Find people in the directory", "User.Read.All", mailbox, async (graph, cancel) =>
                await graph.Users.GetAsync(r => (r.QueryParameters.Filter, r.QueryParameters.Select) =
                    ($"mail eq '{Quoted(clinician)}'", ["id", "mail", "employeeHireDate"]), cancel) is { Value.Count: > 0 }
                        ? null
                        : "The clinician's address is not in the directory.", cancellationToken),
            await TryAsync("Ask for a clinician's free/busy", "Calendars.ReadBasic", mailbox, (graph, cancel) => FreeBusyAsync(graph, mailbox, clinician, now, cancel), cancellationToken),
            await TryAsync("Make and cancel meetings in the organiser's calendar", "Calendars.ReadWrite", mailbox, (graph, cancel) => EventAsync(graph, mailbox, now, cancel), cancellationToken),
            await TryAsync("Prepare mail in the organiser's mailbox and notice replies", "Mail.ReadWrite", mailbox, (graph, cancel) => DraftAsync(graph, mailbox, cancel), cancellationToken),
            await TryAsync(
                "Send mail from the organiser's mailbox",
                "Mail.Send",
                mailbox,
                async (graph, cancel) =>
                {
                    await graph.Users[mailbox.Value].Messages[NoSuchItem].Send.PostAsync(cancellationToken: cancel);
                    return null;
                },
                cancellationToken,
                // A message that does not exist cannot be sent; to be told so one must be permitted to send.
                failure => failure.IsItemGone || failure.Status == 400),
        };
        var away = await TryAsync("See by a lead's automatic replies that they are away (optional)", "MailboxSettings.Read", lead, async (graph, cancel) =>
        {
            await graph.Users[lead.Value].MailboxSettings.GetAsync(r => r.QueryParameters.Select = ["automaticRepliesSetting"], cancel);
            return null;
        }, cancellationToken);
        lines.Add(away with { IsOptional = true });
        if (group is { } candidates)
            lines.Add(await TryAsync("Find candidates in a group", "GroupMember.Read.All", mailbox, async (graph, cancel) =>
                await graph.Groups.GetAsync(r => (r.QueryParameters.Filter, r.QueryParameters.Select) = ($"mail eq '{Quoted(candidates)}'", ["id"]), cancel)
                    is not { Value: [{ Id: { } id }, ..] }
                        ? "The group's address is not in the directory."
                        : await MemberAsync(graph, id, cancel), cancellationToken));
        if (connection.Options.NotificationAddress is not null)
            lines.Add(await NotificationsAsync(mailbox, now, cancellationToken));
        if (outside is { } other)
            lines.Add(await OutsideAsync(other, cancellationToken));
        return lines;
    }

    private static string Quoted(EmailAddress address) => address.Value.Replace("'", "''", StringComparison.Ordinal);

    private static async Task<string?> MemberAsync(GraphServiceClient graph, string group, CancellationToken cancellationToken)
    {
        await graph.Groups[group].TransitiveMembers.GraphUser.GetAsync(
            r =>
            {
                (r.QueryParameters.Top, r.QueryParameters.Select, r.QueryParameters.Count) = (1, ["id"], true);
                r.Headers.Add("ConsistencyLevel", "eventual");
            },
            cancellationToken);
        return null;
    }

    private async Task<GraphCheckLine> NotificationsAsync(EmailAddress mailbox, Instant now, CancellationToken cancellationToken)
    {
        var refused = false;
        var line = await TryAsync(
            "Be told of changes in the organiser's calendar",
            "Calendars.ReadWrite",
            mailbox,
            async (graph, cancel) =>
            {
                var made = await graph.Subscriptions.PostAsync(
                    new Subscription
                    {
                        Resource = $"/users/{mailbox}/events",
                        ChangeType = "updated",
                        // An address of its own, so that it clashes with no subscription that is at work.
                        NotificationUrl = new UriBuilder(connection.Options.NotificationAddress!) { Query = "check=1" }.Uri.AbsoluteUri,
                        ExpirationDateTime = (now + Duration.FromHours(1)).ToDateTimeOffset(),
                        ClientState = "check",
                    },
                    cancellationToken: cancel);
                await graph.Subscriptions[made!.Id].DeleteAsync(cancellationToken: cancel);
                return null;
            },
            cancellationToken,
            failure => refused = failure.Status == 400);
        return refused
            ? line with { Works = false, Found = $"Microsoft 365 got no proper answer from {connection.Options.NotificationAddress}. The host must be running and reachable there.", AskFor = null }
            : line;
    }

    private async Task<GraphCheckLine> TryAsync(
        string what,
        string permission,
        EmailAddress mailbox,
        Func<GraphServiceClient, CancellationToken, Task<string?>> attempt,
        CancellationToken cancellationToken,
        Func<GraphFailure, bool>? isFine = null)
    {
        var ask = $"The application permission {permission} with admin consent, or the role \"Application {permission}\" by RBAC for Applications with a scope that holds this mailbox.";
        try
        {
            return await connection.CallAsync(mailbox, what, attempt, cancellationToken, f => isFine?.Invoke(f) == true ? new PortResult<string?>.Answered(null) : null) switch
            {
                PortResult<string?>.Answered { Value: null } => new GraphCheckLine(what, true, null, null),
                PortResult<string?>.Answered { Value: var found } => new GraphCheckLine(what, false, found, null),
                PortResult<string?>.Throttled throttled => new GraphCheckLine(what, false, $"Throttled; try again after {throttled.Until}.", null),
                PortResult<string?>.Refused refused => new GraphCheckLine(what, false, refused.Reason, ask),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (AuthenticationFailedException)
        {
            return new GraphCheckLine(what, false, "The app could not sign in to the tenant.", "The tenant id, the client id, and a secret or certificate that has not expired.");
        }
        catch (GraphOutageException exception)
        {
            return new GraphCheckLine(what, false, exception.Message, null);
        }
        catch (GraphAnswerException exception)
        {
            return new GraphCheckLine(what, false, exception.Message, null);
        }
    }

    private static async Task<string?> FreeBusyAsync(GraphServiceClient graph, EmailAddress mailbox, EmailAddress clinician, Instant now, CancellationToken cancellationToken)
    {
        var body = new GetSchedulePostRequestBody
        {
            Schedules = [clinician.Value],
            StartTime = GraphZones.Write(now),
            EndTime = GraphZones.Write(now + Duration.FromDays(1)),
            AvailabilityViewInterval = 30,
        };
        var answer = await graph.Users[mailbox.Value].Calendar.GetSchedule.PostAsGetSchedulePostResponseAsync(body, cancellationToken: cancellationToken);
        return answer?.Value is [{ Error: null }] ? null : "The clinician's calendar cannot be read.";
    }

    private static async Task<string?> EventAsync(GraphServiceClient graph, EmailAddress mailbox, Instant now, CancellationToken cancellationToken)
    {
        var made = await graph.Users[mailbox.Value].Events.PostAsync(
            new Event
            {
                Subject = "Clinical Engagement: check",
                ShowAs = FreeBusyStatus.Free,
                Start = GraphZones.Write(now + Duration.FromDays(365)),
                End = GraphZones.Write(now + Duration.FromDays(365) + Duration.FromMinutes(5)),
            },
            cancellationToken: cancellationToken);
        await graph.Users[mailbox.Value].Events[made!.Id].DeleteAsync(cancellationToken: cancellationToken);
        return null;
    }

    private static async Task<string?> DraftAsync(GraphServiceClient graph, EmailAddress mailbox, CancellationToken cancellationToken)
    {
        await graph.Users[mailbox.Value].MailFolders["inbox"].Messages.GetAsync(r => (r.QueryParameters.Top, r.QueryParameters.Select) = (1, ["id"]), cancellationToken);
        var made = await graph.Users[mailbox.Value].Messages.PostAsync(new Message { Subject = "Clinical Engagement: check" }, cancellationToken: cancellationToken);
        await graph.Users[mailbox.Value].Messages[made!.Id].DeleteAsync(cancellationToken: cancellationToken);
        return null;
    }

    private async Task<GraphCheckLine> OutsideAsync(EmailAddress outside, CancellationToken cancellationToken)
    {
        const string What = "Stay out of mailboxes that are none of the app's business";
        var denied = false;
        var line = await TryAsync(
            What,
            "Mail.ReadWrite",
            outside,
            async (graph, cancel) =>
            {
                await graph.Users[outside.Value].MailFolders["inbox"].Messages.GetAsync(r => (r.QueryParameters.Top, r.QueryParameters.Select) = (1, ["id"]), cancel);
                return null;
            },
            cancellationToken,
            failure => denied = failure.Status == 403);
        if (denied || !line.Works)
            return line with { AskFor = null };
        return new GraphCheckLine(
            What, false, "The app can open a mailbox outside its scope.", "Withdraw the tenant-wide consent for Mail and Calendars: grants add up, so it defeats the scope.");
    }
}

/// <summary>One thing that was tried.</summary>
/// <param name="What">What, in words.</param>
/// <param name="Works">Whether it works.</param>
/// <param name="Found">What was found where it doesn't, or null.</param>
/// <param name="AskFor">What to ask the tenant's administrator for, or null when that would not help.</param>
public sealed record GraphCheckLine(string What, bool Works, string? Found, string? AskFor)
{
    /// <summary>True for what the product does without where it is not permitted.</summary>
    public bool IsOptional { get; init; }
}
