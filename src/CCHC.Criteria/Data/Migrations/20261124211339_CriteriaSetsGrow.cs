using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Criteria.Data.Migrations
{
    /// <inheritdoc />
    public partial class CriteriaSetsGrow : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_criterion",
                table: "criterion");

            migrationBuilder.AddColumn<string>(
                name: "survey_question",
                table: "criterion",
                type: "text",
                nullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "position",
                table: "criterion",
                type: "bigint",
                nullable: false,
                oldClrType: typeof(int),
                oldType: "integer");

            migrationBuilder.AddColumn<Guid>(
                name: "id",
                table: "criterion",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<string>(
                name: "examples",
                table: "criterion",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<bool>(
                name: "fixed",
                table: "criterion",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "framework_node_id",
                table: "criterion",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "guidance",
                table: "criterion",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_leaf",
                table: "criterion",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "legal_basis",
                table: "criterion",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "parent_id",
                table: "criterion",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "required_evidence",
                table: "criterion",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "rule_proposed",
                table: "criterion",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "corrects_id",
                table: "criteria_sets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "decision_date",
                table: "criteria_sets",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "decision_issuer",
                table: "criteria_sets",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "decision_number",
                table: "criteria_sets",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "edits",
                table: "criteria_sets",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "framework_id",
                table: "criteria_sets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_framework",
                table: "criteria_sets",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "owner_unit_id",
                table: "criteria_sets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "criteria_sets",
                type: "text",
                nullable: true);

            migrationBuilder.Sql(
                """
                UPDATE criterion SET id = gen_random_uuid(), position = position * 4294967296;
                UPDATE criterion child SET parent_id = parent.id
                FROM criterion parent
                WHERE parent.criteria_set_id = child.criteria_set_id AND parent.code = child.parent_code;
                UPDATE criterion node SET is_leaf = NOT EXISTS (
                    SELECT 1 FROM criterion child WHERE child.criteria_set_id = node.criteria_set_id AND child.parent_id = node.id);
                """);

            migrationBuilder.DropColumn(
                name: "parent_code",
                table: "criterion");

            migrationBuilder.AddPrimaryKey(
                name: "pk_criterion",
                table: "criterion",
                columns: new[] { "criteria_set_id", "id" });

            migrationBuilder.CreateTable(
                name: "criteria_set_mapping",
                columns: table => new
                {
                    from_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pairs = table.Column<string>(type: "jsonb", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_criteria_set_mapping", x => new { x.from_id, x.to_id });
                    table.ForeignKey(
                        name: "fk_criteria_set_mapping_criteria_sets_from_id",
                        column: x => x.from_id,
                        principalTable: "criteria_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_criteria_set_mapping_criteria_sets_to_id",
                        column: x => x.to_id,
                        principalTable: "criteria_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_criteria_sets_corrects_id",
                table: "criteria_sets",
                column: "corrects_id");

            migrationBuilder.CreateIndex(
                name: "ix_criteria_sets_framework_id",
                table: "criteria_sets",
                column: "framework_id");

            migrationBuilder.CreateIndex(
                name: "ix_criteria_set_mapping_to_id",
                table: "criteria_set_mapping",
                column: "to_id");

            migrationBuilder.AddForeignKey(
                name: "fk_criteria_sets_criteria_sets_corrects_id",
                table: "criteria_sets",
                column: "corrects_id",
                principalTable: "criteria_sets",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_criteria_sets_criteria_sets_framework_id",
                table: "criteria_sets",
                column: "framework_id",
                principalTable: "criteria_sets",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_criteria_sets_criteria_sets_corrects_id",
                table: "criteria_sets");

            migrationBuilder.DropForeignKey(
                name: "fk_criteria_sets_criteria_sets_framework_id",
                table: "criteria_sets");

            migrationBuilder.DropTable(
                name: "criteria_set_mapping");

            migrationBuilder.DropPrimaryKey(
                name: "pk_criterion",
                table: "criterion");

            migrationBuilder.DropIndex(
                name: "ix_criteria_sets_corrects_id",
                table: "criteria_sets");

            migrationBuilder.DropIndex(
                name: "ix_criteria_sets_framework_id",
                table: "criteria_sets");

            migrationBuilder.AddColumn<string>(
                name: "parent_code",
                table: "criterion",
                type: "text",
                nullable: true);

            migrationBuilder.Sql(
                """
                UPDATE criterion child SET parent_code = parent.code
                FROM criterion parent
                WHERE parent.criteria_set_id = child.criteria_set_id AND parent.id = child.parent_id;
                UPDATE criterion node SET position = ordered.place
                FROM (SELECT criteria_set_id, id, row_number() OVER (PARTITION BY criteria_set_id ORDER BY position) - 1 AS place FROM criterion) ordered
                WHERE ordered.criteria_set_id = node.criteria_set_id AND ordered.id = node.id;
                """);

            migrationBuilder.DropColumn(
                name: "survey_question",
                table: "criterion");

            migrationBuilder.DropColumn(
                name: "id",
                table: "criterion");

            migrationBuilder.DropColumn(
                name: "examples",
                table: "criterion");

            migrationBuilder.DropColumn(
                name: "fixed",
                table: "criterion");

            migrationBuilder.DropColumn(
                name: "framework_node_id",
                table: "criterion");

            migrationBuilder.DropColumn(
                name: "guidance",
                table: "criterion");

            migrationBuilder.DropColumn(
                name: "is_leaf",
                table: "criterion");

            migrationBuilder.DropColumn(
                name: "legal_basis",
                table: "criterion");

            migrationBuilder.DropColumn(
                name: "parent_id",
                table: "criterion");

            migrationBuilder.DropColumn(
                name: "required_evidence",
                table: "criterion");

            migrationBuilder.DropColumn(
                name: "rule_proposed",
                table: "criterion");

            migrationBuilder.DropColumn(
                name: "corrects_id",
                table: "criteria_sets");

            migrationBuilder.DropColumn(
                name: "decision_date",
                table: "criteria_sets");

            migrationBuilder.DropColumn(
                name: "decision_issuer",
                table: "criteria_sets");

            migrationBuilder.DropColumn(
                name: "decision_number",
                table: "criteria_sets");

            migrationBuilder.DropColumn(
                name: "edits",
                table: "criteria_sets");

            migrationBuilder.DropColumn(
                name: "framework_id",
                table: "criteria_sets");

            migrationBuilder.DropColumn(
                name: "is_framework",
                table: "criteria_sets");

            migrationBuilder.DropColumn(
                name: "owner_unit_id",
                table: "criteria_sets");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "criteria_sets");

            migrationBuilder.AlterColumn<int>(
                name: "position",
                table: "criterion",
                type: "integer",
                nullable: false,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddPrimaryKey(
                name: "pk_criterion",
                table: "criterion",
                columns: new[] { "criteria_set_id", "code" });
        }
    }
}
