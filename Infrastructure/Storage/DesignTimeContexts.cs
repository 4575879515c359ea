using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>Gives the migrations tool the model on SQLite; connects to nothing.</summary>
internal sealed class SqliteDesignTimeContext : IDesignTimeDbContextFactory<SqliteEngagementDbContext>
{
    public SqliteEngagementDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteEngagementDbContext>().UseSqlite().Options);
}

/// <summary>Gives the migrations tool the model on PostgreSQL; connects to nothing.</summary>
internal sealed class PostgresDesignTimeContext : IDesignTimeDbContextFactory<PostgresEngagementDbContext>
{
    public PostgresEngagementDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresEngagementDbContext>().UseNpgsql().Options);
}
