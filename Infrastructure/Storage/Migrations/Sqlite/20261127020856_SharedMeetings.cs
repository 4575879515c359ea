using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicalEngagement.Infrastructure.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SharedMeetings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "BookedGuest",
                table: "Meetings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Guest",
                table: "Meetings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SharedWith",
                table: "Meetings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_SharedWith",
                table: "Meetings",
                column: "SharedWith");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Meetings_SharedWith",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "BookedGuest",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "Guest",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "SharedWith",
                table: "Meetings");
        }
    }
}
