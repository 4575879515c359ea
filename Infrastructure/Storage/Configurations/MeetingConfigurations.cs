using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicalEngagement.Infrastructure.Storage.Configurations;

internal sealed class MeetingConfiguration : IEntityTypeConfiguration<Meeting>
{
    public void Configure(EntityTypeBuilder<Meeting> builder)
    {
        builder.ToTable("Meetings").HasKey(meeting => meeting.Id);
        builder.Property(meeting => meeting.Id).ValueGeneratedNever();
        builder.HasIndex(meeting => meeting.ProjectId);
        builder.HasIndex(meeting => meeting.MemberId);
        builder.HasIndex(meeting => meeting.EventId);
        builder.HasIndex(meeting => meeting.SharedWith);
    }
}

internal sealed class SlotHoldConfiguration : IEntityTypeConfiguration<SlotHold>
{
    public void Configure(EntityTypeBuilder<SlotHold> builder)
    {
        builder.ToTable("SlotHolds").HasKey(hold => hold.Id);
        builder.Property(hold => hold.Id).ValueGeneratedNever();
        builder.HasIndex(hold => new { hold.Person, hold.Start });
        builder.HasIndex(hold => hold.MeetingId);
        builder.HasIndex(hold => hold.ExpiresAt);
    }
}
