using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuditDashboard.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Expiry : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "expired_from",
                table: "cluster",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "expired_to",
                table: "cluster",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "pending_expiry",
                columns: table => new
                {
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    horizon = table.Column<long>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pending_expiry", x => x.cluster_id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "pending_expiry");

            migrationBuilder.DropColumn(
                name: "expired_from",
                table: "cluster");

            migrationBuilder.DropColumn(
                name: "expired_to",
                table: "cluster");
        }
    }
}
