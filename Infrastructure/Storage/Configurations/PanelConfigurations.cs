using ClinicalEngagement.Domain.Panel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class PanelMemberConfiguration : IEntityTypeConfiguration<PanelMember>
{
    public void Configure(EntityTypeBuilder<PanelMember> builder)
    {
        builder.ToTable("PanelMembers").HasKey(member => member.Id);
        builder.Property(member => member.Id).ValueGeneratedNever();
        builder.HasIndex(member => new { member.ProjectId, member.Order });
        builder.HasIndex(member => member.Email);
    }
}

internal sealed class ClinicianConfiguration : IEntityTypeConfiguration<Clinician>
{
    public void Configure(EntityTypeBuilder<Clinician> builder) =>
        builder.ToTable("Clinicians").HasKey(clinician => clinician.Email);
}

internal sealed class GroupEventConfiguration : IEntityTypeConfiguration<GroupEvent>
{
    public void Configure(EntityTypeBuilder<GroupEvent> builder)
    {
        builder.ToTable("GroupEvents").HasKey(shown => shown.Id);
        builder.Property(shown => shown.Id).ValueGeneratedNever();
        builder.HasIndex(shown => shown.ProjectId);
    }
}
