using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuditDashboard.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "address",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_address", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_id",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_id", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "cluster",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    owed_from = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cluster", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "coverage",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    query_id = table.Column<long>(type: "INTEGER", nullable: false),
                    selection_hash = table.Column<string>(type: "TEXT", nullable: false),
                    from_time = table.Column<long>(type: "INTEGER", nullable: false),
                    to_time = table.Column<long>(type: "INTEGER", nullable: false),
                    how = table.Column<int>(type: "INTEGER", nullable: false),
                    is_settled = table.Column<bool>(type: "INTEGER", nullable: false),
                    collected_at = table.Column<long>(type: "INTEGER", nullable: false),
                    rows = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes_scanned = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_coverage", x => x.id);
                    table.CheckConstraint("ck_coverage_not_empty", "from_time < to_time");
                });

            migrationBuilder.CreateTable(
                name: "coverage_failure",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    query_id = table.Column<long>(type: "INTEGER", nullable: false),
                    from_time = table.Column<long>(type: "INTEGER", nullable: false),
                    to_time = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    failed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_coverage_failure", x => x.id);
                    table.CheckConstraint("ck_coverage_failure_not_empty", "from_time < to_time");
                });

            migrationBuilder.CreateTable(
                name: "file_position",
                columns: table => new
                {
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    fingerprint = table.Column<string>(type: "TEXT", nullable: false),
                    fingerprint_length = table.Column<int>(type: "INTEGER", nullable: false),
                    path = table.Column<string>(type: "TEXT", nullable: false),
                    offset = table.Column<long>(type: "INTEGER", nullable: false),
                    line = table.Column<long>(type: "INTEGER", nullable: false),
                    is_complete = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_file_position", x => new { x.cluster_id, x.fingerprint, x.fingerprint_length });
                });

            migrationBuilder.CreateTable(
                name: "file_span",
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
                    table.PrimaryKey("PK_file_span", x => new { x.cluster_id, x.origin });
                });

            migrationBuilder.CreateTable(
                name: "lease",
                columns: table => new
                {
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    holder = table.Column<string>(type: "TEXT", nullable: false),
                    fencing_number = table.Column<long>(type: "INTEGER", nullable: false),
                    expires = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lease", x => x.cluster_id);
                });

            // Written by hand: EF Core has no word for WITHOUT ROWID, which stores these three tables in their key's order alone.
            migrationBuilder.Sql("""
                CREATE TABLE "minute_count" (
                    "cluster_id" INTEGER NOT NULL,
                    "query_id" INTEGER NOT NULL,
                    "minute" INTEGER NOT NULL,
                    "n" INTEGER NOT NULL,
                    CONSTRAINT "PK_minute_count" PRIMARY KEY ("cluster_id", "query_id", "minute")
                ) WITHOUT ROWID;
                """);

            migrationBuilder.Sql("""
                CREATE TABLE "minute_stack" (
                    "cluster_id" INTEGER NOT NULL,
                    "query_id" INTEGER NOT NULL,
                    "minute" INTEGER NOT NULL,
                    "n" INTEGER NOT NULL,
                    CONSTRAINT "PK_minute_stack" PRIMARY KEY ("cluster_id", "query_id", "minute")
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "namespace",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_namespace", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "object_name",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_object_name", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "problem",
                columns: table => new
                {
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    part = table.Column<string>(type: "TEXT", nullable: false),
                    message = table.Column<string>(type: "TEXT", nullable: false),
                    first_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_problem", x => new { x.cluster_id, x.part, x.message });
                });

            migrationBuilder.CreateTable(
                name: "quarantine",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    identity = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    time = table.Column<long>(type: "INTEGER", nullable: true),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quarantine", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "query",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    stack_rank = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_query", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "resource",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    resource = table.Column<string>(type: "TEXT", nullable: false),
                    subresource = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_resource", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "run",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    trigger = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    events_inserted = table.Column<long>(type: "INTEGER", nullable: false),
                    events_known = table.Column<long>(type: "INTEGER", nullable: false),
                    quarantined = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes_scanned = table.Column<long>(type: "INTEGER", nullable: false),
                    error = table.Column<string>(type: "TEXT", nullable: true),
                    progress = table.Column<string>(type: "TEXT", nullable: true),
                    fencing_number = table.Column<long>(type: "INTEGER", nullable: true),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "uri",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_uri", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "user_agent",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_agent", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "user_name",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_name", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "word",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_word", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "event",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    time = table.Column<long>(type: "INTEGER", nullable: true),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    code = table.Column<int>(type: "INTEGER", nullable: true),
                    verb_id = table.Column<long>(type: "INTEGER", nullable: true),
                    user_id = table.Column<long>(type: "INTEGER", nullable: true),
                    namespace_id = table.Column<long>(type: "INTEGER", nullable: true),
                    name_id = table.Column<long>(type: "INTEGER", nullable: true),
                    resource_id = table.Column<long>(type: "INTEGER", nullable: true),
                    address_id = table.Column<long>(type: "INTEGER", nullable: true),
                    api_group_id = table.Column<long>(type: "INTEGER", nullable: true),
                    user_agent_id = table.Column<long>(type: "INTEGER", nullable: true),
                    uri_id = table.Column<long>(type: "INTEGER", nullable: true),
                    audit_id_id = table.Column<long>(type: "INTEGER", nullable: true),
                    stage_id = table.Column<long>(type: "INTEGER", nullable: true),
                    impersonated_user_id = table.Column<long>(type: "INTEGER", nullable: true),
                    address_list_id = table.Column<long>(type: "INTEGER", nullable: true),
                    decision_id = table.Column<long>(type: "INTEGER", nullable: true),
                    stack_query_id = table.Column<long>(type: "INTEGER", nullable: false),
                    flags = table.Column<int>(type: "INTEGER", nullable: false),
                    is_from_files = table.Column<bool>(type: "INTEGER", nullable: false),
                    first_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    ingestion_time = table.Column<long>(type: "INTEGER", nullable: true),
                    identity = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event", x => x.id);
                    table.ForeignKey(
                        name: "FK_event_cluster_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "cluster",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "quarantine_match",
                columns: table => new
                {
                    quarantine_id = table.Column<long>(type: "INTEGER", nullable: false),
                    query_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quarantine_match", x => new { x.quarantine_id, x.query_id });
                    table.ForeignKey(
                        name: "FK_quarantine_match_quarantine_quarantine_id",
                        column: x => x.quarantine_id,
                        principalTable: "quarantine",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "run_query",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    run_id = table.Column<long>(type: "INTEGER", nullable: false),
                    query_id = table.Column<long>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    rows = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes_scanned = table.Column<long>(type: "INTEGER", nullable: false),
                    error = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_query", x => x.id);
                    table.ForeignKey(
                        name: "FK_run_query_run_run_id",
                        column: x => x.run_id,
                        principalTable: "run",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "event_body",
                columns: table => new
                {
                    event_id = table.Column<long>(type: "INTEGER", nullable: false),
                    encoding = table.Column<int>(type: "INTEGER", nullable: false),
                    length = table.Column<int>(type: "INTEGER", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event_body", x => x.event_id);
                    table.ForeignKey(
                        name: "FK_event_body_event_event_id",
                        column: x => x.event_id,
                        principalTable: "event",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.Sql("""
                CREATE TABLE "event_match" (
                    "event_id" INTEGER NOT NULL,
                    "query_id" INTEGER NOT NULL,
                    "cluster_id" INTEGER NOT NULL,
                    "time" INTEGER NULL,
                    CONSTRAINT "PK_event_match" PRIMARY KEY ("event_id", "query_id"),
                    CONSTRAINT "FK_event_match_event_event_id" FOREIGN KEY ("event_id") REFERENCES "event" ("id") ON DELETE CASCADE,
                    CONSTRAINT "FK_event_match_query_query_id" FOREIGN KEY ("query_id") REFERENCES "query" ("id") ON DELETE RESTRICT
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateIndex(
                name: "IX_address_text",
                table: "address",
                column: "text",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_audit_id_text",
                table: "audit_id",
                column: "text",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_cluster_name",
                table: "cluster",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_coverage_cluster_id_query_id_selection_hash_from_time",
                table: "coverage",
                columns: new[] { "cluster_id", "query_id", "selection_hash", "from_time" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_coverage_failure_cluster_id_query_id_from_time",
                table: "coverage_failure",
                columns: new[] { "cluster_id", "query_id", "from_time" });

            migrationBuilder.CreateIndex(
                name: "ix_event_address",
                table: "event",
                columns: new[] { "address_id", "time" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_event_address_list",
                table: "event",
                columns: new[] { "address_list_id", "time" },
                descending: new[] { false, true },
                filter: "address_list_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_event_audit_id",
                table: "event",
                columns: new[] { "audit_id_id", "cluster_id", "stage_id" },
                filter: "audit_id_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_event_changes",
                table: "event",
                columns: new[] { "time", "cluster_id" },
                descending: new[] { true, false },
                filter: "kind BETWEEN 1 AND 8");

            migrationBuilder.CreateIndex(
                name: "ix_event_cluster_time",
                table: "event",
                columns: new[] { "cluster_id", "time" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "IX_event_identity",
                table: "event",
                column: "identity",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_event_impersonated_user",
                table: "event",
                columns: new[] { "impersonated_user_id", "time" },
                descending: new[] { false, true },
                filter: "impersonated_user_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_event_name",
                table: "event",
                columns: new[] { "name_id", "time" },
                descending: new[] { false, true },
                filter: "name_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_event_namespace",
                table: "event",
                columns: new[] { "namespace_id", "time" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_event_other_groups",
                table: "event",
                columns: new[] { "time", "cluster_id" },
                descending: new[] { true, false },
                filter: "kind = 9");

            migrationBuilder.CreateIndex(
                name: "ix_event_time",
                table: "event",
                column: "time",
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "ix_event_undated",
                table: "event",
                column: "cluster_id",
                filter: "time IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_event_uri",
                table: "event",
                columns: new[] { "uri_id", "time" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_event_user",
                table: "event",
                columns: new[] { "user_id", "time" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_event_match_all",
                table: "event_match",
                columns: new[] { "query_id", "time", "event_id" },
                descending: new[] { false, true, false });

            migrationBuilder.CreateIndex(
                name: "ix_event_match_cluster",
                table: "event_match",
                columns: new[] { "query_id", "cluster_id", "time", "event_id" },
                descending: new[] { false, false, true, false });

            migrationBuilder.CreateIndex(
                name: "IX_namespace_text",
                table: "namespace",
                column: "text",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_object_name_text",
                table: "object_name",
                column: "text",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_quarantine_cluster_id_identity",
                table: "quarantine",
                columns: new[] { "cluster_id", "identity" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_query_name",
                table: "query",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_resource_resource_subresource",
                table: "resource",
                columns: new[] { "resource", "subresource" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_run_cluster_id_ended_at",
                table: "run",
                columns: new[] { "cluster_id", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "IX_run_query_query_id_id",
                table: "run_query",
                columns: new[] { "query_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_run_query_run_id",
                table: "run_query",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "IX_uri_text",
                table: "uri",
                column: "text",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_user_agent_text",
                table: "user_agent",
                column: "text",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_user_name_text",
                table: "user_name",
                column: "text",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_word_text",
                table: "word",
                column: "text",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "address");

            migrationBuilder.DropTable(
                name: "audit_id");

            migrationBuilder.DropTable(
                name: "coverage");

            migrationBuilder.DropTable(
                name: "coverage_failure");

            migrationBuilder.DropTable(
                name: "event_body");

            migrationBuilder.DropTable(
                name: "event_match");

            migrationBuilder.DropTable(
                name: "file_position");

            migrationBuilder.DropTable(
                name: "file_span");

            migrationBuilder.DropTable(
                name: "lease");

            migrationBuilder.DropTable(
                name: "minute_count");

            migrationBuilder.DropTable(
                name: "minute_stack");

            migrationBuilder.DropTable(
                name: "namespace");

            migrationBuilder.DropTable(
                name: "object_name");

            migrationBuilder.DropTable(
                name: "problem");

            migrationBuilder.DropTable(
                name: "quarantine_match");

            migrationBuilder.DropTable(
                name: "resource");

            migrationBuilder.DropTable(
                name: "run_query");

            migrationBuilder.DropTable(
                name: "uri");

            migrationBuilder.DropTable(
                name: "user_agent");

            migrationBuilder.DropTable(
                name: "user_name");

            migrationBuilder.DropTable(
                name: "word");

            migrationBuilder.DropTable(
                name: "event");

            migrationBuilder.DropTable(
                name: "query");

            migrationBuilder.DropTable(
                name: "quarantine");

            migrationBuilder.DropTable(
                name: "run");

            migrationBuilder.DropTable(
                name: "cluster");
        }
    }
}
