using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuditDashboard.Storage.Migrations
{
    /// <inheritdoc />
    public partial class TrailCalls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "trail_call",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    identity = table.Column<byte[]>(type: "BLOB", nullable: false),
                    event_id = table.Column<string>(type: "TEXT", nullable: true),
                    time = table.Column<long>(type: "INTEGER", nullable: true),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: true),
                    role = table.Column<string>(type: "TEXT", nullable: true),
                    outcome = table.Column<int>(type: "INTEGER", nullable: false),
                    is_repeated = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_from_files = table.Column<bool>(type: "INTEGER", nullable: false),
                    first_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    encoding = table.Column<int>(type: "INTEGER", nullable: false),
                    length = table.Column<int>(type: "INTEGER", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_trail_call", x => x.id);
                    table.ForeignKey(
                        name: "FK_trail_call_cluster_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "cluster",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "trail_span",
                columns: table => new
                {
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    origin = table.Column<string>(type: "TEXT", nullable: false),
                    from_time = table.Column<long>(type: "INTEGER", nullable: false),
                    to_time = table.Column<long>(type: "INTEGER", nullable: false),
                    collected_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_trail_span", x => new { x.cluster_id, x.origin });
                    table.ForeignKey(
                        name: "FK_trail_span_cluster_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "cluster",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_trail_call_cluster_id_event_id",
                table: "trail_call",
                columns: new[] { "cluster_id", "event_id" });

            migrationBuilder.CreateIndex(
                name: "IX_trail_call_cluster_id_kind_subject_role_outcome_time",
                table: "trail_call",
                columns: new[] { "cluster_id", "kind", "subject", "role", "outcome", "time" });

            migrationBuilder.CreateIndex(
                name: "IX_trail_call_cluster_id_kind_time",
                table: "trail_call",
                columns: new[] { "cluster_id", "kind", "time" });

            migrationBuilder.CreateIndex(
                name: "IX_trail_call_identity",
                table: "trail_call",
                column: "identity",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "trail_call");

            migrationBuilder.DropTable(
                name: "trail_span");
        }
    }
}
