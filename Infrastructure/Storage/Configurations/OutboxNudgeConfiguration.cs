using ClinicalEngagement.Orchestrations.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class OutboxNudgeConfiguration : IEntityTypeConfiguration<OutboxNudge>
{
    public void Configure(EntityTypeBuilder<OutboxNudge> builder) => builder.ToTable("OutboxNudges").HasKey(nudge => nudge.Sequence);
}
