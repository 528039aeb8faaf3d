using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Ranking.Data.Migrations
{
    /// <inheritdoc />
    public partial class HeadClasses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "head_class",
                table: "published_unit",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "head_reason",
                table: "published_unit",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "head_decision",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @class = table.Column<string>(name: "class", type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: false),
                    decided_by_name = table.Column<string>(type: "text", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_head_decision", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_head_decision_campaign_id_unit_id",
                table: "head_decision",
                columns: new[] { "campaign_id", "unit_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "head_decision");

            migrationBuilder.DropColumn(
                name: "head_class",
                table: "published_unit");

            migrationBuilder.DropColumn(
                name: "head_reason",
                table: "published_unit");
        }
    }
}
