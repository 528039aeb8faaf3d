using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Survey.Data.Migrations
{
    /// <inheritdoc />
    public partial class SealedPeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "key_fingerprint",
                table: "sampling_frame",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "key_fingerprint",
                table: "sampling_frame");
        }
    }
}
