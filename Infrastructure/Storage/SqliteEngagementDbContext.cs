using Microsoft.EntityFrameworkCore;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>The store's model on SQLite.</summary>
public sealed class SqliteEngagementDbContext(DbContextOptions<SqliteEngagementDbContext> options) : EngagementDbContext(options);
