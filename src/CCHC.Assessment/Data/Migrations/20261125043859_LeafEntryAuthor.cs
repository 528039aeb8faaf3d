using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Assessment.Data.Migrations
{
    /// <inheritdoc />
    public partial class LeafEntryAuthor : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "entered_by_name",
                table: "leaf_entry",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "entered_by_name",
                table: "leaf_entry");
        }
    }
}
