using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Survey.Data.Migrations
{
    /// <inheritdoc />
    public partial class CampaignsOfOwners : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "figures_made_up",
                table: "campaign",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "owner_unit_id",
                table: "campaign",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "practice",
                table: "campaign",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "figures_made_up",
                table: "campaign");

            migrationBuilder.DropColumn(
                name: "owner_unit_id",
                table: "campaign");

            migrationBuilder.DropColumn(
                name: "practice",
                table: "campaign");
        }
    }
}
