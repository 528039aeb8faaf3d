using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Survey.Data.Migrations
{
    /// <inheritdoc />
    public partial class ListRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "list_request",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    guidance = table.Column<string>(type: "text", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    wanted = table.Column<int>(type: "integer", nullable: false),
                    asked_by = table.Column<string>(type: "text", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    taken_over_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    taken_over_by = table.Column<string>(type: "text", nullable: true),
                    frame_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_list_request", x => x.id);
                    table.ForeignKey(
                        name: "fk_list_request_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "asked_unit",
                columns: table => new
                {
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    group_code = table.Column<string>(type: "text", nullable: false),
                    group_name = table.Column<string>(type: "text", nullable: false),
                    people = table.Column<int>(type: "integer", nullable: false),
                    duplicates = table.Column<int>(type: "integer", nullable: false),
                    delivered_by = table.Column<string>(type: "text", nullable: true),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asked_unit", x => new { x.request_id, x.unit_id });
                    table.ForeignKey(
                        name: "fk_asked_unit_list_request_request_id",
                        column: x => x.request_id,
                        principalTable: "list_request",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "listed_person",
                columns: table => new
                {
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    contact = table.Column<string>(type: "text", nullable: false),
                    stratum = table.Column<string>(type: "text", nullable: false),
                    cluster = table.Column<string>(type: "text", nullable: true),
                    unit_code = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listed_person", x => new { x.request_id, x.unit_id, x.number });
                    table.ForeignKey(
                        name: "fk_listed_person_asked_unit_request_id_unit_id",
                        columns: x => new { x.request_id, x.unit_id },
                        principalTable: "asked_unit",
                        principalColumns: new[] { "request_id", "unit_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_asked_unit_unit_id",
                table: "asked_unit",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "ix_list_request_campaign_id_name",
                table: "list_request",
                columns: new[] { "campaign_id", "name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "listed_person");

            migrationBuilder.DropTable(
                name: "asked_unit");

            migrationBuilder.DropTable(
                name: "list_request");
        }
    }
}
