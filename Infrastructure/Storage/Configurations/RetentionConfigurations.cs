using ClinicalEngagement.Domain.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class PreservationHoldConfiguration : IEntityTypeConfiguration<PreservationHold>
{
    public void Configure(EntityTypeBuilder<PreservationHold> builder)
    {
        builder.ToTable("PreservationHolds").HasKey(hold => hold.Id);
        builder.Property(hold => hold.Id).ValueGeneratedNever();
    }
}

internal sealed class ErasureConfiguration : IEntityTypeConfiguration<Erasure>
{
    public void Configure(EntityTypeBuilder<Erasure> builder)
    {
        builder.ToTable("Erasures").HasKey(erasure => erasure.Id);
        builder.Property(erasure => erasure.Id).ValueGeneratedNever();
        builder.Ignore(erasure => erasure.StandIn);
    }
}
