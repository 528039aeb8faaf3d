using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Ranking.Data.Migrations
{
    /// <inheritdoc />
    public partial class CampaignsOfOwners : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "void_revision",
                table: "unit_standing",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "voided_at",
                table: "unit_standing",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "awarded",
                table: "published_unit",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "appraisal_case_id",
                table: "leaf_standing",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "appraised_at",
                table: "leaf_standing",
                type: "timestamp with time zone",
                nullable: true);

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
                name: "void_revision",
                table: "unit_standing");

            migrationBuilder.DropColumn(
                name: "voided_at",
                table: "unit_standing");

            migrationBuilder.DropColumn(
                name: "awarded",
                table: "published_unit");

            migrationBuilder.DropColumn(
                name: "appraisal_case_id",
                table: "leaf_standing");

            migrationBuilder.DropColumn(
                name: "appraised_at",
                table: "leaf_standing");

            migrationBuilder.DropColumn(
                name: "owner_unit_id",
                table: "campaign");

            migrationBuilder.DropColumn(
                name: "practice",
                table: "campaign");
        }
    }
}
