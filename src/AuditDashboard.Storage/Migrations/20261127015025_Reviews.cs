using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuditDashboard.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Reviews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "review",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: false),
                    about = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reviewers = table.Column<int>(type: "INTEGER", nullable: false),
                    last_event = table.Column<long>(type: "INTEGER", nullable: false),
                    opened_by = table.Column<string>(type: "TEXT", nullable: false),
                    is_opener_verified = table.Column<bool>(type: "INTEGER", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_by = table.Column<string>(type: "TEXT", nullable: true),
                    is_closer_verified = table.Column<bool>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "BLOB", nullable: true),
                    signature = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "review_item",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    review_id = table.Column<long>(type: "INTEGER", nullable: false),
                    event_id = table.Column<string>(type: "TEXT", nullable: false),
                    event_row = table.Column<long>(type: "INTEGER", nullable: false),
                    time = table.Column<long>(type: "INTEGER", nullable: true),
                    header = table.Column<byte[]>(type: "BLOB", nullable: false),
                    record = table.Column<byte[]>(type: "BLOB", nullable: false),
                    record_length = table.Column<int>(type: "INTEGER", nullable: false),
                    record_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    added_by = table.Column<string>(type: "TEXT", nullable: false),
                    is_adder_verified = table.Column<bool>(type: "INTEGER", nullable: false),
                    added_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_item", x => x.id);
                    table.ForeignKey(
                        name: "FK_review_item_review_review_id",
                        column: x => x.review_id,
                        principalTable: "review",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "review_mark",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    item_id = table.Column<long>(type: "INTEGER", nullable: false),
                    decision = table.Column<int>(type: "INTEGER", nullable: true),
                    ticket = table.Column<string>(type: "TEXT", nullable: false),
                    comment = table.Column<string>(type: "TEXT", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    is_verified = table.Column<bool>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_mark", x => x.id);
                    table.ForeignKey(
                        name: "FK_review_mark_review_item_item_id",
                        column: x => x.item_id,
                        principalTable: "review_item",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_review_code",
                table: "review",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_review_item_review_id_event_id",
                table: "review_item",
                columns: new[] { "review_id", "event_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_review_mark_item_id",
                table: "review_mark",
                column: "item_id");

            // What was said stays: also a defect of ours cannot change or remove a mark.
            migrationBuilder.Sql("CREATE TRIGGER review_mark_unchanged BEFORE UPDATE ON review_mark BEGIN SELECT RAISE(ABORT, 'A mark is never changed.'); END;");
            migrationBuilder.Sql("CREATE TRIGGER review_mark_not_replaced BEFORE INSERT ON review_mark WHEN EXISTS (SELECT 1 FROM review_mark WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'A mark is never replaced.'); END;");
            migrationBuilder.Sql("CREATE TRIGGER review_mark_kept BEFORE DELETE ON review_mark BEGIN SELECT RAISE(ABORT, 'A mark is never removed.'); END;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "review_mark");

            migrationBuilder.DropTable(
                name: "review_item");

            migrationBuilder.DropTable(
                name: "review");
        }
    }
}
