using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Harvest.Tests;

/// <summary>Reads a database by plain SQL, with no product code.</summary>
internal static class Sql
{
    public static Task<IReadOnlyList<string>> AuditIdsAsync(HarvestHost host) =>
        ListAsync(host, "SELECT a.text FROM event e JOIN audit_id a ON a.id = e.audit_id_id ORDER BY a.text");

    /// <summary>Each match as <c>auditID query</c>, by query and event.</summary>
    public static Task<IReadOnlyList<string>> MatchesAsync(HarvestHost host) => ListAsync(
        host,
        """
        SELECT a.text || ' ' || q.name FROM event_match m JOIN event e ON e.id = m.event_id
        JOIN audit_id a ON a.id = e.audit_id_id JOIN query q ON q.id = m.query_id ORDER BY q.name, a.text
        """);

    /// <summary>The stack as <c>minute query count</c>.</summary>
    public static Task<IReadOnlyList<string>> StackAsync(HarvestHost host) => ListAsync(
        host, "SELECT s.minute || ' ' || q.name || ' ' || s.n FROM minute_stack s JOIN query q ON q.id = s.query_id ORDER BY s.minute, q.name");

    /// <summary>The coverage rows, all columns that say something.</summary>
    public static Task<IReadOnlyList<string>> CoverageAsync(HarvestHost host) => ListAsync(
        host,
        """
        SELECT q.name || ' ' || c.from_time || ' ' || c.to_time || ' ' || c.how || ' ' || c.is_settled || ' ' || c.rows
        FROM coverage c JOIN query q ON q.id = c.query_id ORDER BY q.name, c.from_time
        """);

    public static Task<IReadOnlyList<string>> ListAsync(HarvestHost host, string sql) => Task.FromResult(List(host.Database.Path, sql));

    /// <summary>Rows of a query, the columns of each joined by a bar.</summary>
    public static IReadOnlyList<string> List(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
