using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>A statement that is compiled once and run many times with other values.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    /// <summary>Compiles a statement.</summary>
    /// <param name="connection">Where it runs.</param>
    /// <param name="sql">Text with the parameters @0, @1, … in any order.</param>
    /// <param name="count">How many parameters it has.</param>
    public PreparedStatement(SqliteConnection connection, string sql, int count)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = new SqliteParameter[count];
        for (var i = 0; i < count; i++)
        {
            _parameters[i] = _command.CreateParameter();
            _parameters[i].ParameterName = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"@{i}");
            _command.Parameters.Add(_parameters[i]);
        }
    }

    /// <summary>Runs it and gives the rows it changed.</summary>
    public int Execute(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it and gives the first column of the first row as a number; null if there is no row.</summary>
    public long? Number(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar() is long number ? number : null;
    }

    /// <summary>Runs it; the caller reads and disposes before the next run.</summary>
    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    /// <inheritdoc/>
    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
