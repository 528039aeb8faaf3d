using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CCHC.Criteria.Data.Migrations
{
    /// <inheritdoc />
    public partial class CampaignsInTime : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "prepared_at",
                table: "campaigns",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:unaccent", ",,");

            migrationBuilder.AddColumn<bool>(
                name: "governs",
                table: "units",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "group_name",
                table: "units",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "parent_id",
                table: "units",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid[]>(
                name: "predecessor_ids",
                table: "units",
                type: "uuid[]",
                nullable: false,
                defaultValue: new Guid[0]);

            migrationBuilder.AddColumn<string>(
                name: "type",
                table: "units",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "campaigns",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "next_due_at",
                table: "campaigns",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "owner_name",
                table: "campaigns",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "owner_unit_id",
                table: "campaigns",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid[]>(
                name: "participant_unit_ids",
                table: "campaigns",
                type: "uuid[]",
                nullable: false,
                defaultValue: new Guid[0]);

            migrationBuilder.AddColumn<DateOnly>(
                name: "plan_issued_on",
                table: "campaigns",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "plan_number",
                table: "campaigns",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "practice",
                table: "campaigns",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "practice_of",
                table: "campaigns",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "wipe_on",
                table: "campaigns",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "predecessors",
                table: "campaign_unit",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<int>(
                name: "submitted_revision",
                table: "campaign_unit",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "submitted_round",
                table: "campaign_unit",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AlterColumn<string>(
                name: "tie_breakers",
                table: "campaign_group",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'",
                oldClrType: typeof(string),
                oldType: "jsonb");

            migrationBuilder.AlterColumn<string>(
                name: "class_bands",
                table: "campaign_group",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'",
                oldClrType: typeof(string),
                oldType: "jsonb");

            migrationBuilder.AddColumn<int>(
                name: "awards",
                table: "campaign_group",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<decimal>(
                name: "bonus_cap",
                table: "campaign_group",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "collector_unit_id",
                table: "campaign_group",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "penalty_cap",
                table: "campaign_group",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "responsibilities",
                table: "campaign_group",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<bool>(
                name: "survey_held",
                table: "campaign_group",
                type: "boolean",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "calendar_step",
                columns: table => new
                {
                    phase = table.Column<string>(type: "text", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    opens_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closes_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_step", x => new { x.campaign_id, x.phase, x.round });
                    table.ForeignKey(
                        name: "fk_calendar_step_campaigns_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaigns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "campaign_journal",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign_journal", x => x.sequence);
                    table.ForeignKey(
                        name: "fk_campaign_journal_campaigns_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaigns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notice",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    days_before = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notice", x => x.id);
                    table.ForeignKey(
                        name: "fk_notice_campaigns_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaigns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "phase_extension",
                columns: table => new
                {
                    number = table.Column<int>(type: "integer", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    phase = table.Column<string>(type: "text", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    group_code = table.Column<string>(type: "text", nullable: true),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reopens = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    granted_by = table.Column<string>(type: "text", nullable: false),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_phase_extension", x => new { x.campaign_id, x.number });
                    table.ForeignKey(
                        name: "fk_phase_extension_campaigns_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaigns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plan_step",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    lead_unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lead_name = table.Column<string>(type: "text", nullable: false),
                    coordinators = table.Column<string>(type: "text", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    due_text = table.Column<string>(type: "text", nullable: true),
                    product = table.Column<string>(type: "text", nullable: false),
                    done_on = table.Column<DateOnly>(type: "date", nullable: true),
                    done_note = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_step", x => x.id);
                    table.ForeignKey(
                        name: "fk_plan_step_campaigns_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaigns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plan_file",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<int>(type: "integer", nullable: false),
                    attached_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    plan_step_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_file", x => x.id);
                    table.ForeignKey(
                        name: "fk_plan_file_plan_step_plan_step_id",
                        column: x => x.plan_step_id,
                        principalTable: "plan_step",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plan_file_content",
                columns: table => new
                {
                    plan_file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_file_content", x => x.plan_file_id);
                    table.ForeignKey(
                        name: "fk_plan_file_content_plan_file_plan_file_id",
                        column: x => x.plan_file_id,
                        principalTable: "plan_file",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_campaigns_next_due_at",
                table: "campaigns",
                column: "next_due_at");

            migrationBuilder.CreateIndex(
                name: "ix_campaigns_participant_unit_ids",
                table: "campaigns",
                column: "participant_unit_ids")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_campaign_journal_campaign_id",
                table: "campaign_journal",
                column: "campaign_id");

            migrationBuilder.CreateIndex(
                name: "ix_notice_campaign_id_subject_unit_id_due_at_days_before",
                table: "notice",
                columns: new[] { "campaign_id", "subject", "unit_id", "due_at", "days_before" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notice_unit_id",
                table: "notice",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "ix_plan_file_plan_step_id",
                table: "plan_file",
                column: "plan_step_id");

            migrationBuilder.CreateIndex(
                name: "ix_plan_step_campaign_id",
                table: "plan_step",
                column: "campaign_id");

            // What is under way goes on: the open phase is in the calendar, and its units find it.
            migrationBuilder.Sql(
                """
                INSERT INTO calendar_step (campaign_id, phase, round, position, opens_at, opened_at)
                SELECT id, phase, round,
                       CASE phase WHEN 'SelfAssessment' THEN 2 * (round - 1) WHEN 'Appraisal' THEN 2 * round - 1 ELSE 2 * rounds END,
                       phase_opened_at, phase_opened_at
                FROM campaigns WHERE phase_opened_at IS NOT NULL AND phase <> 'Published';
                UPDATE campaigns SET participant_unit_ids =
                    (SELECT coalesce(array_agg(unit_id ORDER BY unit_id), '{}') FROM campaign_unit WHERE campaign_id = campaigns.id);
                """);

            migrationBuilder.DropColumn(
                name: "phase_opened_at",
                table: "campaigns");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "calendar_step");

            migrationBuilder.DropTable(
                name: "campaign_journal");

            migrationBuilder.DropTable(
                name: "notice");

            migrationBuilder.DropTable(
                name: "phase_extension");

            migrationBuilder.DropTable(
                name: "plan_file_content");

            migrationBuilder.DropTable(
                name: "plan_file");

            migrationBuilder.DropTable(
                name: "plan_step");

            migrationBuilder.DropIndex(
                name: "ix_campaigns_next_due_at",
                table: "campaigns");

            migrationBuilder.DropIndex(
                name: "ix_campaigns_participant_unit_ids",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "governs",
                table: "units");

            migrationBuilder.DropColumn(
                name: "group_name",
                table: "units");

            migrationBuilder.DropColumn(
                name: "parent_id",
                table: "units");

            migrationBuilder.DropColumn(
                name: "predecessor_ids",
                table: "units");

            migrationBuilder.DropColumn(
                name: "type",
                table: "units");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "next_due_at",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "owner_name",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "owner_unit_id",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "participant_unit_ids",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "plan_issued_on",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "plan_number",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "practice",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "practice_of",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "wipe_on",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "predecessors",
                table: "campaign_unit");

            migrationBuilder.DropColumn(
                name: "submitted_revision",
                table: "campaign_unit");

            migrationBuilder.DropColumn(
                name: "submitted_round",
                table: "campaign_unit");

            migrationBuilder.DropColumn(
                name: "awards",
                table: "campaign_group");

            migrationBuilder.DropColumn(
                name: "bonus_cap",
                table: "campaign_group");

            migrationBuilder.DropColumn(
                name: "collector_unit_id",
                table: "campaign_group");

            migrationBuilder.DropColumn(
                name: "penalty_cap",
                table: "campaign_group");

            migrationBuilder.DropColumn(
                name: "responsibilities",
                table: "campaign_group");

            migrationBuilder.DropColumn(
                name: "survey_held",
                table: "campaign_group");

            migrationBuilder.DropColumn(
                name: "prepared_at",
                table: "campaigns");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "phase_opened_at",
                table: "campaigns",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AlterDatabase()
                .OldAnnotation("Npgsql:PostgresExtension:unaccent", ",,");

            migrationBuilder.AlterColumn<string>(
                name: "tie_breakers",
                table: "campaign_group",
                type: "jsonb",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "jsonb",
                oldDefaultValueSql: "'[]'");

            migrationBuilder.AlterColumn<string>(
                name: "class_bands",
                table: "campaign_group",
                type: "jsonb",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "jsonb",
                oldDefaultValueSql: "'[]'");
        }
    }
}
