using ClinicalEngagement.Domain.Updates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class UpdateConfiguration : IEntityTypeConfiguration<Update>
{
    public void Configure(EntityTypeBuilder<Update> builder)
    {
        builder.ToTable("Updates").HasKey(update => update.Id);
        builder.Property(update => update.Id).ValueGeneratedNever();
        builder.HasIndex(update => new { update.ProjectId, update.Number }).IsUnique();
    }
}

internal sealed class MeasurePointConfiguration : IEntityTypeConfiguration<MeasurePoint>
{
    public void Configure(EntityTypeBuilder<MeasurePoint> builder)
    {
        builder.ToTable("MeasurePoints").HasKey(point => point.Id);
        builder.Property(point => point.Id).ValueGeneratedNever();
        builder.HasIndex(point => new { point.ProjectId, point.Date }).IsUnique();
    }
}
