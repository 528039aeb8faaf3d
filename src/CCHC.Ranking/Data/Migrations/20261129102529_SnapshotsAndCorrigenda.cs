using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Ranking.Data.Migrations
{
    /// <inheritdoc />
    public partial class SnapshotsAndCorrigenda : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_publication_campaign_code",
                table: "publication");

            migrationBuilder.RenameColumn(
                name: "published_at",
                table: "publication",
                newName: "public_from");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "announced_at",
                table: "publication",
                type: "timestamp with time zone",
                nullable: true);

            // What is public already has been told.
            migrationBuilder.Sql("UPDATE publication SET announced_at = public_from");

            migrationBuilder.AddColumn<string>(
                name: "changes",
                table: "publication",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<DateOnly>(
                name: "decision_date",
                table: "publication",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "decision_number",
                table: "publication",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "publication",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "snapshot_id",
                table: "publication",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "publication",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string[]>(
                name: "self_evidence",
                table: "leaf_standing",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<int>(
                name: "survey_answers",
                table: "leaf_standing",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "survey_standard_error",
                table: "leaf_standing",
                type: "numeric",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "publication_archive",
                columns: table => new
                {
                    publication_id = table.Column<Guid>(type: "uuid", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_publication_archive", x => x.publication_id);
                    table.ForeignKey(
                        name: "fk_publication_archive_publication_publication_id",
                        column: x => x.publication_id,
                        principalTable: "publication",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "snapshot",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    taken_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    taken_by = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    units = table.Column<int>(type: "integer", nullable: false),
                    ranked = table.Column<int>(type: "integer", nullable: false),
                    corrects = table.Column<int>(type: "integer", nullable: true),
                    correction_reason = table.Column<string>(type: "text", nullable: true),
                    approval = table.Column<string>(type: "jsonb", nullable: true),
                    deeds = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_snapshot", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "snapshot_content",
                columns: table => new
                {
                    snapshot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    files = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_snapshot_content", x => x.snapshot_id);
                    table.ForeignKey(
                        name: "fk_snapshot_content_snapshot_snapshot_id",
                        column: x => x.snapshot_id,
                        principalTable: "snapshot",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_publication_campaign_code_version",
                table: "publication",
                columns: new[] { "campaign_code", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_publication_to_announce",
                table: "publication",
                column: "public_from",
                filter: "announced_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_snapshot_campaign_id_number",
                table: "snapshot",
                columns: new[] { "campaign_id", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "publication_archive");

            migrationBuilder.DropTable(
                name: "snapshot_content");

            migrationBuilder.DropTable(
                name: "snapshot");

            migrationBuilder.DropIndex(
                name: "ix_publication_campaign_code_version",
                table: "publication");

            migrationBuilder.DropIndex(
                name: "ix_publication_to_announce",
                table: "publication");

            migrationBuilder.DropColumn(
                name: "announced_at",
                table: "publication");

            migrationBuilder.DropColumn(
                name: "changes",
                table: "publication");

            migrationBuilder.DropColumn(
                name: "decision_date",
                table: "publication");

            migrationBuilder.DropColumn(
                name: "decision_number",
                table: "publication");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "publication");

            migrationBuilder.DropColumn(
                name: "snapshot_id",
                table: "publication");

            migrationBuilder.DropColumn(
                name: "version",
                table: "publication");

            migrationBuilder.DropColumn(
                name: "self_evidence",
                table: "leaf_standing");

            migrationBuilder.DropColumn(
                name: "survey_answers",
                table: "leaf_standing");

            migrationBuilder.DropColumn(
                name: "survey_standard_error",
                table: "leaf_standing");

            migrationBuilder.RenameColumn(
                name: "public_from",
                table: "publication",
                newName: "published_at");

            migrationBuilder.CreateIndex(
                name: "ix_publication_campaign_code",
                table: "publication",
                column: "campaign_code",
                unique: true);
        }
    }
}
