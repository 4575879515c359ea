namespace ClinicalEngagement.Portal.Access;

/// <summary>What an endpoint asks for.</summary>
public enum Permission
{
    /// <summary>Nothing was said of this endpoint: nobody but the one person of a host without sign-in.</summary>
    NotSaid,

    /// <summary>To be signed in; the page shows what is one's own.</summary>
    SignedIn,

    /// <summary>Begin an engagement.</summary>
    BeginEngagement,

    /// <summary>Hand in engagements for others: a form's flow.</summary>
    HandInForOthers,

    /// <summary>See where a project stands and what happened; no positions, no words of clinicians.</summary>
    SeeProject,

    /// <summary>See everything of a project, positions and clinicians' words among it.</summary>
    SeeAllOfProject,

    /// <summary>Act for a project.</summary>
    LeadProject,

    /// <summary>See a project's board paper, which names nobody.</summary>
    SeeBoardPaper,

    /// <summary>See who did what on a project.</summary>
    SeeAudit,

    /// <summary>See what engagement asks of each specialty, without names.</summary>
    SeeLoad,

    /// <summary>Set and lift preservation holds, say how long things are kept, erase people, release what is kept of them.</summary>
    Govern,

    /// <summary>See and change job plans.</summary>
    KeepJobPlans,

    /// <summary>Settings, failed requests, checks.</summary>
    Administer,
}
