using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Assessment.Data.Migrations
{
    /// <inheritdoc />
    public partial class MinistryReview : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "request_id",
                table: "evidence_upload",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "request_id",
                table: "evidence_document",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ministry_points",
                columns: table => new
                {
                    self_assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leaf_code = table.Column<string>(type: "text", nullable: false),
                    points = table.Column<decimal>(type: "numeric", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ministry_points", x => new { x.self_assessment_id, x.leaf_code });
                    table.ForeignKey(
                        name: "fk_ministry_points_self_assessments_self_assessment_id",
                        column: x => x.self_assessment_id,
                        principalTable: "self_assessments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "supplement_request",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    self_assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leaf_code = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: true),
                    answered_by = table.Column<string>(type: "text", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    remarks = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supplement_request", x => x.id);
                    table.ForeignKey(
                        name: "fk_supplement_request_self_assessments_self_assessment_id",
                        column: x => x.self_assessment_id,
                        principalTable: "self_assessments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_supplement_request_self_assessment_id",
                table: "supplement_request",
                column: "self_assessment_id");

            migrationBuilder.CreateIndex(
                name: "ix_supplement_request_unit_id",
                table: "supplement_request",
                column: "unit_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ministry_points");

            migrationBuilder.DropTable(
                name: "supplement_request");

            migrationBuilder.DropColumn(
                name: "request_id",
                table: "evidence_upload");

            migrationBuilder.DropColumn(
                name: "request_id",
                table: "evidence_document");
        }
    }
}
