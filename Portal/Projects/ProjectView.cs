using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Involvement;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using NodaTime;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>A project with everything its pages show, read at one moment.</summary>
public sealed record ProjectView : IProjectHead
{
    public required Project Project { get; init; }

    /// <summary>Those on the panel, in the order they are met.</summary>
    public required IReadOnlyList<PanelMember> Members { get; init; }

    /// <summary>Everyone who is or was on the panel.</summary>
    public required IReadOnlyDictionary<PanelMemberId, PanelMember> Everyone { get; init; }

    public required IReadOnlyDictionary<EmailAddress, Clinician> Clinicians { get; init; }

    public required IReadOnlyList<Meeting> Meetings { get; init; }

    public required IReadOnlyList<Concern> Concerns { get; init; }

    /// <summary>Examples that are kept, the newest first.</summary>
    public required IReadOnlyList<PracticeExample> Examples { get; init; }

    public required IReadOnlyList<Update> Updates { get; init; }

    /// <summary>Open ones, the most urgent first.</summary>
    public required IReadOnlyList<PersonTask> Tasks { get; init; }

    /// <summary>In order of date.</summary>
    public required IReadOnlyList<MeasurePoint> Points { get; init; }

    /// <summary>Mails about this project.</summary>
    public required IReadOnlyList<Effect> Effects { get; init; }

    public required Instant Now { get; init; }

    /// <inheritdoc/>
    public int OpenConcerns => Concerns.Count(c => c.ClosedAt is null);

    public string NameOf(PanelMemberId? member) => member is { } id && Everyone.TryGetValue(id, out var found) ? found.Name : "a clinician";

    public Meeting? LastMeeting(PanelMemberId member) => Meetings.Where(m => m.MemberId == member).MaxBy(m => m.Number);

    /// <summary>Who asked for no more messages.</summary>
    public IReadOnlySet<EmailAddress> NoMore => Clinicians.Values.Where(c => c.NoMoreAt is not null).Select(c => c.Email).ToHashSet();

    /// <summary>Those with whom there was no contact of any kind since the stage began.</summary>
    public IReadOnlyList<PanelMember> LeftBehind =>
        [.. Members.Where(m => ClinicianOf(m)?.NoMoreAt is null && InvolvementByStage.Since(Project.StageSince, m, Meetings, Concerns, Effects) == Contact.Nothing)];

    public Clinician? ClinicianOf(PanelMember member) => Clinicians.GetValueOrDefault(member.Email);
}
