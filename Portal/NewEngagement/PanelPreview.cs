using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Orchestrations.Intake;

namespace ClinicalEngagement.Portal.NewEngagement;

/// <summary>The panel as it will be met, before the directory has been asked.</summary>
public sealed record PanelPreview(IReadOnlyList<PreviewedMember> Panel, IReadOnlyList<string> Gaps, int EarlyConversations, int Minutes, string HowWeMeet)
{
    /// <summary>By the same rules that order the panel once the form is sent.</summary>
    public static PanelPreview Of(EngagementRequest request, EngagementOptions options)
    {
        var project = new ProjectId(Guid.Empty);
        var members = request.Clinicians.Select(c => new PanelMember
        {
            Id = PanelMemberId.For(project, new EmailAddress(c.Email!)),
            ProjectId = project,
            Email = new EmailAddress(c.Email!),
            Name = c.Name!.Trim(),
            Power = c.Power,
            Impact = c.Impact,
            OpinionFormer = c.OpinionFormer,
            YearsHere = c.YearsHere,
            LikelyView = c.LikelyView,
        });
        var clinicians = request.Clinicians.ToDictionary(c => new EmailAddress(c.Email!), c => new Clinician
        {
            Email = new EmailAddress(c.Email!),
            Name = c.Name!.Trim(),
            Role = c.Role ?? "",
            Specialty = c.Specialty ?? "",
            ProfessionalBodies = c.ProfessionalBodies,
        });
        return new PanelPreview(
            [.. PanelOrder.Of(members, clinicians).Select(m => new PreviewedMember(m.Order, m.Name, m.Email.Value, m.Reason, new Person(m.Name, m.Email).GreetingName))],
            [.. PlanReadiness.Of(NewProject.PlanFrom(request)).Gaps.Select(g => g.Words)],
            options.EarlyConversations,
            options.MeetingMinutes,
            options.TextOf(MessageText.HowWeMeet));
    }
}

/// <summary>One clinician of the preview.</summary>
public sealed record PreviewedMember(int Order, string Name, string Email, string Reason, string Greeting);
