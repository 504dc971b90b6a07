using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuditDashboard.Storage.Migrations
{
    /// <inheritdoc />
    public partial class LimitedRoles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "clusters",
                table: "snapshot",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "clusters",
                table: "short_link",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "clusters",
                table: "review",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "clusters",
                table: "credential",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "clusters",
                table: "snapshot");

            migrationBuilder.DropColumn(
                name: "clusters",
                table: "short_link");

            migrationBuilder.DropColumn(
                name: "clusters",
                table: "review");

            migrationBuilder.DropColumn(
                name: "clusters",
                table: "credential");
        }
    }
}
