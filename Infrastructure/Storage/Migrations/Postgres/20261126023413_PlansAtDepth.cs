using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicalEngagement.Infrastructure.Storage.Migrations.Postgres
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
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "StoryWithdrawn",
                table: "PlanVersions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "PositionEvidence",
                table: "PanelMembers",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PositionFirst",
                table: "PanelMembers",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PositionFirstAt",
                table: "PanelMembers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PositionNeededAt",
                table: "PanelMembers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PositionPlanVersion",
                table: "PanelMembers",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FactsShown",
                table: "Effects",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<Guid>(
                name: "QuestionId",
                table: "Effects",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "FactQuestions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: true),
                    Words = table.Column<string>(type: "text", nullable: false),
                    FactNumber = table.Column<int>(type: "integer", nullable: true),
                    RaisedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Outcome = table.Column<string>(type: "text", nullable: true),
                    Answer = table.Column<string>(type: "text", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Was = table.Column<string>(type: "text", nullable: true),
                    IsNow = table.Column<string>(type: "text", nullable: true),
                    ShownTo = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FactQuestions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "GroupEvents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    Because = table.Column<string>(type: "text", nullable: true),
                    AddedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
