using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Criteria.Data.Migrations
{
    /// <inheritdoc />
    public partial class SubmissionTerms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "late_days",
                table: "campaigns",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "later_rounds_open_all",
                table: "campaigns",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "late_penalty_leaf",
                table: "campaign_group",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "late_days",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "later_rounds_open_all",
                table: "campaigns");

            migrationBuilder.DropColumn(
                name: "late_penalty_leaf",
                table: "campaign_group");
        }
    }
}
