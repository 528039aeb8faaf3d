using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Survey.Data.Migrations
{
    /// <inheritdoc />
    public partial class PersonErasures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "key_generation",
                table: "sampling_frame",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.CreateTable(
                name: "frame_erasure",
                columns: table => new
                {
                    frame_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    erased_by = table.Column<string>(type: "text", nullable: false),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    destroyed_key = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_frame_erasure", x => new { x.frame_id, x.number });
                    table.ForeignKey(
                        name: "fk_frame_erasure_sampling_frame_frame_id",
                        column: x => x.frame_id,
                        principalTable: "sampling_frame",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "frame_erasure");

            migrationBuilder.DropColumn(
                name: "key_generation",
                table: "sampling_frame");
        }
    }
}
