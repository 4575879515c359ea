using ClinicalEngagement.Orchestrations.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class StoredRequestConfiguration : IEntityTypeConfiguration<StoredRequest>
{
    public void Configure(EntityTypeBuilder<StoredRequest> builder)
    {
        builder.ToTable("StoredRequests").HasKey(request => request.Id);
        builder.Property(request => request.Id).ValueGeneratedNever();

        // Both databases let any number of rows be without a key.
        builder.HasIndex(request => request.IdempotencyKey).IsUnique();
        builder.HasIndex(request => request.State);
    }
}

internal sealed class QueueMessageConfiguration : IEntityTypeConfiguration<QueueMessage>
{
    public void Configure(EntityTypeBuilder<QueueMessage> builder)
    {
        builder.ToTable("QueueMessages").HasKey(message => message.Sequence);
        builder.HasIndex(message => new { message.Queue, message.VisibleAt, message.Sequence });
    }
}

internal sealed class StoredSettingsConfiguration : IEntityTypeConfiguration<StoredSettings>
{
    public void Configure(EntityTypeBuilder<StoredSettings> builder) => builder.ToTable("StoredSettings").HasKey(settings => settings.Name);
}
