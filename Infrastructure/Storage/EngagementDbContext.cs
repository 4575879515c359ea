using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Infrastructure.Storage.Configurations;
using ClinicalEngagement.Infrastructure.Storage.Converters;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>
/// The one model of the store: the domain's records mapped as they are. The two contexts below it differ only in their provider, so
/// that each can have migrations of its own.
/// </summary>
public abstract class EngagementDbContext(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    /// <summary>The keys that protect forms and cookies, shared by every instance on this store.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        var properties = configurationBuilder;
        properties.Properties<Enum>().HaveConversion<string>();
        properties.Properties<Instant>().HaveConversion<InstantConverter>();
        properties.Properties<LocalDate>().HaveConversion<LocalDateConverter>();
        properties.Properties<LocalTime>().HaveConversion<LocalTimeConverter>();
        properties.Properties<EmailAddress>().HaveConversion<EmailAddressConverter>();

        Id<ProjectId>();
        Id<PanelMemberId>();
        Id<MeetingId>();
        Id<EffectId>();
        Id<ConcernId>();
        Id<UpdateId>();
        Id<TaskId>();
        Id<RequestId>();
        Id<PersonId>();

        Json<Person>();
        Json<Plan>();
        Json<GoodTimesGrid>();
        Json<IReadOnlyList<string>>();
        Json<IReadOnlyList<JobPlanEntry>>();
        Json<IReadOnlyList<LocalDate>>();
        Json<IReadOnlyList<OfferedTime>>();
        Json<IReadOnlyList<YouSaid>>();
        Json<IReadOnlyList<SetAside>>();
        Json<IReadOnlyList<int>>();
        Json<IReadOnlyList<PanelMemberId>>();
        Json<IReadOnlyList<StageSpan>>();
        Json<IReadOnlyList<Instant>>();
        Json<IReadOnlyList<HeldPosition>>();

        void Id<TId>()
            where TId : struct => properties.Properties<TId>().HaveConversion<IdConverter<TId>>();

        void Json<T>()
            where T : class => properties.Properties<T>().HaveConversion<JsonTextConverter<T>, JsonTextComparer<T>>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new ProjectConfiguration());
        modelBuilder.ApplyConfiguration(new PlanVersionConfiguration());
        modelBuilder.ApplyConfiguration(new FactQuestionConfiguration());
        modelBuilder.ApplyConfiguration(new PanelMemberConfiguration());
        modelBuilder.ApplyConfiguration(new ClinicianConfiguration());
        modelBuilder.ApplyConfiguration(new GroupEventConfiguration());
        modelBuilder.ApplyConfiguration(new MeetingConfiguration());
        modelBuilder.ApplyConfiguration(new SlotHoldConfiguration());
        modelBuilder.ApplyConfiguration(new ConcernConfiguration());
        modelBuilder.ApplyConfiguration(new PracticeExampleConfiguration());
        modelBuilder.ApplyConfiguration(new UpdateConfiguration());
        modelBuilder.ApplyConfiguration(new MeasurePointConfiguration());
        modelBuilder.ApplyConfiguration(new PersonTaskConfiguration());
        modelBuilder.ApplyConfiguration(new EffectConfiguration());
        modelBuilder.ApplyConfiguration(new AuditEventConfiguration());
        modelBuilder.ApplyConfiguration(new AuditPersonConfiguration());
        modelBuilder.ApplyConfiguration(new PreservationHoldConfiguration());
        modelBuilder.ApplyConfiguration(new ErasureConfiguration());
        modelBuilder.ApplyConfiguration(new StoredRequestConfiguration());
        modelBuilder.ApplyConfiguration(new StoredSettingsConfiguration());
        modelBuilder.ApplyConfiguration(new QueueMessageConfiguration());
        modelBuilder.ApplyConfiguration(new OutboxNudgeConfiguration());
        modelBuilder.ApplyConfiguration(new MailboxSyncConfiguration());
        modelBuilder.ApplyConfiguration(new PostedMailConfiguration());

        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            if (type.ClrType.IsAssignableTo(typeof(IVersioned)))
                type.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
        }
    }
}
