using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Appraisal.Data.Migrations
{
    /// <inheritdoc />
    public partial class Acceptances : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "acceptance_id",
                table: "judgements",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "replaced_revision",
                table: "judgements",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "withdrawn_at",
                table: "judgements",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "acceptances",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    appraiser_id = table.Column<Guid>(type: "uuid", nullable: false),
                    accepted_by = table.Column<string>(type: "text", nullable: false),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    leaves = table.Column<int>(type: "integer", nullable: false),
                    cases = table.Column<int>(type: "integer", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_leaves = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_acceptances", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_judgements_acceptance_id",
                table: "judgements",
                column: "acceptance_id",
                filter: "acceptance_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_acceptances_campaign_id_appraiser_id",
                table: "acceptances",
                columns: new[] { "campaign_id", "appraiser_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "acceptances");

            migrationBuilder.DropIndex(
                name: "ix_judgements_acceptance_id",
                table: "judgements");

            migrationBuilder.DropColumn(
                name: "acceptance_id",
                table: "judgements");

            migrationBuilder.DropColumn(
                name: "replaced_revision",
                table: "judgements");

            migrationBuilder.DropColumn(
                name: "withdrawn_at",
                table: "judgements");
        }
    }
}
