using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using NodaTime;

namespace ClinicalEngagement.Portal.Secretaries;

/// <summary>What a secretary sees: open invitations of those whose diary they keep, and their good times. Nothing of what was said or thought.</summary>
/// <param name="Secretary">Who.</param>
/// <param name="Diaries">By name.</param>
/// <param name="Now">The moment it was read.</param>
public sealed record SecretaryView(Person Secretary, IReadOnlyList<Diary> Diaries, Instant Now)
{
    /// <summary>Meetings that can be answered, over all of them.</summary>
    public IReadOnlyList<(Diary Diary, Invitation Invitation)> Open => [.. Diaries.SelectMany(d => d.Invitations.Where(i => i.Meeting.State == MeetingState.Proposed && i.Meeting.End > Now).Select(i => (d, i)))];
}

/// <summary>One clinician's diary, as their secretary keeps it.</summary>
/// <param name="Clinician">Whose.</param>
/// <param name="Invitations">Meetings that are proposed or agreed.</param>
public sealed record Diary(Clinician Clinician, IReadOnlyList<Invitation> Invitations)
{
    /// <summary>Stands for the clinician in a form, without their address.</summary>
    public string Key => StableId.From("diary", Clinician.Email).ToString("N");
}

/// <summary>One meeting of a diary.</summary>
/// <param name="Project">What it is about.</param>
/// <param name="Lead">With whom.</param>
/// <param name="Meeting">The meeting.</param>
public sealed record Invitation(string Project, string Lead, Meeting Meeting)
{
    /// <summary>The name of its field.</summary>
    public string Field => $"time-{Meeting.Id}";
}
