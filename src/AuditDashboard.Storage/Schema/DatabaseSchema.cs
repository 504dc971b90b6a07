using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Schema;

/// <summary>Whose schema a database has, compared with this program's.</summary>
internal enum SchemaAge
{
    /// <summary>Nothing is in it yet.</summary>
    Empty,

    /// <summary>Tables of another program.</summary>
    Foreign,

    /// <summary>Ours; the next start brings it up to date.</summary>
    Older,

    /// <summary>Ours, of this version.</summary>
    Current,

    /// <summary>Ours, of a version to come.</summary>
    Newer,
}

/// <summary>Judges a database by its list of applied migrations.</summary>
internal static class DatabaseSchema
{
    /// <summary>What a database of a newer version is refused with.</summary>
    public const string NewerSentence = "The database was made by a newer version of this program. Start that version, or name another file in Storage:Path.";

    /// <summary>Whose schema it is.</summary>
    /// <exception cref="SqliteException">The file is no database, or cannot be read.</exception>
    public static SchemaAge AgeOf(SqliteConnection connection)
    {
        using var context = AuditDatabase.CreateContext(connection);
        var known = context.Database.GetMigrations().ToList();
        var applied = ReadApplied(connection);
        if (applied.Count == 0)
        {
            // A first start that was killed leaves EF Core's own tables behind.
            return Count(connection, "substr(name, 1, 4) <> '__EF' AND substr(name, 1, 7) <> 'sqlite_'") > 0 ? SchemaAge.Foreign : SchemaAge.Empty;
        }

        return !applied.Contains(known[0], StringComparer.Ordinal) ? SchemaAge.Foreign
            : applied.Except(known, StringComparer.Ordinal).Any() ? SchemaAge.Newer
            : known.Except(applied, StringComparer.Ordinal).Any() ? SchemaAge.Older
            : SchemaAge.Current;
    }

    /// <summary>True if there is a table of this name; the name is one of ours.</summary>
    public static bool HasTable(SqliteConnection connection, string name) => Count(connection, $"name = '{name}'") > 0;

    private static List<string> ReadApplied(SqliteConnection connection)
    {
        var applied = new List<string>();
        if (!HasTable(connection, "__EFMigrationsHistory"))
        {
            return applied;
        }

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            applied.Add(reader.GetString(0));
        }

        return applied;
    }

    private static long Count(SqliteConnection connection, string condition)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND {condition}";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
