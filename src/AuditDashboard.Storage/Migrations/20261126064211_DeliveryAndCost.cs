using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuditDashboard.Storage.Migrations
{
    /// <inheritdoc />
    public partial class DeliveryAndCost : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "alone_bytes",
                table: "run",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "events_late",
                table: "run",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "price_picos",
                table: "run",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "delivery_delay",
                columns: table => new
                {
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    day = table.Column<long>(type: "INTEGER", nullable: false),
                    up_to_seconds = table.Column<long>(type: "INTEGER", nullable: false),
                    events = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_delivery_delay", x => new { x.cluster_id, x.day, x.up_to_seconds });
                    table.ForeignKey(
                        name: "FK_delivery_delay_cluster_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "cluster",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "late_check",
                columns: table => new
                {
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    done_to = table.Column<long>(type: "INTEGER", nullable: false),
                    pass_started = table.Column<long>(type: "INTEGER", nullable: true),
                    pass_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_late_check", x => x.cluster_id);
                    table.ForeignKey(
                        name: "FK_late_check_cluster_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "cluster",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "scan_day",
                columns: table => new
                {
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    day = table.Column<long>(type: "INTEGER", nullable: false),
                    purpose = table.Column<int>(type: "INTEGER", nullable: false),
                    query_id = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    alone_bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    scans = table.Column<long>(type: "INTEGER", nullable: false),
                    price_picos = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_scan_day", x => new { x.cluster_id, x.day, x.purpose, x.query_id });
                    table.ForeignKey(
                        name: "FK_scan_day_cluster_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "cluster",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "scan_rate",
                columns: table => new
                {
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    day = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    window_micros = table.Column<long>(type: "INTEGER", nullable: false),
                    peak_bytes_per_second = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_scan_rate", x => new { x.cluster_id, x.day });
                    table.ForeignKey(
                        name: "FK_scan_rate_cluster_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "cluster",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "delivery_delay");

            migrationBuilder.DropTable(
                name: "late_check");

            migrationBuilder.DropTable(
                name: "scan_day");

            migrationBuilder.DropTable(
                name: "scan_rate");

            migrationBuilder.DropColumn(
                name: "alone_bytes",
                table: "run");

            migrationBuilder.DropColumn(
                name: "events_late",
                table: "run");

            migrationBuilder.DropColumn(
                name: "price_picos",
                table: "run");
        }
    }
}
