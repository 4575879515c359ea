using Microsoft.EntityFrameworkCore.Migrations;

namespace ClinicalEngagement.Infrastructure.Storage.Migrations;

/// <summary>
/// Keeps the audit to what it is for: the database itself refuses to change or take back a row of it, whoever asks. Written into a
/// migration by hand; a later migration that makes the table anew (SQLite does so for most changes) has to put it back, and a test of the
/// store fails until it does.
/// </summary>
internal static class AuditGuard
{
    private const string Refusal = "What happened is only ever added to, never changed or taken back.";

    public static void Add(MigrationBuilder migration)
    {
        if (migration.ActiveProvider.EndsWith("Sqlite", StringComparison.Ordinal))
        {
            migration.Sql($"""CREATE TRIGGER "AuditEventsStay" BEFORE UPDATE ON "AuditEvents" BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;""");
            migration.Sql($"""CREATE TRIGGER "AuditEventsAreKept" BEFORE DELETE ON "AuditEvents" BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;""");
            return;
        }

        migration.Sql($"""
            CREATE FUNCTION "RefuseAuditChange"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{Refusal}'; END $$;
            CREATE TRIGGER "AuditEventsStay" BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditEvents" FOR EACH STATEMENT EXECUTE FUNCTION "RefuseAuditChange"();
            """);
    }

    public static void Remove(MigrationBuilder migration)
    {
        if (migration.ActiveProvider.EndsWith("Sqlite", StringComparison.Ordinal))
        {
            migration.Sql("""DROP TRIGGER IF EXISTS "AuditEventsStay"; DROP TRIGGER IF EXISTS "AuditEventsAreKept";""");
            return;
        }

        migration.Sql("""
            DROP TRIGGER IF EXISTS "AuditEventsStay" ON "AuditEvents";
            DROP FUNCTION IF EXISTS "RefuseAuditChange"();
            """);
    }
}
