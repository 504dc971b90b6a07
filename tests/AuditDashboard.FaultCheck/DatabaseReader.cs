using Microsoft.Data.Sqlite;

namespace AuditDashboard.FaultCheck;

/// <summary>Reads a database at one moment, by plain SQL; other processes may go on writing meanwhile.</summary>
internal sealed class DatabaseReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _moment;

    public DatabaseReader(string path)
    {
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 60 }.ConnectionString);
        _connection.Open();
        using (var only = _connection.CreateCommand())
        {
            only.CommandText = "PRAGMA query_only = ON";
            only.ExecuteNonQuery();
        }

        // Deferred, in WAL: whatever is read from here on is of one moment.
        _moment = _connection.BeginTransaction(deferred: true);
    }

    /// <summary>Reads the rows of a query; <c>$1</c> and <c>$2</c> are its parameters.</summary>
    public List<T> List<T>(string sql, Func<SqliteDataReader, T> read, params object[] parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = _moment;
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters.AddWithValue("$" + (i + 1), parameters[i]);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>The first column of the first row as a number; 0 if there is none.</summary>
    public long Number(string sql, params object[] parameters) => List(sql, r => r.IsDBNull(0) ? 0 : r.GetInt64(0), parameters).FirstOrDefault();

    /// <inheritdoc/>
    public void Dispose()
    {
        _moment.Dispose();
        _connection.Dispose();
    }
}
