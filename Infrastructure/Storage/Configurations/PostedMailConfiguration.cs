using ClinicalEngagement.Orchestrations.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class PostedMailConfiguration : IEntityTypeConfiguration<PostedMail>
{
    public void Configure(EntityTypeBuilder<PostedMail> builder)
    {
        builder.ToTable("PostedMails").HasKey(mail => mail.Id);
        builder.HasIndex(mail => mail.Key);
    }
}
