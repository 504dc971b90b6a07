using System.Globalization;
using System.Text.Json;
using AuditDashboard.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Events.Filtering;

/// <summary>Collects conditions and their parameters: values reach SQLite as parameters only.</summary>
internal sealed class SqlParts
{
    private readonly List<string> _conditions = [];
    private readonly List<object> _values;

    /// <summary>Starts empty.</summary>
    public SqlParts()
        : this([])
    {
    }

    private SqlParts(List<object> values) => _values = values;

    /// <summary>The conditions joined by AND; a true one if there are none.</summary>
    public string Where => _conditions.Count == 0 ? "1" : string.Join(" AND ", _conditions);

    /// <summary>Conditions of a part of the same statement: none yet, but the same parameters.</summary>
    public SqlParts Fresh() => new(_values);

    /// <summary>Adds a condition whose values are parameters already.</summary>
    public void And(string condition) => _conditions.Add(condition);

    /// <summary>A new parameter's name.</summary>
    public string Value(long value)
    {
        _values.Add(value);
        return Name();
    }

    /// <summary>A comparison with one of these numbers: <c>= @x</c>, or a list that is one parameter however long.</summary>
    public string IsIn(IReadOnlyCollection<long> numbers) =>
        numbers.Count == 1 ? $"= {Value(numbers.First())}" : $"IN (SELECT value FROM json_each({List(numbers)}))";

    /// <summary>A parameter that holds numbers as a JSON array.</summary>
    public string List(IEnumerable<long> numbers)
    {
        _values.Add(JsonSerializer.Serialize(numbers));
        return Name();
    }

    /// <summary>Makes a command.</summary>
    public SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < _values.Count; i++)
        {
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"@p{i}"), _values[i]);
        }

        return command;
    }

    /// <summary>Makes a statement that gives numbers.</summary>
    public NativeStatement Statement(SqliteConnection connection, string sql)
    {
        var statement = new NativeStatement(connection, sql);
        try
        {
            for (var i = 0; i < _values.Count; i++)
            {
                statement.Bind(statement.PlaceOf('p', i), _values[i]);
            }

            return statement;
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    private string Name() => string.Create(CultureInfo.InvariantCulture, $"@p{_values.Count - 1}");
}
