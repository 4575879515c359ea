using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations.Store;

namespace ClinicalEngagement.Portal.Access;

/// <summary>What somebody is to a project.</summary>
internal sealed class ProjectAccess(IEngagementStore store)
{
    /// <summary>True when they may do that with the project.</summary>
    public async Task<bool> MayAsync(PortalUser user, Permission permission, ProjectId id, CancellationToken cancellationToken)
    {
        if (user.May(permission))
            return true;
        if (user.Email is null || !AccessRules.IsOfProject(permission))
            return false;
        return AccessRules.Allow(permission, user.Roles | await store.ReadAsync((reader, token) => RoleAsync(reader, user, id, token), cancellationToken));
    }

    /// <summary>What they are to that project.</summary>
    public static Role RoleIn(PortalUser user, Project project) => RoleIn(user, project.Lead.Email, project.CoLead?.Email, project.Sponsor?.Email);

    /// <summary>True when they may hand in this request: for themselves, or for anybody where that is their job.</summary>
    public static bool MayBegin(PortalUser user, EngagementRequest request) =>
        user.IsOnlyPerson
        || (user.Roles & (Role.ProgrammeOffice | Role.Intake)) != Role.None
        || (RoleIn(user, AddressOf(request.Lead), AddressOf(request.CoLead), null) & (Role.LeadOfProject | Role.CoLeadOfProject)) != Role.None;

    /// <summary>What they are to a request that is not a project yet.</summary>
    public static Role RoleIn(PortalUser user, StoredRequest request) => MessageIntake.RequestOf(request.Body) is { } body
        ? RoleIn(user, AddressOf(body.Lead), AddressOf(body.CoLead), AddressOf(body.Sponsor))
        : Role.None;

    private static async Task<Role> RoleAsync(IStoreReader reader, PortalUser user, ProjectId id, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync<Project>(id, cancellationToken) is { } project)
            return RoleIn(user, project);
        var waiting = await reader.ListAsync<StoredRequest>(r => r.State != RequestState.Begun, cancellationToken);
        return waiting.FirstOrDefault(r => r.ProjectId == id) is { } request ? RoleIn(user, request) : Role.None;
    }

    private static Role RoleIn(PortalUser user, EmailAddress? lead, EmailAddress? coLead, EmailAddress? sponsor)
    {
        if (user.Email is not { Value.Length: > 0 } me)
            return Role.None;
        return (lead == me ? Role.LeadOfProject : Role.None) | (coLead == me ? Role.CoLeadOfProject : Role.None) | (sponsor == me ? Role.SponsorOfProject : Role.None);
    }

    private static EmailAddress? AddressOf(PersonRequest? person) => person?.Email is { } email ? new EmailAddress(email) : null;
}
