using ClinicalEngagement.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class PersonTaskConfiguration : IEntityTypeConfiguration<PersonTask>
{
    public void Configure(EntityTypeBuilder<PersonTask> builder)
    {
        builder.ToTable("PersonTasks").HasKey(task => task.Id);
        builder.Property(task => task.Id).ValueGeneratedNever();
        builder.HasIndex(task => new { task.ProjectId, task.DoneAt });
        builder.HasIndex(task => task.MemberId);
    }
}
