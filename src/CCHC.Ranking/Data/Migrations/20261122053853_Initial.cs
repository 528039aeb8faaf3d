using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CCHC.Ranking.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "campaign",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    phase = table.Column<string>(type: "text", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    survey_held = table.Column<bool>(type: "boolean", nullable: false),
                    groups = table.Column<string>(type: "jsonb", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbox_message",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox_message", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "outbox_message",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    trace_parent = table.Column<string>(type: "text", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_message", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "publication",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_code = table.Column<string>(type: "text", nullable: false),
                    campaign_name = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: true),
                    import_hash = table.Column<string>(type: "text", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_publication", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "unit_standing",
                columns: table => new
                {
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_standing", x => new { x.campaign_id, x.unit_id });
                });

            migrationBuilder.CreateTable(
                name: "published_group",
                columns: table => new
                {
                    publication_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    mean = table.Column<decimal>(type: "numeric", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_group", x => new { x.publication_id, x.code });
                    table.ForeignKey(
                        name: "fk_published_group_publication_publication_id",
                        column: x => x.publication_id,
                        principalTable: "publication",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "leaf_standing",
                columns: table => new
                {
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leaf_code = table.Column<string>(type: "text", nullable: false),
                    self_points = table.Column<decimal>(type: "numeric", nullable: true),
                    self_applicable = table.Column<bool>(type: "boolean", nullable: true),
                    self_round = table.Column<int>(type: "integer", nullable: false),
                    self_revision = table.Column<int>(type: "integer", nullable: false),
                    appraised_points = table.Column<decimal>(type: "numeric", nullable: true),
                    appraised_applicable = table.Column<bool>(type: "boolean", nullable: true),
                    appraisal_reason = table.Column<string>(type: "text", nullable: true),
                    appraisal_round = table.Column<int>(type: "integer", nullable: false),
                    appraisal_revision = table.Column<int>(type: "integer", nullable: false),
                    survey_points = table.Column<decimal>(type: "numeric", nullable: true),
                    survey_revision = table.Column<int>(type: "integer", nullable: false),
                    survey_id = table.Column<Guid>(type: "uuid", nullable: false),
                    external_points = table.Column<decimal>(type: "numeric", nullable: true),
                    external_revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leaf_standing", x => new { x.campaign_id, x.unit_id, x.leaf_code });
                    table.ForeignKey(
                        name: "fk_leaf_standing_unit_standing_campaign_id_unit_id",
                        columns: x => new { x.campaign_id, x.unit_id },
                        principalTable: "unit_standing",
                        principalColumns: new[] { "campaign_id", "unit_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "published_criterion",
                columns: table => new
                {
                    publication_id = table.Column<Guid>(type: "uuid", nullable: false),
                    group_code = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    field_code = table.Column<string>(type: "text", nullable: false),
                    field_name = table.Column<string>(type: "text", nullable: false),
                    path = table.Column<string[]>(type: "text[]", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_criterion", x => new { x.publication_id, x.group_code, x.code });
                    table.ForeignKey(
                        name: "fk_published_criterion_published_group_publication_id_group_co~",
                        columns: x => new { x.publication_id, x.group_code },
                        principalTable: "published_group",
                        principalColumns: new[] { "publication_id", "code" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "published_unit",
                columns: table => new
                {
                    publication_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    group_code = table.Column<string>(type: "text", nullable: false),
                    unit_name = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    rank = table.Column<int>(type: "integer", nullable: true),
                    shared = table.Column<bool>(type: "boolean", nullable: false),
                    index = table.Column<decimal>(type: "numeric", nullable: true),
                    points = table.Column<decimal>(type: "numeric", nullable: false),
                    max_points = table.Column<decimal>(type: "numeric", nullable: false),
                    appraised = table.Column<decimal>(type: "numeric", nullable: false),
                    survey = table.Column<decimal>(type: "numeric", nullable: false),
                    external = table.Column<decimal>(type: "numeric", nullable: false),
                    bonus = table.Column<decimal>(type: "numeric", nullable: false),
                    penalty = table.Column<decimal>(type: "numeric", nullable: false),
                    @class = table.Column<string>(name: "class", type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_unit", x => new { x.publication_id, x.unit_code });
                    table.ForeignKey(
                        name: "fk_published_unit_publication_publication_id",
                        column: x => x.publication_id,
                        principalTable: "publication",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_published_unit_published_group_publication_id_group_code",
                        columns: x => new { x.publication_id, x.group_code },
                        principalTable: "published_group",
                        principalColumns: new[] { "publication_id", "code" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "published_point",
                columns: table => new
                {
                    publication_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    criterion_code = table.Column<string>(type: "text", nullable: false),
                    max_points = table.Column<decimal>(type: "numeric", nullable: false),
                    points = table.Column<decimal>(type: "numeric", nullable: true),
                    applicable = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_point", x => new { x.publication_id, x.unit_code, x.criterion_code });
                    table.ForeignKey(
                        name: "fk_published_point_published_unit_publication_id_unit_code",
                        columns: x => new { x.publication_id, x.unit_code },
                        principalTable: "published_unit",
                        principalColumns: new[] { "publication_id", "unit_code" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_campaign_code",
                table: "campaign",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inbox_message_received_at",
                table: "inbox_message",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "ix_publication_campaign_code",
                table: "publication",
                column: "campaign_code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_published_unit_publication_id_group_code",
                table: "published_unit",
                columns: new[] { "publication_id", "group_code" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "campaign");

            migrationBuilder.DropTable(
                name: "inbox_message");

            migrationBuilder.DropTable(
                name: "leaf_standing");

            migrationBuilder.DropTable(
                name: "outbox_message");

            migrationBuilder.DropTable(
                name: "published_criterion");

            migrationBuilder.DropTable(
                name: "published_point");

            migrationBuilder.DropTable(
                name: "unit_standing");

            migrationBuilder.DropTable(
                name: "published_unit");

            migrationBuilder.DropTable(
                name: "published_group");

            migrationBuilder.DropTable(
                name: "publication");
        }
    }
}
