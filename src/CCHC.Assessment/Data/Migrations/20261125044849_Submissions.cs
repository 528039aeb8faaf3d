using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Assessment.Data.Migrations
{
    /// <inheritdoc />
    public partial class Submissions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "days_late",
                table: "self_assessments",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "difficulties",
                table: "self_assessments",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "proposals",
                table: "self_assessments",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "assigned_to",
                table: "leaf_entry",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "assigned_to_name",
                table: "leaf_entry",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "closed_in_round",
                table: "leaf_entry",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "supplement",
                table: "leaf_entry",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "submission",
                table: "evidence_upload",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "round",
                table: "evidence_document",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "signed_submission",
                table: "evidence_document",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "difficulties",
                table: "contribution",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "proposals",
                table: "contribution",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "late_days",
                table: "campaigns",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "later_rounds_open_all",
                table: "campaigns",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "self_assessment_closes_at",
                table: "campaigns",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "late_penalty_leaf",
                table: "campaign_group",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "leaf_comment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    self_assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leaf_code = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    author_name = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    resolved_by = table.Column<string>(type: "text", nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leaf_comment", x => x.id);
                    table.ForeignKey(
                        name: "fk_leaf_comment_self_assessments_self_assessment_id",
                        column: x => x.self_assessment_id,
                        principalTable: "self_assessments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "submission",
                columns: table => new
                {
                    self_assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submitted_by = table.Column<string>(type: "text", nullable: false),
                    days_late = table.Column<int>(type: "integer", nullable: false),
                    points = table.Column<decimal>(type: "numeric", nullable: false),
                    max_points = table.Column<decimal>(type: "numeric", nullable: false),
                    content = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_submission", x => new { x.self_assessment_id, x.number });
                    table.ForeignKey(
                        name: "fk_submission_self_assessments_self_assessment_id",
                        column: x => x.self_assessment_id,
                        principalTable: "self_assessments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_leaf_comment_self_assessment_id",
                table: "leaf_comment",
                column: "self_assessment_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "leaf_comment");

            migrationBuilder.DropTable(
                name: "submission");

            migrationBuilder.DropColumn(
                name: "days_late",
                table: "self_assessments");

            migrationBuilder.DropColumn(
                name: "difficulties",
                table: "self_assessments");

            migrationBuilder.DropColumn(
                name: "proposals",
                table: "self_assessments");

            migrationBuilder.DropColumn(
                name: "assigned_to",
                table: "leaf_entry");

            migrationBuilder.DropColumn(
                name: "assigned_to_name",
                table: "leaf_entry");

            migrationBuilder.DropColumn(
                name: "closed_in_round",
                table: "leaf_entry");

            migrationBuilder.DropColumn(
                name: "supplement",
                table: "leaf_entry");

            migrationBuilder.DropColumn(
                name: "submission",
                table: "evidence_upload");

            migrationBuilder.DropColumn(
                name: "round",
                table: "evidence_document");

            migrationBuilder.DropColumn(
                name: "signed_submission",
                table: "evidence_document");

            migrationBuilder.DropColumn(
                name: "difficulties",
                table: "contribution");

            migrationBuilder.DropColumn(
                name: "proposals",
                table: "contribution");

            migrationBuilder.DropColumn(
                name: "late_days",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "later_rounds_open_all",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "self_assessment_closes_at",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "late_penalty_leaf",
                table: "campaign_group");
        }
    }
}
