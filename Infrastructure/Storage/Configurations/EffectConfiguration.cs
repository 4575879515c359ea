using ClinicalEngagement.Domain.Effects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class EffectConfiguration : IEntityTypeConfiguration<Effect>
{
    public void Configure(EntityTypeBuilder<Effect> builder)
    {
        builder.ToTable("Effects").HasKey(effect => effect.Id);
        builder.Property(effect => effect.Id).ValueGeneratedNever();
        builder.HasIndex(effect => new { effect.ProjectId, effect.State });
        builder.HasIndex(effect => effect.MemberId);
        builder.HasIndex(effect => new { effect.Clinician, effect.Unasked });
        builder.HasIndex(effect => effect.ConversationId);
    }
}
