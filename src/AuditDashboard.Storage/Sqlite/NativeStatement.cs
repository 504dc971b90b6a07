using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AuditDashboard.Storage.Sqlite;

/// <summary>A compiled statement on SQLite's own calls: parameters by place, numbers by column, nothing made per row.</summary>
/// <remarks>
/// A data reader costs several times as much a value, and a command looks its parameters up by name each time it runs; an ingest runs
/// half a dozen statements an event, and facets read a dozen numbers of each of a day's events. Used by one thread at a time.
/// </remarks>
internal sealed class NativeStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <summary>Compiles a statement.</summary>
    /// <param name="connection">An open connection; it must stay open as long as the statement is used.</param>
    /// <param name="sql">One statement.</param>
    /// <exception cref="SqliteException">SQLite cannot compile it.</exception>
    public NativeStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Rows that the last INSERT, UPDATE or DELETE of the connection changed.</summary>
    public int Changes => raw.sqlite3_changes(_database);

    /// <summary>The place of a named parameter, from 1; 0 if the statement does not use it.</summary>
    public int PlaceOf(char prefix, int number) =>
        raw.sqlite3_bind_parameter_index(_statement, string.Create(CultureInfo.InvariantCulture, $"@{(prefix == '@' ? "" : prefix)}{number}"));

    /// <summary>Gives a parameter its value; it keeps it until it is given another.</summary>
    /// <param name="place">From 1; 0 does nothing.</param>
    /// <param name="value">A whole number, a Boolean, text, bytes, or null.</param>
    public void Bind(int place, object? value)
    {
        if (place == 0)
        {
            return;
        }

        Check(value switch
        {
            null => raw.sqlite3_bind_null(_statement, place),
            long number => raw.sqlite3_bind_int64(_statement, place, number),
            int number => raw.sqlite3_bind_int64(_statement, place, number),
            bool isTrue => raw.sqlite3_bind_int64(_statement, place, isTrue ? 1 : 0),
            string text => BindText(place, text),
            byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
            _ => throw new ArgumentException($"A value of type {value.GetType()} cannot be bound.", nameof(value)),
        });
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="SqliteException">The statement failed, or was interrupted.</exception>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        if (result != raw.SQLITE_DONE)
        {
            // What went wrong is told by the error, not by the reset that clears it.
            try
            {
                SqliteException.ThrowExceptionForRC(result, _database);
            }
            finally
            {
                _ = raw.sqlite3_reset(_statement);
            }
        }

        return false;
    }

    /// <summary>A number of the current row; 0 where it is null.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>True if the current row has no value there.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>A number of the current row, or null. Asks for the type only where the number is 0, as an absent one is.</summary>
    public long? NumberOrNull(int column) => Number(column) is var number && number == 0 && IsNull(column) ? null : number;

    /// <summary>Ends the current run; values stay bound.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement);

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private int BindText(int place, string text)
    {
        const int Small = 256;
        if (text.Length <= Small)
        {
            Span<byte> utf8 = stackalloc byte[Small * 3];
            return raw.sqlite3_bind_text(_statement, place, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        }

        return raw.sqlite3_bind_text(_statement, place, Encoding.UTF8.GetBytes(text));
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
