using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>
/// Two projects share one meeting with a clinician: one lead offers a place in theirs, the other joins it or keeps their own. One click
/// each, and the clinician hears once: the time that is not needed is given back, with words that say so.
/// </summary>
public sealed class SharedMeetingFacts(IEngagementStore store, IClock clock)
{
    /// <summary>Offers the other project's lead a place in this project's meeting; who leads both projects joins at once.</summary>
    /// <param name="id">The task that told of the two meetings.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> OfferAsync(TaskId id, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PersonTask>(id, token) is not { Kind: TaskKind.SameWeek } task)
                return FactParts.NotFound("task");
            var now = clock.GetCurrentInstant();
            if (await OpenMeetingAsync(writer, task.MeetingId, now, token) is not { } ours)
                return new Refused("Your meeting with them is not to come any more, so there is nothing to share.");
            if (ours.Guest is { } guest)
                return new Refused($"{guest.Name} joins your meeting already. A third project would be too many for twenty minutes.");
            if (await OthersAsync(writer, ours, now, token) is not [var theirs, ..])
                return new Refused("The other project has no meeting with them in that week any more.");
            var member = await FactParts.MemberAsync(writer, ours.MemberId, token);
            var project = await ProjectAsync(writer, ours.ProjectId, token);
            var other = await ProjectAsync(writer, theirs.ProjectId, token);
            if (other.Lead.Email == project.Lead.Email)
                return await JoinAsync(writer, theirs, ours, now, token);
            await SettleAsync(writer, member, t => t.Kind == TaskKind.SameWeek, now, token);
            var theirMember = await FactParts.MemberAsync(writer, theirs.MemberId, token);
            await SettleAsync(writer, theirMember, t => t.Kind == TaskKind.SameWeek, now, token);
            FactParts.Happened(writer, member, now, "meeting.offered", $"You offered {other.Lead.Name} a place in your meeting with {{clinician}}.");
            if (await writer.FindAsync<PersonTask>(PersonTask.IdFor(other.Id, TaskKind.MeetingOffered, ours.Id.ToString()), token) is null)
                TaskBook.Open(
                    writer, other.Id, TaskKind.MeetingOffered, ours.Id.ToString(),
                    $"{project.Lead.Name} (“{project.Name}”) offers you a place in their meeting with {{clinician}} on {MeetingTime.Long(ours.Start)}. Join it, and your own time with them is given back.",
                    "Both meetings stand.", now, WorkingTime.AddWorkingDays(now, 2, other.Nation), theirs.MemberId, ours.Id);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Joins the meeting that was offered, and gives the project's own time back.</summary>
    /// <param name="id">The task that told of the offer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> JoinAsync(TaskId id, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PersonTask>(id, token) is not { Kind: TaskKind.MeetingOffered, MemberId: { } memberId } task)
                return FactParts.NotFound("task");
            var now = clock.GetCurrentInstant();
            if (await OpenMeetingAsync(writer, task.MeetingId, now, token) is not { } theirs)
                return new Refused("The meeting that was offered is not to come any more. Keep your own time.");
            var own = (await writer.ListAsync<Meeting>(m => m.MemberId == memberId, token)).MaxBy(m => m.Number);
            if (own?.SharedWith == theirs.Id)
                return Recorded.Ok;
            return own is { State: MeetingState.Proposed or MeetingState.Agreed, SharedWith: null } && own.Start > now
                ? await JoinAsync(writer, own, theirs, now, token)
                : new Refused("You have no meeting of your own with them any more, so there is none to give back. Ask for new times, or speak with the other lead.");
        },
        cancellationToken);

    /// <summary>Keeps the project's own time, and lets the other lead know.</summary>
    /// <param name="id">The task that told of the offer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> KeepAsync(TaskId id, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PersonTask>(id, token) is not { Kind: TaskKind.MeetingOffered, MemberId: { } memberId } task)
                return FactParts.NotFound("task");
            if (task.DoneAt is not null)
                return Recorded.Ok;
            var now = clock.GetCurrentInstant();
            writer.Update(task with { DoneAt = now });
            var member = await FactParts.MemberAsync(writer, memberId, token);
            FactParts.Happened(writer, member, now, "meeting.kept", "You keep your own meeting with {clinician}.");
            if (task.MeetingId is { } offered && await writer.FindAsync<Meeting>(offered, token) is { } theirs)
            {
                var project = await ProjectAsync(writer, task.ProjectId, token);
                FactParts.Happened(
                    writer, await FactParts.MemberAsync(writer, theirs.MemberId, token), now, "meeting.not-shared",
                    $"{project.Lead.Name} keeps their own meeting with {{clinician}}.");
            }

            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Why the time of a meeting that is held in another is given back, for the clinician.</summary>
    internal static async Task<string> WordsAsync(IStoreReader reader, Meeting joined, CancellationToken cancellationToken)
    {
        var theirs = await reader.FindAsync<Meeting>(joined.SharedWith!.Value, cancellationToken) ?? joined;
        var project = await ProjectAsync(reader, joined.ProjectId, cancellationToken);
        return Words(project, await ProjectAsync(reader, theirs.ProjectId, cancellationToken), theirs);
    }

    private static async Task<FactResult> JoinAsync(IStoreWriter writer, Meeting own, Meeting theirs, Instant now, CancellationToken cancellationToken)
    {
        if (theirs.Guest is not null)
            return new Refused($"{theirs.Guest.Name} joins that meeting already. Keep your own time.");
        var project = await ProjectAsync(writer, own.ProjectId, cancellationToken);
        var host = await ProjectAsync(writer, theirs.ProjectId, cancellationToken);
        var member = await FactParts.MemberAsync(writer, own.MemberId, cancellationToken);
        var theirMember = await FactParts.MemberAsync(writer, theirs.MemberId, cancellationToken);
        writer.Update(SharedMeetings.Join(own, theirs));
        if (IsGuest(project, host, theirs))
            writer.Update(theirs with { Guest = project.Lead });
        if (own.EventId is { } eventId)
            Cancellations.Intend(writer, project, member, own, eventId, now, Words(project, host, theirs));
        await Holds.ReleaseAsync(writer, own.Id, cancellationToken);
        await SettleAsync(writer, member, IsAboutTheirTime, now, cancellationToken);
        await SettleAsync(writer, theirMember, t => t.Kind is TaskKind.SameWeek or TaskKind.MeetingOffered, now, cancellationToken);
        FactParts.Happened(writer, member, now, "meeting.joined", $"You join {host.Lead.Name}’s meeting with {{clinician}} on {MeetingTime.Long(theirs.Start)}; your own time with them is given back.");
        FactParts.Happened(writer, theirMember, now, "meeting.shared", $"{project.Lead.Name} joins your meeting with {{clinician}}, for “{project.Name}”.");
        FactParts.Nudge(writer, member);
        FactParts.Nudge(writer, theirMember);
        return Recorded.Ok;
    }

    // What waited for an answer about the time that is given back.
    private static bool IsAboutTheirTime(PersonTask task) =>
        task.Kind is TaskKind.SameWeek or TaskKind.MeetingOffered or TaskKind.RingSecretary or TaskKind.CounterProposal or TaskKind.HostNotFree;

    private static bool IsGuest(Project project, Project host, Meeting theirs) =>
        project.Lead.Email != host.Lead.Email && project.Lead.Email != host.HostOf(theirs.Host).Email;

    private static string Words(Project project, Project host, Meeting theirs) => CancellationWords.Shared(
        host.HostOf(theirs.Host).Name, IsGuest(project, host, theirs) ? project.Lead.Name : null, MeetingTime.Long(theirs.Start));

    private static Task SettleAsync(IStoreWriter writer, PanelMember member, Func<PersonTask, bool> settled, Instant now, CancellationToken cancellationToken) =>
        FactParts.SettleAsync(writer, member.ProjectId, t => t.MemberId == member.Id && settled(t), now, cancellationToken);

    private static async Task<Meeting?> OpenMeetingAsync(IStoreReader reader, MeetingId? id, Instant now, CancellationToken cancellationToken) =>
        id is { } asked && await reader.FindAsync<Meeting>(asked, cancellationToken) is { State: MeetingState.Proposed or MeetingState.Agreed, SharedWith: null } open
            && open.Start > now ? open : null;

    /// <summary>The meetings of other running projects with the same clinician in the same week, the earliest first.</summary>
    private static async Task<IReadOnlyList<Meeting>> OthersAsync(IStoreReader reader, Meeting ours, Instant now, CancellationToken cancellationToken)
    {
        var email = (await FactParts.MemberAsync(reader, ours.MemberId, cancellationToken)).Email;
        var found = new List<Meeting>();
        foreach (var member in await reader.ListAsync<PanelMember>(m => m.Email == email && m.LeftAt == null, cancellationToken))
            if (member.Id != ours.MemberId && await ProjectAsync(reader, member.ProjectId, cancellationToken) is { State: ProjectState.Running })
                found.AddRange((await reader.ListAsync<Meeting>(m => m.MemberId == member.Id, cancellationToken))
                    .Where(m => m is { State: MeetingState.Proposed or MeetingState.Agreed, SharedWith: null } && m.Start > now
                        && WorkingCalendar.WeekOf(m.Start) == WorkingCalendar.WeekOf(ours.Start)));
        return [.. found.OrderBy(m => m.Start)];
    }

    private static async Task<Project> ProjectAsync(IStoreReader reader, ProjectId id, CancellationToken cancellationToken) =>
        await reader.FindAsync<Project>(id, cancellationToken) ?? throw new InvalidOperationException($"Project {id} is not in the store.");
}
