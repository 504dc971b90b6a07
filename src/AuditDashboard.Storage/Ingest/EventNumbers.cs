using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>
/// Row numbers of events, none of which is given twice: whoever remembers one, in whichever process, means the same event for ever, or one that is gone.
/// </summary>
/// <remarks>
/// A number is the greatest there is, plus one. Where the greatest is removed, it is kept in <c>sqlite_sequence</c>: SQLite's own table of the numbers
/// that it gave, part of each transaction, and copied by backups.
/// </remarks>
internal static class EventNumbers
{
    /// <summary>The greatest number that was ever given; 0 if none was.</summary>
    public static long Last(SqliteConnection connection)
    {
        using var last = new PreparedStatement(
            connection, "SELECT max(coalesce((SELECT max(id) FROM event), 0), coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'event'), 0))", 0);
        return last.Number() ?? 0;
    }

    /// <summary>Events are about to be removed in this transaction: keeps their numbers from being given again.</summary>
    public static void Keep(SqliteConnection connection)
    {
        var last = Last(connection);
        using var update = new PreparedStatement(connection, "UPDATE sqlite_sequence SET seq = @0 WHERE name = 'event'", 1);
        if (update.Execute(last) == 0)
        {
            using var insert = new PreparedStatement(connection, "INSERT INTO sqlite_sequence (name, seq) VALUES ('event', @0)", 1);
            insert.Execute(last);
        }
    }
}
