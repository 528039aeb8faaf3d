using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Ranking.Data.Migrations
{
    /// <inheritdoc />
    public partial class IndependentOpinions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "opinion_deviation",
                table: "leaf_standing",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "opinions",
                table: "leaf_standing",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "opinions_at",
                table: "leaf_standing",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "opinion_deviation",
                table: "leaf_standing");

            migrationBuilder.DropColumn(
                name: "opinions",
                table: "leaf_standing");

            migrationBuilder.DropColumn(
                name: "opinions_at",
                table: "leaf_standing");
        }
    }
}
