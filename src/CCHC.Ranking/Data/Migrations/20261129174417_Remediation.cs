using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Ranking.Data.Migrations
{
    /// <inheritdoc />
    public partial class Remediation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "remediation_plan",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    publication_id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_code = table.Column<string>(type: "text", nullable: false),
                    campaign_name = table.Column<string>(type: "text", nullable: false),
                    result_year = table.Column<int>(type: "integer", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    owner_unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    imported = table.Column<bool>(type: "boolean", nullable: false),
                    includes_survey = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    approved_by = table.Column<string>(type: "text", nullable: true),
                    groups = table.Column<string>(type: "jsonb", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_remediation_plan", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "remediation_item",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    unit_name = table.Column<string>(type: "text", nullable: false),
                    group_code = table.Column<string>(type: "text", nullable: false),
                    criterion_code = table.Column<string>(type: "text", nullable: false),
                    criterion_name = table.Column<string>(type: "text", nullable: false),
                    field_code = table.Column<string>(type: "text", nullable: false),
                    field_name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    max_points = table.Column<decimal>(type: "numeric", nullable: false),
                    points = table.Column<decimal>(type: "numeric", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    measure = table.Column<string>(type: "text", nullable: true),
                    lead_unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lead_code = table.Column<string>(type: "text", nullable: true),
                    lead_name = table.Column<string>(type: "text", nullable: true),
                    co_ordinators = table.Column<string[]>(type: "text[]", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    target_points = table.Column<decimal>(type: "numeric", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    percent = table.Column<int>(type: "integer", nullable: false),
                    expected_points = table.Column<decimal>(type: "numeric", nullable: true),
                    last_report = table.Column<string>(type: "text", nullable: true),
                    last_report_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_remediation_item", x => x.id);
                    table.ForeignKey(
                        name: "fk_remediation_item_remediation_plan_plan_id",
                        column: x => x.plan_id,
                        principalTable: "remediation_plan",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "remediation_unit",
                columns: table => new
                {
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    unit_name = table.Column<string>(type: "text", nullable: false),
                    group_code = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    rank = table.Column<int>(type: "integer", nullable: true),
                    index = table.Column<decimal>(type: "numeric", nullable: true),
                    @class = table.Column<string>(name: "class", type: "text", nullable: true),
                    last_year_index = table.Column<decimal>(type: "numeric", nullable: true),
                    leaves = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_remediation_unit", x => new { x.plan_id, x.unit_code });
                    table.ForeignKey(
                        name: "fk_remediation_unit_remediation_plan_plan_id",
                        column: x => x.plan_id,
                        principalTable: "remediation_plan",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "remediation_entry",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: true),
                    percent = table.Column<int>(type: "integer", nullable: true),
                    expected_points = table.Column<decimal>(type: "numeric", nullable: true),
                    evidence = table.Column<string>(type: "text", nullable: true),
                    changes = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_remediation_entry", x => x.id);
                    table.ForeignKey(
                        name: "fk_remediation_entry_remediation_item_item_id",
                        column: x => x.item_id,
                        principalTable: "remediation_item",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_remediation_entry_item_id_at",
                table: "remediation_entry",
                columns: new[] { "item_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_remediation_item_lead_code",
                table: "remediation_item",
                column: "lead_code");

            migrationBuilder.CreateIndex(
                name: "ix_remediation_item_lead_unit_id",
                table: "remediation_item",
                column: "lead_unit_id");

            migrationBuilder.CreateIndex(
                name: "ix_remediation_item_plan_id_unit_code_criterion_code",
                table: "remediation_item",
                columns: new[] { "plan_id", "unit_code", "criterion_code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_remediation_item_unit_code",
                table: "remediation_item",
                column: "unit_code");

            migrationBuilder.CreateIndex(
                name: "ix_remediation_plan_campaign_code",
                table: "remediation_plan",
                column: "campaign_code",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "remediation_entry");

            migrationBuilder.DropTable(
                name: "remediation_unit");

            migrationBuilder.DropTable(
                name: "remediation_item");

            migrationBuilder.DropTable(
                name: "remediation_plan");
        }
    }
}
