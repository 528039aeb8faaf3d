using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Identity.Data.Migrations
{
    /// <inheritdoc />
    public partial class ClientsOfGovernments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "unit_id",
                table: "api_client",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_api_client_unit_id",
                table: "api_client",
                column: "unit_id");

            migrationBuilder.AddForeignKey(
                name: "fk_api_client_unit_unit_id",
                table: "api_client",
                column: "unit_id",
                principalTable: "unit",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_api_client_unit_unit_id",
                table: "api_client");

            migrationBuilder.DropIndex(
                name: "ix_api_client_unit_id",
                table: "api_client");

            migrationBuilder.DropColumn(
                name: "unit_id",
                table: "api_client");
        }
    }
}
