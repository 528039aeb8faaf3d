using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Survey.Data.Migrations
{
    /// <inheritdoc />
    public partial class SurveyInstrument : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var list in new[] { "statistics", "rated_groups" })
            {
                migrationBuilder.AddColumn<string>(name: list, table: "survey", type: "jsonb", nullable: false, defaultValue: "[]");
            }

            migrationBuilder.AddColumn<int>(
                name: "respondents",
                table: "survey_result",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<decimal>(
                name: "standard_error",
                table: "survey_result",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "corrections",
                table: "survey",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "double_entry_seed",
                table: "survey",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<decimal>(
                name: "double_entry_share",
                table: "survey",
                type: "numeric",
                nullable: false,
                defaultValue: 0.1m);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ends_at",
                table: "survey",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "formula",
                table: "survey",
                type: "text",
                nullable: false,
                defaultValue: "Weights");

            migrationBuilder.AddColumn<string>(
                name: "questionnaire",
                table: "survey",
                type: "jsonb",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "survey",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "rated_groups",
                table: "respondent_group",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "rates",
                table: "respondent_group",
                type: "text",
                nullable: false,
                defaultValue: "All");

            migrationBuilder.CreateTable(
                name: "enumerator_assignment",
                columns: table => new
                {
                    survey_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    strata = table.Column<string>(type: "jsonb", nullable: false),
                    clusters = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enumerator_assignment", x => new { x.survey_id, x.account_id });
                    table.ForeignKey(
                        name: "fk_enumerator_assignment_survey_survey_id",
                        column: x => x.survey_id,
                        principalTable: "survey",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "invitation",
                columns: table => new
                {
                    survey_id = table.Column<Guid>(type: "uuid", nullable: false),
                    serial = table.Column<int>(type: "integer", nullable: false),
                    frame_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    respondent_group_code = table.Column<string>(type: "text", nullable: false),
                    stratum = table.Column<string>(type: "text", nullable: false),
                    cluster = table.Column<string>(type: "text", nullable: true),
                    answered_cluster = table.Column<string>(type: "text", nullable: true),
                    weight = table.Column<decimal>(type: "numeric", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    code_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    waiting = table.Column<bool>(type: "boolean", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    withdrawn = table.Column<bool>(type: "boolean", nullable: false),
                    answered = table.Column<bool>(type: "boolean", nullable: false),
                    reminders = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invitation", x => new { x.survey_id, x.serial });
                    table.ForeignKey(
                        name: "fk_invitation_sampling_frame_frame_id",
                        column: x => x.frame_id,
                        principalTable: "sampling_frame",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_invitation_survey_survey_id",
                        column: x => x.survey_id,
                        principalTable: "survey",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "paper_form",
                columns: table => new
                {
                    survey_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    respondent_group_code = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    stratum = table.Column<string>(type: "text", nullable: false),
                    cluster = table.Column<string>(type: "text", nullable: true),
                    weight = table.Column<decimal>(type: "numeric", nullable: false),
                    drawn = table.Column<bool>(type: "boolean", nullable: false),
                    first_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_by = table.Column<string>(type: "text", nullable: false),
                    second_by = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    first = table.Column<string>(type: "jsonb", nullable: false),
                    second = table.Column<string>(type: "jsonb", nullable: false),
                    compared = table.Column<int>(type: "integer", nullable: false),
                    differences = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_paper_form", x => new { x.survey_id, x.number });
                    table.ForeignKey(
                        name: "fk_paper_form_survey_survey_id",
                        column: x => x.survey_id,
                        principalTable: "survey",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "reminder_round",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    survey_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    people = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reminder_round", x => x.id);
                    table.ForeignKey(
                        name: "fk_reminder_round_survey_survey_id",
                        column: x => x.survey_id,
                        principalTable: "survey",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sample_stratum",
                columns: table => new
                {
                    survey_id = table.Column<Guid>(type: "uuid", nullable: false),
                    respondent_group_code = table.Column<string>(type: "text", nullable: false),
                    stratum = table.Column<string>(type: "text", nullable: false),
                    people = table.Column<int>(type: "integer", nullable: false),
                    clusters = table.Column<int>(type: "integer", nullable: true),
                    sample = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sample_stratum", x => new { x.survey_id, x.respondent_group_code, x.stratum });
                    table.ForeignKey(
                        name: "fk_sample_stratum_survey_survey_id",
                        column: x => x.survey_id,
                        principalTable: "survey",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "submission",
                columns: table => new
                {
                    survey_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    respondent_group_code = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    enumerator = table.Column<string>(type: "text", nullable: true),
                    stratum = table.Column<string>(type: "text", nullable: false),
                    cluster = table.Column<string>(type: "text", nullable: true),
                    weight = table.Column<decimal>(type: "numeric", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    answers = table.Column<string>(type: "jsonb", nullable: false),
                    flags = table.Column<string[]>(type: "text[]", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    reviewed_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_submission", x => new { x.survey_id, x.id });
                    table.ForeignKey(
                        name: "fk_submission_survey_survey_id",
                        column: x => x.survey_id,
                        principalTable: "survey",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "survey_device",
                columns: table => new
                {
                    survey_id = table.Column<Guid>(type: "uuid", nullable: false),
                    device = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_survey_device", x => new { x.survey_id, x.device });
                    table.ForeignKey(
                        name: "fk_survey_device_survey_survey_id",
                        column: x => x.survey_id,
                        principalTable: "survey",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_enumerator_assignment_account_id",
                table: "enumerator_assignment",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_invitation_code_hash",
                table: "invitation",
                column: "code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invitation_frame_id",
                table: "invitation",
                column: "frame_id");

            migrationBuilder.CreateIndex(
                name: "ix_invitation_survey_id_frame_id_number",
                table: "invitation",
                columns: new[] { "survey_id", "frame_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reminder_round_survey_id",
                table: "reminder_round",
                column: "survey_id");

            // Surveys that were drawn up before there were questionnaires: one section, every question of every unit of its group.
            migrationBuilder.Sql(
                """
                UPDATE survey SET
                    double_entry_seed = md5(random()::text),
                    rated_groups = (SELECT coalesce(jsonb_agg(DISTINCT question -> 'groupCode'), '[]') FROM jsonb_array_elements(questions) AS question),
                    questionnaire = jsonb_build_object('languages', jsonb_build_array('vi'), 'sections', jsonb_build_array(jsonb_build_object('code', 'A', 'title', name, 'questions', (
                        SELECT coalesce(jsonb_agg(jsonb_build_object(
                            'code', question -> 'code', 'kind', 'single', 'text', question -> 'text', 'perUnit', true, 'options', options,
                            'leaves', jsonb_build_array(jsonb_build_object('groupCode', question -> 'groupCode', 'leafCode', question -> 'leafCode', 'maxPoints', question -> 'maxPoints')))), '[]')
                        FROM jsonb_array_elements(questions) AS question))));
                UPDATE survey_result SET respondents = answers;
                INSERT INTO submission (survey_id, id, respondent_group_code, channel, version, stratum, weight, day, answers, flags, state)
                SELECT survey_id, submission_id, min(respondent_group_code), 'Link', 1, '', 1, min(day),
                       jsonb_agg(jsonb_build_object('q', question_code, 'u', unit_id, 'o', jsonb_build_array(option_code))), '{}', 'Valid'
                FROM answer GROUP BY survey_id, submission_id;
                DROP TABLE answer;
                ALTER TABLE survey DROP COLUMN questions, DROP COLUMN options;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "enumerator_assignment");

            migrationBuilder.DropTable(
                name: "invitation");

            migrationBuilder.DropTable(
                name: "paper_form");

            migrationBuilder.DropTable(
                name: "reminder_round");

            migrationBuilder.DropTable(
                name: "sample_stratum");

            migrationBuilder.DropTable(
                name: "submission");

            migrationBuilder.DropTable(
                name: "survey_device");

            migrationBuilder.DropColumn(
                name: "respondents",
                table: "survey_result");

            migrationBuilder.DropColumn(
                name: "standard_error",
                table: "survey_result");

            migrationBuilder.DropColumn(
                name: "corrections",
                table: "survey");

            migrationBuilder.DropColumn(
                name: "double_entry_seed",
                table: "survey");

            migrationBuilder.DropColumn(
                name: "double_entry_share",
                table: "survey");

            migrationBuilder.DropColumn(
                name: "ends_at",
                table: "survey");

            migrationBuilder.DropColumn(
                name: "formula",
                table: "survey");

            migrationBuilder.DropColumn(
                name: "questionnaire",
                table: "survey");

            migrationBuilder.DropColumn(
                name: "version",
                table: "survey");

            migrationBuilder.DropColumn(
                name: "rated_groups",
                table: "respondent_group");

            migrationBuilder.DropColumn(
                name: "rates",
                table: "respondent_group");

            migrationBuilder.RenameColumn(
                name: "statistics",
                table: "survey",
                newName: "questions");

            migrationBuilder.RenameColumn(
                name: "rated_groups",
                table: "survey",
                newName: "options");

            migrationBuilder.CreateTable(
                name: "answer",
                columns: table => new
                {
                    submission_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    question_code = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    option_code = table.Column<string>(type: "text", nullable: false),
                    respondent_group_code = table.Column<string>(type: "text", nullable: false),
                    survey_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_answer", x => new { x.submission_id, x.unit_id, x.question_code });
                    table.ForeignKey(
                        name: "fk_answer_survey_survey_id",
                        column: x => x.survey_id,
                        principalTable: "survey",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_answer_survey_id",
                table: "answer",
                column: "survey_id");
        }
    }
}
