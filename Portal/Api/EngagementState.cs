using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Portal.Projects;
using NodaTime;

namespace ClinicalEngagement.Portal.Api;

/// <summary>The answer to a request that was accepted.</summary>
/// <param name="Id">The project's id.</param>
/// <param name="Page">The address of its page.</param>
internal sealed record AcceptedEngagement(string Id, string Page);

/// <summary>Where an engagement stands. Nobody's position, power, impact or notes are in it.</summary>
internal sealed record EngagementState
{
    /// <summary>The project's id.</summary>
    public required string Id { get; init; }

    /// <summary>received, failed, running, paused or closed.</summary>
    public required string State { get; init; }

    /// <summary>The address of its page.</summary>
    public required string Page { get; init; }

    /// <summary>The project's name; absent while it is only received.</summary>
    public string? Name { get; init; }

    /// <summary>The stage; absent while it is only received.</summary>
    public string? Stage { get; init; }

    /// <summary>True for sample data.</summary>
    public bool SampleData { get; init; }

    /// <summary>The panel in the order it is met.</summary>
    public IReadOnlyList<ClinicianState> Clinicians { get; init; } = [];

    /// <summary>What waits for the lead.</summary>
    public IReadOnlyList<TaskState> Tasks { get; init; } = [];

    /// <summary>The updates, the newest first.</summary>
    public IReadOnlyList<UpdateSummary> Updates { get; init; } = [];

    public static EngagementState Of(ProjectView view) => new()
    {
        Id = view.Project.Id.ToString(),
        State = Camel(view.Project.State.ToString()),
        Page = EngagementsApi.PageOf(view.Project.Id),
        Name = view.Project.Name,
        Stage = Camel(view.Project.Stage.ToString()),
        SampleData = view.Project.SampleData,
        Clinicians = [.. view.Members.Select(member => ClinicianState.Of(member.Name, view.LastMeeting(member.Id)))],
        Tasks = [.. view.Tasks.Select(t => new TaskState(Camel(t.Kind.ToString()), t.What, t.DueAt))],
        Updates = [.. view.Updates.Select(u => new UpdateSummary(u.Number, u.State, u.SendAt, u.Final))],
    };

    private static string Camel(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);
}

/// <summary>One clinician's meeting.</summary>
/// <param name="Name">As the panel shows it.</param>
/// <param name="Meeting">Where the last meeting stands, or absent when none was offered yet.</param>
/// <param name="Start">When it is or was, or absent.</param>
/// <param name="Minutes">How long, or absent.</param>
/// <param name="Reason">Why that time, or absent.</param>
internal sealed record ClinicianState(string Name, MeetingState? Meeting, Instant? Start, int? Minutes, string? Reason)
{
    public static ClinicianState Of(string name, Meeting? meeting) => new(name, meeting?.State, meeting?.Start, meeting?.Minutes, meeting is null ? null : SlotWords.AboutThem(meeting.Reason));
}

/// <summary>Something that waits for the lead.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="What">What is to be done.</param>
/// <param name="DueAt">Due when.</param>
internal sealed record TaskState(string Kind, string What, Instant DueAt);

/// <summary>One update.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="State">Where it stands.</param>
/// <param name="SendAt">When it goes or went.</param>
/// <param name="Final">True for the last one.</param>
internal sealed record UpdateSummary(int Number, UpdateState State, Instant SendAt, bool Final);
