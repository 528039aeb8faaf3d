using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Identity.Data.Migrations
{
    /// <inheritdoc />
    public partial class ClientQuotas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "contact",
                table: "api_client",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<byte[]>(
                name: "former_secret_hash",
                table: "api_client",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "former_secret_until",
                table: "api_client",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "former_used_at",
                table: "api_client",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_used_at",
                table: "api_client",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "per_day",
                table: "api_client",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "per_minute",
                table: "api_client",
                type: "integer",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "contact",
                table: "api_client");

            migrationBuilder.DropColumn(
                name: "former_secret_hash",
                table: "api_client");

            migrationBuilder.DropColumn(
                name: "former_secret_until",
                table: "api_client");

            migrationBuilder.DropColumn(
                name: "former_used_at",
                table: "api_client");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                table: "api_client");

            migrationBuilder.DropColumn(
                name: "per_day",
                table: "api_client");

            migrationBuilder.DropColumn(
                name: "per_minute",
                table: "api_client");
        }
    }
}
