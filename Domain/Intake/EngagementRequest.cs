using ClinicalEngagement.Domain.Calendars;
using NodaTime;

namespace ClinicalEngagement.Domain.Intake;

/// <summary>
/// What a project lead sends to begin an engagement, by form, API, queue or Microsoft Forms: the wire shape, before it is
/// checked. Only a name, an aim, a lead and one clinician are needed to begin; the rest can be completed later.
/// </summary>
/// <remarks>On the wire: camel case, enums by name in camel case, dates as ISO text. Unknown members are refused.</remarks>
public sealed record EngagementRequest
{
    /// <summary>The project's name, at most 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>What will be better for patients, at most 1,000 characters.</summary>
    public string? PatientBenefit { get; init; }

    /// <summary>Who leads and whose mailbox organises; not one of the clinicians.</summary>
    public PersonRequest? Lead { get; init; }

    /// <summary>Who stands in for the lead.</summary>
    public PersonRequest? CoLead { get; init; }

    /// <summary>Who answers for the project to the board and sees its board paper; may meet a clinician as a peer.</summary>
    public PersonRequest? Sponsor { get; init; }

    /// <summary>Whose bank holidays the project keeps; null is the trust's own (<see cref="EngagementOptions.Nation"/>).</summary>
    public Nation? Nation { get; init; }

    /// <summary>Where the project stands, of the six stages.</summary>
    public Projects.Stage Stage { get; init; }

    /// <summary>The one measure that the project is judged by.</summary>
    public MeasureRequest? Measure { get; init; }

    /// <summary>Further objectives and balancing measures.</summary>
    public IReadOnlyList<MeasureRequest> Objectives { get; init; } = [];

    /// <summary>Facts and figures with their sources; one is needed before the wider panel is met.</summary>
    public IReadOnlyList<FactRequest> Facts { get; init; } = [];

    /// <summary>True when the lead knows of no professional body with a different view.</summary>
    public bool NoDifferentViewKnown { get; init; }

    /// <summary>Professional bodies with a different view, and how it is handled.</summary>
    public IReadOnlyList<BodyViewRequest> BodiesWithDifferentView { get; init; } = [];

    /// <summary>What professional bodies hold on this, as it was looked up.</summary>
    public IReadOnlyList<BodyStanceRequest> Stances { get; init; } = [];

    /// <summary>The specialties that the change affects.</summary>
    public IReadOnlyList<string> AffectedSpecialties { get; init; } = [];

    /// <summary>An example of how it works elsewhere.</summary>
    public string? ExampleElsewhere { get; init; }

    /// <summary>A patient's story.</summary>
    public StoryRequest? Story { get; init; }

    /// <summary>What may go wrong (bullet proofing).</summary>
    public IReadOnlyList<RiskRequest> Risks { get; init; } = [];

    /// <summary>Whom to engage, at most 200.</summary>
    public IReadOnlyList<ClinicianRequest> Clinicians { get; init; } = [];

    /// <summary>The lead's own words in the first message, at most 600 characters; null takes the words made from the aim.</summary>
    public string? FirstMessageWords { get; init; }

    /// <summary>"send" is the lead's word to send the first messages; absent they are held and a task is made.</summary>
    public FirstMessages FirstMessages { get; init; }

    /// <summary>How often progress is told.</summary>
    public UpdateRhythm UpdateRhythm { get; init; }

    /// <summary>On which working day of the week updates go; absent leaves it to the date.</summary>
    public IsoDayOfWeek? UpdateDay { get; init; }

    /// <summary>At what time of day, on the clocks of the United Kingdom, such as 10:00; absent takes the trust's.</summary>
    public LocalTime? UpdateTime { get; init; }

    /// <summary>True when an update goes only with the lead's approval; else it goes at its time unless held.</summary>
    public bool UpdatesNeedApproval { get; init; }

    /// <summary>True for sample data, which is shown as such everywhere.</summary>
    public bool SampleData { get; init; }
}

/// <summary>Whether first messages go out by themselves.</summary>
public enum FirstMessages
{
    /// <summary>They wait for the lead on one page.</summary>
    Hold,

    /// <summary>The lead has given their word: they go.</summary>
    Send,
}

/// <summary>How often an update goes out.</summary>
public enum UpdateRhythm
{
    /// <summary>Once a month.</summary>
    Monthly,

    /// <summary>Every second week.</summary>
    Fortnightly,

    /// <summary>Every week.</summary>
    Weekly,
}

/// <summary>Somebody by name and address.</summary>
public sealed record PersonRequest
{
    /// <summary>As it is to be shown, at most 100 characters, on one line.</summary>
    public string? Name { get; init; }

    /// <summary>One e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>A telephone number, as it is to be shown.</summary>
    public string? Phone { get; init; }

    /// <summary>Their role, as it is to be shown.</summary>
    public string? Role { get; init; }
}

/// <summary>One measure or objective.</summary>
public sealed record MeasureRequest
{
    /// <summary>What is counted.</summary>
    public string? Name { get; init; }

    /// <summary>The unit, such as % or minutes.</summary>
    public string? Unit { get; init; }

    /// <summary>Where it stands; null is "not yet measured".</summary>
    public decimal? Baseline { get; init; }

    /// <summary>Where it should be.</summary>
    public decimal? Goal { get; init; }

    /// <summary>By when.</summary>
    public LocalDate? GoalDate { get; init; }

    /// <summary>True for a balancing measure: one that must not get worse.</summary>
    public bool Balancing { get; init; }
}

/// <summary>A fact with its source.</summary>
public sealed record FactRequest
{
    /// <summary>The fact, in one or two sentences.</summary>
    public string? Text { get; init; }

    /// <summary>Where it stands written: title and year.</summary>
    public string? Source { get; init; }

    /// <summary>Who checked it.</summary>
    public string? CheckedBy { get; init; }

    /// <summary>When it was checked.</summary>
    public LocalDate? CheckedOn { get; init; }

    /// <summary>Its number in the plan, when a plan is changed; a new fact has none, and none is looked at when an engagement begins.</summary>
    public int? Number { get; init; }
}

/// <summary>What a professional body holds on the change.</summary>
public sealed record BodyStanceRequest
{
    /// <summary>The body, such as RCEM.</summary>
    public string? Body { get; init; }

    /// <summary>What it holds, or that it says nothing on it.</summary>
    public string? Holds { get; init; }

    /// <summary>Where that stands written.</summary>
    public string? Source { get; init; }
}

/// <summary>A professional body with a different view.</summary>
public sealed record BodyViewRequest
{
    /// <summary>The body, such as RCEM.</summary>
    public string? Body { get; init; }

    /// <summary>What it holds.</summary>
    public string? View { get; init; }

    /// <summary>How the plan deals with it; null or empty while it does not.</summary>
    public string? Handling { get; init; }
}

/// <summary>A patient's story.</summary>
public sealed record StoryRequest
{
    /// <summary>The story, short.</summary>
    public string? Text { get; init; }

    /// <summary>True when the patient's consent is recorded, or the story is a fictional composite and says so.</summary>
    public bool Consent { get; init; }

    /// <summary>Where the consent is recorded, by whom and when, without the patient's name.</summary>
    public string? ConsentRecord { get; init; }
}

/// <summary>A row of the bullet-proofing table.</summary>
public sealed record RiskRequest
{
    /// <summary>What may go wrong.</summary>
    public string? Text { get; init; }

    /// <summary>True for very likely, false for unlikely.</summary>
    public bool VeryLikely { get; init; }

    /// <summary>True for a major effect, false for a minor one.</summary>
    public bool Major { get; init; }

    /// <summary>What keeps it from happening.</summary>
    public string? Prevention { get; init; }

    /// <summary>What is done if it happens.</summary>
    public string? Contingency { get; init; }
}

/// <summary>A candidate for the panel.</summary>
public sealed record ClinicianRequest
{
    /// <summary>As it is to be shown.</summary>
    public string? Name { get; init; }

    /// <summary>One e-mail address; a clinician stands on a panel once.</summary>
    public string? Email { get; init; }

    /// <summary>Role, such as "Consultant geriatrician".</summary>
    public string? Role { get; init; }

    /// <summary>Specialty, such as "Geriatric medicine".</summary>
    public string? Specialty { get; init; }

    /// <summary>Regulator, royal college, society or union they belong to.</summary>
    public IReadOnlyList<string> ProfessionalBodies { get; init; } = [];

    /// <summary>Full years in this organisation.</summary>
    public int? YearsHere { get; init; }

    /// <summary>High or low, by the lead's judgement.</summary>
    public Panel.HighOrLow? Power { get; init; }

    /// <summary>High or low, by the lead's judgement.</summary>
    public Panel.HighOrLow? Impact { get; init; }

    /// <summary>Colleagues follow this person's opinion.</summary>
    public bool OpinionFormer { get; init; }

    /// <summary>The view the lead expects, used to order the panel before anybody has spoken; it is not a position.</summary>
    public Panel.Position? LikelyView { get; init; }

    /// <summary>Where the plan needs them.</summary>
    public Panel.Position? PositionNeeded { get; init; }

    /// <summary>Who keeps the diary.</summary>
    public PersonRequest? Secretary { get; init; }

    /// <summary>The weekly job plan, if known.</summary>
    public IReadOnlyList<JobPlanEntry> JobPlan { get; init; } = [];
}
