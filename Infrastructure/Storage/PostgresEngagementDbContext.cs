using ClinicalEngagement.Domain;
using Microsoft.EntityFrameworkCore;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>The store's model on PostgreSQL.</summary>
public sealed class PostgresEngagementDbContext(DbContextOptions<PostgresEngagementDbContext> options) : EngagementDbContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // Keys sort by their bytes, as on SQLite and in .NET's ordinal comparison, whatever the database's locale is.
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
        {
            if (property.IsKey() && property.ClrType == typeof(EmailAddress))
                property.SetCollation("C");
        }
    }
}
