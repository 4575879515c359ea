using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
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
        builder.Ignore(project => project.Stages);
    }
}

internal sealed class PlanVersionConfiguration : IEntityTypeConfiguration<PlanVersion>
{
    public void Configure(EntityTypeBuilder<PlanVersion> builder)
    {
        builder.ToTable("PlanVersions").HasKey(version => version.Id);
        builder.Property(version => version.Id).ValueGeneratedNever();
        builder.HasIndex(version => new { version.ProjectId, version.Number }).IsUnique();
    }
}

internal sealed class FactQuestionConfiguration : IEntityTypeConfiguration<FactQuestion>
{
    public void Configure(EntityTypeBuilder<FactQuestion> builder)
    {
        builder.ToTable("FactQuestions").HasKey(question => question.Id);
        builder.Property(question => question.Id).ValueGeneratedNever();
        builder.HasIndex(question => question.ProjectId);
    }
}
