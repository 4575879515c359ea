using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicalEngagement.Infrastructure.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Listening : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "StagesBefore",
                table: "Projects",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "UpdateDay",
                table: "Projects",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "UpdateTime",
                table: "Projects",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "For",
                table: "PersonTasks",
                type: "TEXT",
                nullable: false,
                defaultValue: "Lead");

            migrationBuilder.AddColumn<DateTime>(
                name: "NoUpdatesAt",
                table: "PanelMembers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OwnUpdateRhythm",
                table: "PanelMembers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SpokenTimes",
                table: "PanelMembers",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<DateTime>(
                name: "UpdatesPausedUntil",
                table: "PanelMembers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ViewWantedAt",
                table: "PanelMembers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AnswerNeeded",
                table: "Concerns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "AnsweredLate",
                table: "Concerns",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "CorrectedAt",
                table: "Concerns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Correction",
                table: "Concerns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "CreditAgreed",
                table: "Concerns",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Explanation",
                table: "Concerns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Owner",
                table: "Concerns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PlanVersion",
                table: "Concerns",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "TakenInAt",
                table: "Concerns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "UnderstandingAskedAt",
                table: "Concerns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "UnderstoodAt",
                table: "Concerns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "VerdictAt",
                table: "Concerns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "VerdictWords",
                table: "Concerns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "PointsOutOfMail",
                table: "Clinicians",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "PracticeExamples",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    MemberId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Words = table.Column<string>(type: "TEXT", nullable: false),
                    NameAgreed = table.Column<bool>(type: "INTEGER", nullable: false),
                    AgreedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    WithdrawnAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PracticeExamples", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_PracticeExamples_ProjectId",
                table: "PracticeExamples",
                column: "ProjectId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PracticeExamples");

            migrationBuilder.DropColumn(
                name: "StagesBefore",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "UpdateDay",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "UpdateTime",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "For",
                table: "PersonTasks");

            migrationBuilder.DropColumn(
                name: "NoUpdatesAt",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "OwnUpdateRhythm",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "SpokenTimes",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "UpdatesPausedUntil",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "ViewWantedAt",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "AnswerNeeded",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "AnsweredLate",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "CorrectedAt",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "Correction",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "CreditAgreed",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "Explanation",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "Owner",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "PlanVersion",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "TakenInAt",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "UnderstandingAskedAt",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "UnderstoodAt",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "VerdictAt",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "VerdictWords",
                table: "Concerns");

            migrationBuilder.DropColumn(
                name: "PointsOutOfMail",
                table: "Clinicians");
        }
    }
}
