using ClinicalEngagement.Domain.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.ToTable("Projects").HasKey(project => project.Id);
        builder.Property(project => project.Id).ValueGeneratedNever();
        builder.HasIndex(project => project.State);
    }
}
