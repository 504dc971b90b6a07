using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AuditDashboard.Api;

namespace AuditDashboard.Exports.Tables;

/// <summary>
/// The columns of rows for spreadsheets: the members of the row as the API names them, those of a member that has some after its name and a point.
/// Records are left out, as of events.
/// </summary>
internal sealed class TableColumns
{
    private readonly List<Func<object, object?>> _values = [];

    /// <summary>Of a type of rows.</summary>
    public TableColumns(JsonTypeInfo type)
    {
        var names = new List<string>();
        Add(type, "", row => row, names);
        Names = names;
    }

    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The values of a row; null for absent.</summary>
    public string?[] Of(object row) => [.. _values.Select(value => Text(value(row)))];

    private void Add(JsonTypeInfo type, string prefix, Func<object, object?> owner, List<string> names)
    {
        foreach (var property in type.Properties)
        {
            if (property.Get is not { } get || property.PropertyType == typeof(RawJson) || property.PropertyType == typeof(byte[]))
            {
                continue;
            }

            object? Value(object row) => owner(row) is { } held ? get(held) : null;
            var own = type.Options.GetTypeInfo(property.PropertyType);
            if (own.Kind == JsonTypeInfoKind.Object)
            {
                Add(own, $"{prefix}{property.Name}.", Value, names);
                continue;
            }

            names.Add(prefix + property.Name);
            _values.Add(Value);
        }
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTimeOffset instant => ExportColumns.Instant(instant),
        IEnumerable several => string.Join("; ", several.Cast<object?>().Select(Text)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(value, ExportJson.TypeOf(value.GetType())),
    };
}
