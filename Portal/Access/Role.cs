namespace ClinicalEngagement.Portal.Access;

/// <summary>What somebody is: to the installation, and to one project.</summary>
[Flags]
public enum Role
{
    /// <summary>Nothing of the below; signed in or not.</summary>
    None = 0,

    /// <summary>May begin engagements that they lead or co-lead. App role <c>Engagement.Lead</c>.</summary>
    Lead = 1,

    /// <summary>Sees where every project stands and keeps job plans, never positions. App role <c>Engagement.ProgrammeOffice</c>.</summary>
    ProgrammeOffice = 2,

    /// <summary>Sees where every project stands and who did what. App role <c>Engagement.Governance</c>.</summary>
    Governance = 4,

    /// <summary>Keeps the installation running. App role <c>Engagement.Administrator</c>.</summary>
    Administrator = 8,

    /// <summary>An app, such as a form's flow, that hands engagements in for their leads. App role <c>Engagement.Intake</c>.</summary>
    Intake = 16,

    /// <summary>Leads the project in question.</summary>
    LeadOfProject = 32,

    /// <summary>Stands in for its lead.</summary>
    CoLeadOfProject = 64,

    /// <summary>Answers for it to the board.</summary>
    SponsorOfProject = 128,

    /// <summary>Signed in, as anybody in the organisation may be: a clinician, a secretary.</summary>
    SignedIn = 256,

    /// <summary>Sees what engagement asks of each specialty, without names. App role <c>Engagement.MedicalDirector</c>.</summary>
    MedicalDirector = 512,
}
