using ClinicalEngagement.Orchestrations.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class MailboxSyncConfiguration : IEntityTypeConfiguration<MailboxSync>
{
    public void Configure(EntityTypeBuilder<MailboxSync> builder)
    {
        builder.ToTable("MailboxSyncs").HasKey(sync => sync.Mailbox);
        builder.HasIndex(sync => sync.SubscriptionId);
    }
}
