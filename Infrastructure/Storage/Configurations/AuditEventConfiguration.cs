using ClinicalEngagement.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class AuditEventConfiguration : IEntityTypeConfiguration<AuditEvent>
{
    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.ToTable("AuditEvents").HasKey(happened => happened.Sequence);
        builder.HasIndex(happened => new { happened.ProjectId, happened.Sequence });
        builder.HasIndex(happened => happened.MemberId);
    }
}
