using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicalEngagement.Infrastructure.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class MeetingsAsPeopleKeepThem : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Deputy",
                table: "PanelMembers",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "DeputyAt",
                table: "PanelMembers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "DeputyFor",
                table: "PanelMembers",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Host",
                table: "PanelMembers",
                type: "text",
                nullable: false,
                defaultValue: "Lead");

            migrationBuilder.AddColumn<string>(
                name: "BookedChannel",
                table: "Meetings",
                type: "text",
                nullable: false,
                defaultValue: "Open");

            migrationBuilder.AddColumn<string>(
                name: "Channel",
                table: "Meetings",
                type: "text",
                nullable: false,
                defaultValue: "Open");

            migrationBuilder.AddColumn<string>(
                name: "DeclineReason",
                table: "Meetings",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Host",
                table: "Meetings",
                type: "text",
                nullable: false,
                defaultValue: "Lead");

            migrationBuilder.AddColumn<DateTime>(
                name: "LostAt",
                table: "Meetings",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Deputy",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "DeputyAt",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "DeputyFor",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "Host",
                table: "PanelMembers");

            migrationBuilder.DropColumn(
                name: "BookedChannel",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "Channel",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "DeclineReason",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "Host",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "LostAt",
                table: "Meetings");
        }
    }
}
