using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Activities;
using ClinicalEngagement.Orchestrations.Clinicians;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Observing;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Projects;
using ClinicalEngagement.Orchestrations.Retention;
using ClinicalEngagement.Orchestrations.Scheduling;
using ClinicalEngagement.Orchestrations.Sync;
using ClinicalEngagement.Orchestrations.Updates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicalEngagement.Orchestrations;

/// <summary>All orchestrators and activities of the product by name, and their services.</summary>
public static class EngagementOrchestrations
{
    /// <summary>The registry: the embedded engine runs from it; the Functions app has a function for every entry.</summary>
    public static DurableRegistry Registry { get; } = new DurableRegistry()
        .AddOrchestrator<ProjectOrchestrator, Guid>(OrchestratorNames.Project)
        .AddOrchestrator<ClinicianOrchestrator, Guid>(OrchestratorNames.Clinician)
        .AddOrchestrator<UpdatesOrchestrator, Guid>(OrchestratorNames.Updates)
        .AddActivity<DecideProject, Guid, Decided>(ActivityNames.DecideProject)
        .AddActivity<DecideClinician, Guid, Decided>(ActivityNames.DecideClinician)
        .AddActivity<DecideUpdates, Guid, Decided>(ActivityNames.DecideUpdates)
        .AddActivity<IdentifyPanel, Guid, EffectResult>(ActivityNames.IdentifyPanel)
        .AddActivity<PlanPanel, Guid, EffectResult>(ActivityNames.PlanPanel)
        .AddActivity<StartOrchestration, Guid, EffectResult>(ActivityNames.StartOrchestration)
        .AddActivity<FindTimes, Guid, EffectResult>(ActivityNames.FindTimes)
        .AddActivity<BookMeeting, Guid, EffectResult>(ActivityNames.BookMeeting)
        .AddActivity<MoveMeeting, Guid, EffectResult>(ActivityNames.MoveMeeting)
        .AddActivity<CancelMeeting, Guid, EffectResult>(ActivityNames.CancelMeeting)
        .AddActivity<ConsiderProposal, Guid, EffectResult>(ActivityNames.ConsiderProposal)
        .AddActivity<CheckSlot, Guid, EffectResult>(ActivityNames.CheckSlot)
        .AddActivity<CreateDraft, Guid, EffectResult>(ActivityNames.CreateDraft)
        .AddActivity<SendDraft, Guid, EffectResult>(ActivityNames.SendDraft)
        .AddActivity<ReportFailure, Guid, EffectResult>(ActivityNames.ReportFailure);

    /// <summary>
    /// Adds activities, facts and readers. The host adds the ports (and <see cref="Connection"/>, where it is not Microsoft 365), the store, <c>IOrchestrationClient</c>, <c>IClock</c>,
    /// <see cref="Domain.EngagementOptions"/> and <see cref="RequestFormat"/>.
    /// </summary>
    public static IServiceCollection AddEngagementOrchestrations(this IServiceCollection services)
    {
        foreach (var activity in Registry.Activities.Values)
            services.AddScoped(activity.Type);
        services.TryAddSingleton(Connection.Microsoft365);
        return services
            .AddSingleton<EngagementMetrics>()
            .AddScoped<EffectLedger>()
            .AddScoped<PanelTimes>()
            .AddScoped<MemberWeeks>()
            .AddScoped<MessageWriter>()
            .AddScoped<LeadFacts>()
            .AddScoped<PlanFacts>()
            .AddScoped<PanelChoices>()
            .AddScoped<PanelReplacements>()
            .AddScoped<FigureFacts>()
            .AddScoped<DiaryFacts>()
            .AddScoped<FirstMessageFacts>()
            .AddScoped<HandOverFacts>()
            .AddScoped<LinkFacts>()
            .AddScoped<MeetingFacts>()
            .AddScoped<QuietFacts>()
            .AddScoped<SharedMeetingFacts>()
            .AddScoped<ListeningFacts>()
            .AddScoped<ClinicianAnswers>()
            .AddScoped<ClinicianWords>()
            .AddScoped<UpdateChoices>()
            .AddScoped<OwnRecordFacts>()
            .AddScoped<MailboxReader>()
            .AddScoped<AccountReader>()
            .AddScoped<LeadAbsence>()
            .AddScoped<SharedWeeks>()
            .AddScoped<PersonalMatterFacts>()
            .AddScoped<HoldFacts>()
            .AddScoped<ErasureFacts>()
            .AddScoped<RetentionSweep>()
            .AddScoped<StandingReader>()
            .AddScoped<RequestConsumer>();
    }
}
