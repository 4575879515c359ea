using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicalEngagement.Infrastructure.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PlansAtDepth : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "SetAside",
                table: "Projects",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "StoryWithdrawn",
                table: "PlanVersions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "PositionEvidence",
                table: "PanelMembers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PositionFirst",
                table: "PanelMembers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PositionFirstAt",
                table: "PanelMembers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PositionNeededAt",
                table: "PanelMembers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PositionPlanVersion",
                table: "PanelMembers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FactsShown",
                table: "Effects",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<Guid>(
                name: "QuestionId",
                table: "Effects",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "FactQuestions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    MemberId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Words = table.Column<string>(type: "TEXT", nullable: false),
                    FactNumber = table.Column<int>(type: "INTEGER", nullable: true),
                    RaisedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    DueAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", nullable: true),
                    Answer = table.Column<string>(type: "TEXT", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Was = table.Column<string>(type: "TEXT", nullable: true),
                    IsNow = table.Column<string>(type: "TEXT", nullable: true),
                    ShownTo = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FactQuestions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "GroupEvents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Because = table.Column<string>(type: "TEXT", nullable: true),
                    AddedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GroupEvents", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_FactQuestions_ProjectId",
                table: "FactQuestions",
                column: "ProjectId");

            migrationBuilder.CreateIndex(
                name: "IX_GroupEvents_ProjectId",
                table: "GroupEvents",
                column: "ProjectId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FactQuestions");

            migrationBuilder.DropTable(
                name: "GroupEvents");

            migrationBuilder.DropColumn(
                name: "SetAside",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "StoryWithdrawn",
                table: "PlanVersions");

            migrationBuilder.DropColumn(
                name: "PositionEvidence",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "PositionFirst",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "PositionFirstAt",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "PositionNeededAt",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "PositionPlanVersion",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "FactsShown",
                table: "Effects");

            migrationBuilder.DropColumn(
                name: "QuestionId",
                table: "Effects");
        }
    }
}
