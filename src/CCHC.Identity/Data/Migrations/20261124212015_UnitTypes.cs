using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CCHC.Identity.Data.Migrations
{
    /// <inheritdoc />
    public partial class UnitTypes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "type",
                table: "unit",
                newName: "type_code");

            migrationBuilder.CreateTable(
                name: "unit_type",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    governs = table.Column<bool>(type: "boolean", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_type", x => x.code);
                });

            migrationBuilder.Sql(
                """
                INSERT INTO unit_type (code, name, governs, position) VALUES
                    ('tinh', 'Ủy ban nhân dân tỉnh, thành phố', true, 10),
                    ('so', 'Sở, ban, ngành', false, 20),
                    ('nganh-doc', 'Cơ quan ngành dọc', false, 30),
                    ('su-nghiep', 'Đơn vị sự nghiệp', false, 40),
                    ('huyen', 'Huyện', true, 50),
                    ('phong-huyen', 'Phòng, ban cấp huyện', false, 60),
                    ('xa', 'Xã', true, 70),
                    ('phuong', 'Phường', true, 80),
                    ('thi-tran', 'Thị trấn', true, 90),
                    ('dac-khu', 'Đặc khu', true, 100),
                    ('phong-xa', 'Phòng, ban cấp xã', false, 110),
                    ('khac', 'Khác', false, 120);
                """);

            // Types were free text. What is not one of the above becomes a type of its own that does not govern; nothing is lost.
            migrationBuilder.Sql(
                """
                UPDATE unit SET type_code = 'tinh' WHERE type_code ILIKE 'Ủy ban nhân dân tỉnh';
                UPDATE unit SET type_code = unit_type.code FROM unit_type WHERE lower(unit.type_code) = lower(unit_type.name);
                INSERT INTO unit_type (code, name, governs, position)
                SELECT 'cu-' || row_number() OVER (ORDER BY type_code), type_code, false, 200 + row_number() OVER (ORDER BY type_code)
                FROM (SELECT DISTINCT type_code FROM unit WHERE type_code NOT IN (SELECT code FROM unit_type)) AS old;
                UPDATE unit SET type_code = unit_type.code FROM unit_type
                WHERE unit.type_code = unit_type.name AND unit.type_code NOT IN (SELECT code FROM unit_type);
                """);

            // Other services learn which units govern: the outbox tells them of every unit again.
            migrationBuilder.Sql(
                """
                UPDATE unit SET revision = revision + 1;
                INSERT INTO outbox_message (message_id, type, body, published_at)
                SELECT gen_random_uuid(), 'CCHC.Contracts.Identity.UnitChanged, CCHC.Contracts',
                    jsonb_build_object(
                        'unitId', unit.id, 'revision', unit.revision, 'code', unit.code, 'name', unit.name, 'type', unit_type.name, 'governs', unit_type.governs,
                        'groupCode', unit.group_code, 'groupName', unit.group_name, 'parentId', unit.parent_id, 'validFrom', unit.valid_from,
                        'validTo', unit.valid_to, 'predecessorIds', to_jsonb(unit.predecessor_ids))::text,
                    now()
                FROM unit JOIN unit_type ON unit_type.code = unit.type_code;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_unit_type_code",
                table: "unit",
                column: "type_code");

            migrationBuilder.AddForeignKey(
                name: "fk_unit_unit_type_type_code",
                table: "unit",
                column: "type_code",
                principalTable: "unit_type",
                principalColumn: "code",
                onDelete: ReferentialAction.Restrict);

            // The usual order of the list; a page must not sort all units.
            migrationBuilder.Sql("CREATE INDEX ix_unit_name_vi ON unit (name COLLATE \"vi-x-icu\", code);");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX ix_unit_name_vi;");

            migrationBuilder.DropForeignKey(
                name: "fk_unit_unit_type_type_code",
                table: "unit");

            migrationBuilder.Sql("UPDATE unit SET type_code = unit_type.name FROM unit_type WHERE unit_type.code = unit.type_code;");

            migrationBuilder.DropTable(
                name: "unit_type");

            migrationBuilder.DropIndex(
                name: "ix_unit_type_code",
                table: "unit");

            migrationBuilder.RenameColumn(
                name: "type_code",
                table: "unit",
                newName: "type");
        }
    }
}
