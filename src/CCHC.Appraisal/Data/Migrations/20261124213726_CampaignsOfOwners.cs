using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Appraisal.Data.Migrations
{
    /// <inheritdoc />
    public partial class CampaignsOfOwners : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "closes_at",
                table: "campaigns",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "extensions",
                table: "campaigns",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<Guid>(
                name: "owner_unit_id",
                table: "campaigns",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "practice",
                table: "campaigns",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "responsible_unit_id",
                table: "campaign_leaves",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "reopened_by",
                table: "appraisal_cases",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "case_reset",
                columns: table => new
                {
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_reset", x => new { x.campaign_id, x.unit_id });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_reset");

            migrationBuilder.DropColumn(
                name: "closes_at",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "extensions",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "owner_unit_id",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "practice",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "responsible_unit_id",
                table: "campaign_leaves");

            migrationBuilder.DropColumn(
                name: "reopened_by",
                table: "appraisal_cases");
        }
    }
}
