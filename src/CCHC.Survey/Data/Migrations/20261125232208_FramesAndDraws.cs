using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Survey.Data.Migrations
{
    /// <inheritdoc />
    public partial class FramesAndDraws : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "sampling_frame",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    people = table.Column<int>(type: "integer", nullable: false),
                    duplicates = table.Column<int>(type: "integer", nullable: false),
                    imported_by = table.Column<string>(type: "text", nullable: false),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sampling_frame", x => x.id);
                    table.ForeignKey(
                        name: "fk_sampling_frame_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "frame_entry",
                columns: table => new
                {
                    frame_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    contact = table.Column<string>(type: "text", nullable: true),
                    stratum = table.Column<string>(type: "text", nullable: false),
                    cluster = table.Column<string>(type: "text", nullable: true),
                    unit_code = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_frame_entry", x => new { x.frame_id, x.number });
                    table.ForeignKey(
                        name: "fk_frame_entry_sampling_frame_frame_id",
                        column: x => x.frame_id,
                        principalTable: "sampling_frame",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sample_draw",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    frame_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seed = table.Column<string>(type: "text", nullable: false),
                    error = table.Column<decimal>(type: "numeric", nullable: true),
                    wanted = table.Column<int>(type: "integer", nullable: false),
                    allocation = table.Column<string>(type: "text", nullable: false),
                    minimum = table.Column<int>(type: "integer", nullable: false),
                    clusters = table.Column<int>(type: "integer", nullable: true),
                    reserve = table.Column<decimal>(type: "numeric", nullable: false),
                    frame_hash = table.Column<string>(type: "text", nullable: false),
                    strata = table.Column<string>(type: "jsonb", nullable: false),
                    selected = table.Column<string>(type: "jsonb", nullable: false),
                    drawn_by = table.Column<string>(type: "text", nullable: false),
                    drawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sample_draw", x => x.id);
                    table.ForeignKey(
                        name: "fk_sample_draw_sampling_frame_frame_id",
                        column: x => x.frame_id,
                        principalTable: "sampling_frame",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sample_draw_frame_id",
                table: "sample_draw",
                column: "frame_id");

            migrationBuilder.CreateIndex(
                name: "ix_sampling_frame_campaign_id",
                table: "sampling_frame",
                column: "campaign_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "frame_entry");

            migrationBuilder.DropTable(
                name: "sample_draw");

            migrationBuilder.DropTable(
                name: "sampling_frame");
        }
    }
}
