using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicalEngagement.Infrastructure.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PeopleOfTheAudit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "PositionsBefore",
                table: "PanelMembers",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<Guid>(
                name: "StoryTold",
                table: "Effects",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ProposedAnswer",
                table: "Concerns",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ProposedAt",
                table: "Concerns",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AuditPeople",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Email = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditPeople", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AuditPeople_Email",
                table: "AuditPeople",
                column: "Email",
                unique: true);

            // Whoever stood in the audit by address stands there by number from now on.
            migrationBuilder.Sql("""
                INSERT INTO "AuditPeople" ("Id", "Email")
                SELECT gen_random_uuid(), "By" FROM (SELECT DISTINCT "By" FROM "AuditEvents" WHERE "By" IS NOT NULL) AS people;
                UPDATE "AuditEvents" AS e SET "By" = p."Id"::text FROM "AuditPeople" AS p WHERE p."Email" = e."By";
                ALTER TABLE "AuditEvents" ALTER COLUMN "By" TYPE uuid USING "By"::uuid;
                """);
            AuditGuard.Add(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            AuditGuard.Remove(migrationBuilder);
            migrationBuilder.Sql("""
                ALTER TABLE "AuditEvents" ALTER COLUMN "By" TYPE text USING "By"::text;
                UPDATE "AuditEvents" AS e SET "By" = (SELECT p."Email" FROM "AuditPeople" AS p WHERE p."Id"::text = e."By") WHERE e."By" IS NOT NULL;
                """);

            migrationBuilder.DropTable(
                name: "AuditPeople");

            migrationBuilder.DropColumn(
                name: "PositionsBefore",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "StoryTold",
                table: "Effects");

            migrationBuilder.DropColumn(
                name: "ProposedAnswer",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "ProposedAt",
                table: "Concerns");
        }
    }
}
