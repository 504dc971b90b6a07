using AuditDashboard.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>Counts how often texts were removed. Their numbers may be given anew afterwards, so whoever remembers numbers compares first, inside its transaction.</summary>
/// <remarks>It is SQLite's <c>user_version</c>: in the file's header, part of each transaction, seen by every process.</remarks>
internal static class TextGeneration
{
    /// <summary>The count as this transaction sees it.</summary>
    public static long Read(SqliteConnection connection)
    {
        using var read = new NativeStatement(connection, "PRAGMA user_version");
        return read.Step() ? read.Number(0) : 0;
    }

    /// <summary>Texts were removed in this transaction.</summary>
    public static void Advance(SqliteConnection connection)
    {
        var next = (Read(connection) + 1) % int.MaxValue;
        using var write = connection.CreateCommand();
        write.CommandText = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA user_version = {next}");
        write.ExecuteNonQuery();
    }
}
