using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Assessment.Data.Migrations
{
    /// <inheritdoc />
    public partial class CampaignsOfOwners : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "collector_unit_id",
                table: "self_assessments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "owner_unit_id",
                table: "self_assessments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "reopened_by",
                table: "self_assessments",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "responsible_unit_id",
                table: "leaf_entry",
                type: "uuid",
                nullable: true);

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

            migrationBuilder.AddColumn<string>(
                name: "responsibilities",
                table: "campaign_group",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.CreateTable(
                name: "contribution",
                columns: table => new
                {
                    self_assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    unit_name = table.Column<string>(type: "text", nullable: false),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    delivered_by = table.Column<string>(type: "text", nullable: true),
                    remarks = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contribution", x => new { x.self_assessment_id, x.unit_id });
                    table.ForeignKey(
                        name: "fk_contribution_self_assessments_self_assessment_id",
                        column: x => x.self_assessment_id,
                        principalTable: "self_assessments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_self_assessments_collector_unit_id",
                table: "self_assessments",
                column: "collector_unit_id");

            migrationBuilder.CreateIndex(
                name: "ix_contribution_unit_id",
                table: "contribution",
                column: "unit_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "contribution");

            migrationBuilder.DropIndex(
                name: "ix_self_assessments_collector_unit_id",
                table: "self_assessments");

            migrationBuilder.DropColumn(
                name: "collector_unit_id",
                table: "self_assessments");

            migrationBuilder.DropColumn(
                name: "owner_unit_id",
                table: "self_assessments");

            migrationBuilder.DropColumn(
                name: "reopened_by",
                table: "self_assessments");

            migrationBuilder.DropColumn(
                name: "responsible_unit_id",
                table: "leaf_entry");

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
                name: "responsibilities",
                table: "campaign_group");
        }
    }
}
