using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Orchestrations;

/// <summary>The orchestrators by name. Inputs are ids.</summary>
public static class OrchestratorNames
{
    /// <summary>One project as a whole.</summary>
    public static readonly OrchestratorName<Guid> Project = new("Project");

    /// <summary>One panel member.</summary>
    public static readonly OrchestratorName<Guid> Clinician = new("Clinician");

    /// <summary>The updates of one project.</summary>
    public static readonly OrchestratorName<Guid> Updates = new("Updates");
}

/// <summary>The activities by name. Those that carry out an effect take the effect's id.</summary>
public static class ActivityNames
{
    /// <summary>What comes next for a project.</summary>
    public static readonly ActivityName<Guid, Decided> DecideProject = new("DecideProject");

    /// <summary>What comes next for a panel member.</summary>
    public static readonly ActivityName<Guid, Decided> DecideClinician = new("DecideClinician");

    /// <summary>What comes next for a project's updates.</summary>
    public static readonly ActivityName<Guid, Decided> DecideUpdates = new("DecideUpdates");

    /// <summary>Looks the panel up in the directory, orders it, makes gaps tasks.</summary>
    public static readonly ActivityName<Guid, EffectResult> IdentifyPanel = new("IdentifyPanel");

    /// <summary>Plans the first times of a panel together.</summary>
    public static readonly ActivityName<Guid, EffectResult> PlanPanel = new("PlanPanel");

    /// <summary>Starts the orchestration of a panel member or of updates.</summary>
    public static readonly ActivityName<Guid, EffectResult> StartOrchestration = new("StartOrchestration");

    /// <summary>Finds times for one clinician and whoever else waits, and stores offers.</summary>
    public static readonly ActivityName<Guid, EffectResult> FindTimes = new("FindTimes");

    /// <summary>Puts the meeting into the organiser's calendar.</summary>
    public static readonly ActivityName<Guid, EffectResult> BookMeeting = new("BookMeeting");

    /// <summary>Moves the event to the meeting's time.</summary>
    public static readonly ActivityName<Guid, EffectResult> MoveMeeting = new("MoveMeeting");

    /// <summary>Cancels the event.</summary>
    public static readonly ActivityName<Guid, EffectResult> CancelMeeting = new("CancelMeeting");

    /// <summary>Looks at a time that the clinician proposed.</summary>
    public static readonly ActivityName<Guid, EffectResult> ConsiderProposal = new("ConsiderProposal");

    /// <summary>Asks both calendars again whether a time still stands.</summary>
    public static readonly ActivityName<Guid, EffectResult> CheckSlot = new("CheckSlot");

    /// <summary>Makes the draft of a mail, once.</summary>
    public static readonly ActivityName<Guid, EffectResult> CreateDraft = new("CreateDraft");

    /// <summary>Sends the draft of a mail, once.</summary>
    public static readonly ActivityName<Guid, EffectResult> SendDraft = new("SendDraft");

    /// <summary>Makes a step that failed on every try a task.</summary>
    public static readonly ActivityName<Guid, EffectResult> ReportFailure = new("ReportFailure");
}
