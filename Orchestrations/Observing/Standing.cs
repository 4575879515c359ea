namespace ClinicalEngagement.Orchestrations.Observing;

/// <summary>How things stand over all engagements, in numbers alone.</summary>
/// <param name="OpenProjects">Engagements that are at work.</param>
/// <param name="StuckEffects">Effects that were to be done and have not been for a day.</param>
/// <param name="UncertainSends">Mails of which nobody knows yet whether they went out.</param>
/// <param name="DeadRequests">Requests that could not be begun, and notifications that could not be acted on, that wait for a person.</param>
/// <param name="OverdueTasks">Tasks a week past their day.</param>
public sealed record Standing(int OpenProjects, int StuckEffects, int UncertainSends, int DeadRequests, int OverdueTasks);
