namespace ClinicalEngagement.Portal.Tests.Access;

/// <summary>
/// Who may do what: one row for each endpoint, and in it every persona that gets in. "other" is the same role on another project than the
/// one that is asked for. An endpoint without a row fails the tests, and so does a row without an endpoint.
/// </summary>
internal static class AccessMatrix
{
    /// <summary>Everybody there is, with the app roles the directory gives them.</summary>
    public static readonly IReadOnlyDictionary<string, (string? Email, string Roles)> Personas = new Dictionary<string, (string?, string)>
    {
        ["anonymous"] = (null, ""),
        ["nobody"] = ("nobody@harbour.example", ""),
        ["lead"] = ("priya.nair@harbour.example", "Lead"),
        ["other-lead"] = ("other.lead@harbour.example", "Lead"),
        ["co-lead"] = ("co.lead@harbour.example", ""),
        ["other-co-lead"] = ("other.colead@harbour.example", ""),
        ["sponsor"] = ("sponsor@harbour.example", ""),
        ["other-sponsor"] = ("other.sponsor@harbour.example", ""),
        ["clinician"] = ("anna.bell@harbour.example", ""),
        ["secretary"] = ("jo.marsh@harbour.example", ""),
        ["office"] = ("office@harbour.example", "ProgrammeOffice"),
        ["governance"] = ("governance@harbour.example", "Governance"),
        ["administrator"] = ("admin@harbour.example", "Administrator"),
        ["director"] = ("director@harbour.example", "MedicalDirector"),
        ["intake"] = ("flow@harbour.example", "Intake"),
    };

    private const string Everybody = "*";
    private const string SignedIn = "signed-in";
    private const string Leads = "lead co-lead";
    private const string Sees = "lead co-lead office governance";
    private const string Begins = "lead other-lead office intake";

    /// <summary>Method, address and who gets in.</summary>
    public static readonly IReadOnlyList<(string Method, string Pattern, string Who)> Rows =
    [
        ("GET", "/", SignedIn),
        ("GET", "/tasks", SignedIn),
        ("GET", "/measures", SignedIn),
        ("GET", "/health", Everybody),
        ("GET", "/{**path}", Everybody),
        ("POST", "/sign-out", SignedIn),
        ("GET", "/signed-out", Everybody),
        ("POST", "/simulation", SignedIn),

        ("GET", "/new", Begins),
        ("POST", "/new", Begins),
        ("POST", "/new/change", Begins),
        ("POST", "/new/send", Begins),

        ("GET", "/dead-letters", "administrator"),
        ("POST", "/dead-letters/{id:guid}/retry", "administrator"),
        ("POST", "/dead-letters/{id:guid}/set-aside", "administrator"),
        ("GET", "/audit", "governance administrator"),
        ("GET", "/load", "office governance director"),
        ("GET", "/governance", "governance"),
        ("POST", "/governance/holds", "governance"),
        ("POST", "/governance/holds/{hold:guid}/lift", "governance"),
        ("POST", "/governance/retention", "governance"),
        ("POST", "/governance/erase", "governance"),
        ("GET", "/settings", "office administrator"),
        ("POST", "/settings/check", "administrator"),
        ("GET", "/settings/rules", "administrator"),
        ("POST", "/settings/rules", "administrator"),
        ("GET", "/settings/messages", "administrator"),
        ("POST", "/settings/messages", "administrator"),
        ("POST", "/settings/sender", "administrator"),
        ("GET", "/settings/job-plans", "office administrator"),
        ("POST", "/settings/job-plans", "office administrator"),
        ("GET", "/settings/job-plans/{clinician:guid}", "office administrator"),
        ("POST", "/settings/job-plans/{clinician:guid}", "office administrator"),
        ("GET", "/simulation/faults", SignedIn),
        ("POST", "/simulation/faults", SignedIn),
        ("GET", "/me", SignedIn),
        ("POST", "/me", SignedIn),
        ("GET", "/me/export.json", SignedIn),
        ("POST", "/me/{member:guid}", SignedIn),
        ("POST", "/me/{member:guid}/{concern:guid}", SignedIn),
        ("GET", "/diaries", SignedIn),
        ("POST", "/diaries", SignedIn),

        ("GET", "/projects/{id:guid}", Sees),
        ("GET", "/projects/{id:guid}/events", Sees),
        ("GET", "/projects/{id:guid}/news", Sees),
        ("GET", "/projects/{id:guid}/board-paper", "lead co-lead sponsor office governance"),
        ("GET", "/projects/{id:guid}/audit", "lead co-lead governance administrator"),
        ("GET", "/projects/{id:guid}/audit.csv", "lead co-lead governance administrator"),
        ("GET", "/projects/{id:guid}/first-messages", Leads),
        ("POST", "/projects/{id:guid}/first-messages", Leads),
        ("GET", "/projects/{id:guid}/links", Leads),
        ("POST", "/projects/{id:guid}/links/{member:guid}/withdraw", Leads),
        ("GET", "/projects/{id:guid}/plan", Leads),
        ("GET", "/projects/{id:guid}/plan/versions/{number:int}", Leads),
        ("GET", "/projects/{id:guid}/plan/clinicians", Leads),
        ("POST", "/projects/{id:guid}/plan/clinicians", Leads),
        ("GET", "/projects/{id:guid}/plan/meetings", Leads),
        ("POST", "/projects/{id:guid}/plan/meetings", Leads),
        ("GET", "/projects/{id:guid}/plan/updates", Leads),
        ("GET", "/projects/{id:guid}/plan/{part}", Leads),
        ("POST", "/projects/{id:guid}/plan/{part}", Leads),
        ("POST", "/projects/{id:guid}/plan/advice", Leads),
        ("POST", "/projects/{id:guid}/plan/example/withdraw", Leads),
        ("POST", "/projects/{id:guid}/plan/figures", Leads),
        ("GET", "/projects/{id:guid}/plan/figures/{question:guid}", Leads),
        ("POST", "/projects/{id:guid}/plan/figures/{question:guid}", Leads),
        ("GET", "/projects/{id:guid}/plan/correct", Leads),
        ("POST", "/projects/{id:guid}/plan/correct", Leads),
        ("POST", "/projects/{id:guid}/panel/advice", Leads),
        ("POST", "/projects/{id:guid}/panel/groups", Leads),
        ("GET", "/projects/{id:guid}/panel/{member:guid}/analysis", Leads),
        ("POST", "/projects/{id:guid}/panel/{member:guid}/analysis", Leads),
        ("POST", "/projects/{id:guid}/stage/people", Leads),
        ("GET", "/projects/{id:guid}/panel", Leads),
        ("GET", "/projects/{id:guid}/panel/{member:guid}", Leads),
        ("POST", "/projects/{id:guid}/panel/{member:guid}/{action}", Leads),
        ("GET", "/projects/{id:guid}/meetings", Leads),
        ("GET", "/projects/{id:guid}/concerns", Leads),
        ("POST", "/projects/{id:guid}/concerns", Leads),
        ("POST", "/projects/{id:guid}/concerns/example", Leads),
        ("POST", "/projects/{id:guid}/concerns/example/{example:guid}/withdraw", Leads),
        ("POST", "/projects/{id:guid}/concerns/{concern:guid}/{action}", Leads),
        ("GET", "/projects/{id:guid}/updates", Leads),
        ("POST", "/projects/{id:guid}/updates/settings", Leads),
        ("GET", "/projects/{id:guid}/updates/{update:guid}/as/{member:guid}", Leads),
        ("POST", "/projects/{id:guid}/updates/{update:guid}", Leads),
        ("GET", "/projects/{id:guid}/involvement", Leads),
        ("GET", "/projects/{id:guid}/measures", Sees),
        ("GET", "/projects/{id:guid}/measure", Leads),
        ("POST", "/projects/{id:guid}/measure", Leads),
        ("GET", "/projects/{id:guid}/stage", Leads),
        ("POST", "/projects/{id:guid}/stage/advance", Leads),
        ("POST", "/projects/{id:guid}/stage/pause", Leads),
        ("POST", "/projects/{id:guid}/stage/resume", Leads),
        ("POST", "/projects/{id:guid}/stage/close", Leads),
        ("POST", "/projects/{id:guid}/tasks/{task:guid}", Leads),

        // A signed link is its own key: who holds it gets in, signed in or not.
        ("GET", "/a/{token}", Everybody),
        ("POST", "/a/{token}", Everybody),
        ("GET", "/w/{token}", Everybody),
        ("GET", "/u/{token}", Everybody),
        ("POST", "/u/{token}", Everybody),
        ("GET", "/v/{token}", Everybody),
        ("POST", "/v/{token}", Everybody),
        ("GET", "/o/{token}", Everybody),
        ("POST", "/o/{token}", Everybody),
        ("GET", "/p/{token}", Everybody),
        ("POST", "/p/{token}", Everybody),
        ("POST", "/w/{token}", Everybody),
        ("GET", "/s/{token}", Everybody),
        ("POST", "/s/{token}", Everybody),

        ("GET", "/api/openapi/{documentName}.json", Everybody),
        ("GET", "/api/{**path}", Everybody),
        ("POST", "/api/engagements", Begins),
        ("GET", "/api/engagements", SignedIn),
        ("POST", "/api/forms/engagements", "office intake"),
        ("GET", "/api/engagements/{id:guid}", Sees),
        ("GET", "/api/engagements/{id:guid}/measures", Sees),
        ("GET", "/api/measures", SignedIn),
        ("GET", "/api/measures.csv", SignedIn),
        ("GET", "/api/engagements/{id:guid}/timeline", Sees),
        ("GET", "/api/reference/{documentName?}", Everybody),
        ("GET", "/api/reference/favicon.svg", Everybody),
        ("GET", "/api/reference/scalar.js", Everybody),
        ("GET", "/api/reference/scalar.aspnetcore.js", Everybody),
        ("POST", "/api/graph/notifications", Everybody),
    ];

    /// <summary>True when that persona gets in by that row.</summary>
    public static bool Lets(string who, string persona) => who switch
    {
        Everybody => true,
        SignedIn => persona != "anonymous",
        _ => who.Split(' ').Contains(persona),
    };
}
