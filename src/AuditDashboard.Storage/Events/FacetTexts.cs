using System.Globalization;
using System.Text;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage.Events.Filtering;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Events;

/// <summary>The texts of facet numbers.</summary>
internal static class FacetTexts
{
    /// <summary>The number of "absent"; no id and no code is so small.</summary>
    public const long Absent = long.MinValue;

    /// <summary>The order of values: by their bytes in UTF-8, as SQLite's own order is.</summary>
    public static IComparer<string> Order { get; } = Comparer<string>.Create(
        (a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));

    /// <summary>The first texts of these numbers, in <see cref="Order"/>.</summary>
    public static IEnumerable<(long Number, string Text)> Of(SqliteConnection connection, EventFacet facet, IReadOnlyList<long> numbers, int limit)
    {
        var table = FacetColumn.Of(facet).Dimension;
        return table is null
            ? numbers.Select(n => (n, Word(facet, n))).OrderBy(t => t.Item2, Order).Take(limit)
            : Load(connection, table, facet == EventFacet.Query ? "name" : "text", numbers, limit);
    }

    private static string Word(EventFacet facet, long number) => facet switch
    {
        _ when number == Absent => string.Empty,
        EventFacet.Kind => FacetWords.OfKind((ChangeKind)number),
        EventFacet.Outcome => FacetWords.OutcomeOf(number),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    private static List<(long Number, string Text)> Load(
        SqliteConnection connection, string table, string column, IReadOnlyList<long> numbers, int limit)
    {
        var texts = new List<(long, string)>();
        if (numbers.Contains(Absent))
        {
            texts.Add((Absent, string.Empty));
        }

        if (numbers.Count == texts.Count)
        {
            return texts;
        }

        var sql = new SqlParts();
        using var command = sql.Command(
            connection,
            $"SELECT d.id, d.{column} FROM json_each({sql.List(numbers)}) j CROSS JOIN {table} d ON d.id = j.value ORDER BY d.{column} LIMIT {sql.Value(limit)}");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            texts.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return texts;
    }
}
