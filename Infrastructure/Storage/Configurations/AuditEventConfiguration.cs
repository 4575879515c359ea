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

internal sealed class AuditPersonConfiguration : IEntityTypeConfiguration<AuditPerson>
{
    public void Configure(EntityTypeBuilder<AuditPerson> builder)
    {
        builder.ToTable("AuditPeople").HasKey(person => person.Id);
        builder.Property(person => person.Id).ValueGeneratedNever();
        builder.HasIndex(person => person.Email).IsUnique();
    }
}
