using System.Globalization;
using AuditDashboard.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>A statement that is compiled once and run many times with other values.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _sql;
    private readonly int _count;
    private NativeStatement? _native;
    private int[] _places = [];
    private SqliteCommand? _command;

    /// <summary>Prepares to compile a statement at its first run.</summary>
    /// <param name="connection">Where it runs.</param>
    /// <param name="sql">Text with the parameters @0, @1, … in any order.</param>
    /// <param name="count">How many parameters it has.</param>
    public PreparedStatement(SqliteConnection connection, string sql, int count)
    {
        _connection = connection;
        _sql = sql;
        _count = count;
    }

    /// <summary>Runs it and gives the rows it changed.</summary>
    public int Execute(params ReadOnlySpan<object?> values)
    {
        var native = Start(values);
        while (native.Step())
        {
        }

        var changes = native.Changes;
        native.Reset();
        return changes;
    }

    /// <summary>Runs it and gives the first column of the first row as a number; null if there is no row, or no number in it.</summary>
    public long? Number(params ReadOnlySpan<object?> values)
    {
        var native = Start(values);
        var number = native.Step() ? native.NumberOrNull(0) : null;
        native.Reset();
        return number;
    }

    /// <summary>Runs it and gives the first columns of the first row as numbers.</summary>
    /// <param name="numbers">Takes as many columns as it is long.</param>
    /// <param name="values">The values.</param>
    /// <returns>False if there is no row.</returns>
    public bool TryNumbers(Span<long?> numbers, params ReadOnlySpan<object?> values)
    {
        var native = Start(values);
        var isFound = native.Step();
        for (var i = 0; isFound && i < numbers.Length; i++)
        {
            numbers[i] = native.NumberOrNull(i);
        }

        native.Reset();
        return isFound;
    }

    /// <summary>Runs it; the caller reads and disposes before the next run.</summary>
    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        if (_command is null)
        {
            _command = _connection.CreateCommand();
            _command.CommandText = _sql;
            for (var i = 0; i < _count; i++)
            {
                _command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"@{i}") });
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return _command.ExecuteReader();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _native?.Dispose();
        _command?.Dispose();
    }

    private NativeStatement Start(ReadOnlySpan<object?> values)
    {
        if (_native is null)
        {
            _native = new NativeStatement(_connection, _sql);
            _places = new int[_count];
            for (var i = 0; i < _count; i++)
            {
                _places[i] = _native.PlaceOf('@', i);
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            _native.Bind(_places[i], values[i]);
        }

        return _native;
    }
}
