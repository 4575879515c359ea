using ClinicalEngagement.Domain.Listening;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class ConcernConfiguration : IEntityTypeConfiguration<Concern>
{
    public void Configure(EntityTypeBuilder<Concern> builder)
    {
        builder.ToTable("Concerns").HasKey(concern => concern.Id);
        builder.Property(concern => concern.Id).ValueGeneratedNever();
        builder.HasIndex(concern => concern.ProjectId);
        builder.HasIndex(concern => concern.MemberId);
    }
}

internal sealed class PracticeExampleConfiguration : IEntityTypeConfiguration<PracticeExample>
{
    public void Configure(EntityTypeBuilder<PracticeExample> builder)
    {
        builder.ToTable("PracticeExamples").HasKey(example => example.Id);
        builder.Property(example => example.Id).ValueGeneratedNever();
        builder.HasIndex(example => example.ProjectId);
    }
}
