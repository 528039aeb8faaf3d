using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Appraisal.Data.Migrations
{
    /// <inheritdoc />
    public partial class CouncilsAtWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_assigned_fields",
                table: "assigned_fields");

            migrationBuilder.AddColumn<string>(
                name: "origin",
                table: "judgements",
                type: "text",
                nullable: false,
                defaultValue: "Member");

            migrationBuilder.AddColumn<string>(
                name: "request",
                table: "judgements",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "office",
                table: "council_members",
                type: "text",
                nullable: false,
                defaultValue: "Member");

            migrationBuilder.AddColumn<int>(
                name: "ratification_revision",
                table: "campaigns",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ratified_at",
                table: "campaigns",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "unit_id",
                table: "assigned_fields",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddPrimaryKey(
                name: "pk_assigned_fields",
                table: "assigned_fields",
                columns: new[] { "campaign_id", "user_id", "group_code", "field_code", "unit_id" });

            migrationBuilder.CreateTable(
                name: "campaign_groups",
                columns: table => new
                {
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign_groups", x => new { x.campaign_id, x.code });
                });

            // Names come with the next message about the campaign.
            migrationBuilder.Sql("INSERT INTO campaign_groups (campaign_id, code, name) SELECT DISTINCT campaign_id, group_code, group_code FROM campaign_units");

            migrationBuilder.CreateTable(
                name: "conflicts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    withdrawn_by = table.Column<string>(type: "text", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conflicts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "councils",
                columns: table => new
                {
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    independent = table.Column<bool>(type: "boolean", nullable: false),
                    threshold = table.Column<decimal>(type: "numeric", nullable: false),
                    combination = table.Column<string>(type: "text", nullable: false),
                    quorum = table.Column<decimal>(type: "numeric", nullable: false),
                    agenda_change = table.Column<decimal>(type: "numeric", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_councils", x => x.campaign_id);
                });

            migrationBuilder.CreateTable(
                name: "disputes",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    leaf_code = table.Column<string>(type: "text", nullable: false),
                    field_code = table.Column<string>(type: "text", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    settled_by = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disputes", x => new { x.case_id, x.round, x.leaf_code });
                    table.ForeignKey(
                        name: "fk_disputes_appraisal_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appraisal_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "distribution_proposals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seed = table.Column<string>(type: "text", nullable: false),
                    members_per_share = table.Column<int>(type: "integer", nullable: false),
                    group_codes = table.Column<string>(type: "jsonb", nullable: false),
                    dealt = table.Column<string>(type: "jsonb", nullable: false),
                    council_revision = table.Column<int>(type: "integer", nullable: false),
                    made_by = table.Column<string>(type: "text", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_distribution_proposals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "meeting_requests",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    leaf_code = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting_requests", x => new { x.case_id, x.round, x.leaf_code, x.user_id });
                    table.ForeignKey(
                        name: "fk_meeting_requests_appraisal_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appraisal_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "meetings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    held_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    present = table.Column<string>(type: "jsonb", nullable: false),
                    conclusion = table.Column<string>(type: "text", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meetings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "member_completions",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    field_code = table.Column<string>(type: "text", nullable: false),
                    appraiser_id = table.Column<Guid>(type: "uuid", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_member_completions", x => new { x.case_id, x.round, x.field_code, x.appraiser_id });
                    table.ForeignKey(
                        name: "fk_member_completions_appraisal_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appraisal_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "opinions",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    leaf_code = table.Column<string>(type: "text", nullable: false),
                    appraiser_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    appraised_by = table.Column<string>(type: "text", nullable: false),
                    data = table.Column<string>(type: "jsonb", nullable: true),
                    points = table.Column<decimal>(type: "numeric", nullable: false),
                    applicable = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    request = table.Column<string>(type: "text", nullable: true),
                    steps = table.Column<string>(type: "jsonb", nullable: false),
                    implied = table.Column<bool>(type: "boolean", nullable: false),
                    appraised_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opinions", x => new { x.case_id, x.round, x.leaf_code, x.appraiser_id, x.number });
                    table.ForeignKey(
                        name: "fk_opinions_appraisal_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appraisal_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "phrases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    text = table.Column<string>(type: "text", nullable: false),
                    written_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_phrases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ratification_steps",
                columns: table => new
                {
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ratification_steps", x => new { x.campaign_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "agenda_items",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    leaf_code = table.Column<string>(type: "text", nullable: false),
                    why = table.Column<string>(type: "jsonb", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    proposal = table.Column<string>(type: "jsonb", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    eligible = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agenda_items", x => x.id);
                    table.ForeignKey(
                        name: "fk_agenda_items_appraisal_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "appraisal_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_agenda_items_meetings_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "votes",
                columns: table => new
                {
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    choice = table.Column<string>(type: "text", nullable: false),
                    cast_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_votes", x => new { x.item_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_votes_agenda_items_item_id",
                        column: x => x.item_id,
                        principalTable: "agenda_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_agenda_items_case_id",
                table: "agenda_items",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_agenda_items_meeting_id",
                table: "agenda_items",
                column: "meeting_id");

            migrationBuilder.CreateIndex(
                name: "ix_conflicts_user_id_campaign_id_unit_id",
                table: "conflicts",
                columns: new[] { "user_id", "campaign_id", "unit_id" });

            migrationBuilder.CreateIndex(
                name: "ix_distribution_proposals_campaign_id",
                table: "distribution_proposals",
                column: "campaign_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_meetings_campaign_id_number",
                table: "meetings",
                columns: new[] { "campaign_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_phrases_owner_id",
                table: "phrases",
                column: "owner_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "campaign_groups");

            migrationBuilder.DropTable(
                name: "conflicts");

            migrationBuilder.DropTable(
                name: "councils");

            migrationBuilder.DropTable(
                name: "disputes");

            migrationBuilder.DropTable(
                name: "distribution_proposals");

            migrationBuilder.DropTable(
                name: "meeting_requests");

            migrationBuilder.DropTable(
                name: "member_completions");

            migrationBuilder.DropTable(
                name: "opinions");

            migrationBuilder.DropTable(
                name: "phrases");

            migrationBuilder.DropTable(
                name: "ratification_steps");

            migrationBuilder.DropTable(
                name: "votes");

            migrationBuilder.DropTable(
                name: "agenda_items");

            migrationBuilder.DropTable(
                name: "meetings");

            migrationBuilder.DropPrimaryKey(
                name: "pk_assigned_fields",
                table: "assigned_fields");

            migrationBuilder.DropColumn(
                name: "origin",
                table: "judgements");

            migrationBuilder.DropColumn(
                name: "request",
                table: "judgements");

            migrationBuilder.DropColumn(
                name: "office",
                table: "council_members");

            migrationBuilder.DropColumn(
                name: "ratification_revision",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "ratified_at",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "unit_id",
                table: "assigned_fields");

            migrationBuilder.AddPrimaryKey(
                name: "pk_assigned_fields",
                table: "assigned_fields",
                columns: new[] { "campaign_id", "user_id", "group_code", "field_code" });
        }
    }
}
