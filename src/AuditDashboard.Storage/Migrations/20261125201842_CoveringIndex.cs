using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuditDashboard.Storage.Migrations
{
    /// <inheritdoc />
    public partial class CoveringIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_event_cluster_time",
                table: "event");

            migrationBuilder.AddColumn<long>(
                name: "query_bits",
                table: "event",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            // Each match has its own bit, so their sum is all of them together.
            migrationBuilder.Sql(
                """
                UPDATE event SET query_bits =
                    (SELECT coalesce(sum(1 << m.query_id), 0) FROM event_match m WHERE m.event_id = event.id AND m.query_id BETWEEN 0 AND 62);
                """);

            migrationBuilder.CreateIndex(
                name: "ix_event_cluster_time",
                table: "event",
                columns: new[] { "cluster_id", "time", "id", "kind", "code", "verb_id", "user_id", "namespace_id", "name_id", "resource_id", "address_id", "api_group_id", "user_agent_id", "uri_id", "audit_id_id", "stage_id", "impersonated_user_id", "address_list_id", "query_bits", "stack_query_id" },
                descending: new[] { false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_event_cluster_time",
                table: "event");

            migrationBuilder.DropColumn(
                name: "query_bits",
                table: "event");

            migrationBuilder.CreateIndex(
                name: "ix_event_cluster_time",
                table: "event",
                columns: new[] { "cluster_id", "time" },
                descending: new[] { false, true });
        }
    }
}
