using static ClinicalEngagement.Portal.Access.Role;

namespace ClinicalEngagement.Portal.Access;

/// <summary>Which roles a permission is given to. A project's own people come from the project, the others from the directory's app roles.</summary>
public static class AccessRules
{
    /// <summary>The roles any of which suffices.</summary>
    public static Role For(Permission permission) => permission switch
    {
        Permission.SignedIn => SignedIn,
        Permission.BeginEngagement => Lead | ProgrammeOffice | Intake,
        Permission.HandInForOthers => ProgrammeOffice | Intake,
        Permission.SeeProject => LeadOfProject | CoLeadOfProject | ProgrammeOffice | Governance,
        Permission.SeeAllOfProject or Permission.LeadProject => LeadOfProject | CoLeadOfProject,
        Permission.SeeBoardPaper => LeadOfProject | CoLeadOfProject | SponsorOfProject | ProgrammeOffice | Governance,
        Permission.SeeAudit => LeadOfProject | CoLeadOfProject | Governance | Administrator,
        Permission.SeeLoad => MedicalDirector | ProgrammeOffice | Governance,
        Permission.Govern => Governance,
        Permission.KeepJobPlans => ProgrammeOffice | Administrator,
        Permission.Administer => Administrator,
        _ => None,
    };

    /// <summary>True when one of the roles suffices.</summary>
    public static bool Allow(Permission permission, Role roles) => (For(permission) & roles) != None;

    /// <summary>True when who they are to the one project decides, not only what they are to the installation.</summary>
    public static bool IsOfProject(Permission permission) => (For(permission) & (LeadOfProject | CoLeadOfProject | SponsorOfProject)) != None;
}
