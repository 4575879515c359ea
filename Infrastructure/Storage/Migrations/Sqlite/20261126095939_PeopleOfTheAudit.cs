using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicalEngagement.Infrastructure.Storage.Migrations.Sqlite
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
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<Guid>(
                name: "StoryTold",
                table: "Effects",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ProposedAnswer",
                table: "Concerns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ProposedAt",
                table: "Concerns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AuditPeople",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Email = table.Column<string>(type: "TEXT", nullable: false)
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
                SELECT substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-' || substr(h, 13, 4) || '-' || substr(h, 17, 4) || '-' || substr(h, 21, 12), "By"
                FROM (SELECT "By", hex(randomblob(16)) AS h FROM "AuditEvents" WHERE "By" IS NOT NULL GROUP BY "By");
                UPDATE "AuditEvents" SET "By" = (SELECT "Id" FROM "AuditPeople" WHERE "Email" = "AuditEvents"."By") WHERE "By" IS NOT NULL;
                """);
            AuditGuard.Add(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            AuditGuard.Remove(migrationBuilder);
            migrationBuilder.Sql("""UPDATE "AuditEvents" SET "By" = (SELECT "Email" FROM "AuditPeople" WHERE "Id" = "AuditEvents"."By") WHERE "By" IS NOT NULL;""");

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
