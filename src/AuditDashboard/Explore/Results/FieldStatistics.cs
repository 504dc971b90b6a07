using System.Text.Json;
using AuditDashboard.Explore.Editing;
using AuditDashboard.Explore.Running;

namespace AuditDashboard.Explore.Results;

/// <summary>The values of one field over the rows of a result.</summary>
/// <param name="Field">The column, or the field of the records that the rows hold.</param>
/// <param name="Distinct">How many values there are, absent counted as one.</param>
/// <param name="Top">The most frequent, most frequent first; ties by text.</param>
/// <param name="Rows">Rows that were counted.</param>
public sealed record FieldStatistics(string Field, int Distinct, IReadOnlyList<FieldCount> Top, int Rows)
{
    /// <summary>Most fields that are counted.</summary>
    public const int MaxFields = 16;

    /// <summary>Records of a result whose members are counted, where it has no columns of its own: the first so many.</summary>
    public const int MaxRecords = 2_000;

    private const int TopValues = 5;

    // What a reader of audit events asks first.
    private static readonly string[][] RecordFields =
    [
        ["verb"], ["user", "username"], ["objectRef", "resource"], ["objectRef", "namespace"], ["objectRef", "name"],
        ["responseStatus", "code"], ["sourceIPs", "0"], ["userAgent"], ["stage"],
    ];

    /// <summary>The statistics of a result: of its columns, or, where they are only the records, of the records' common fields.</summary>
    public static IReadOnlyList<FieldStatistics> Of(ExploreResult result)
    {
        var message = IndexOf(result.Columns, "@message");
        var columns = Enumerable.Range(0, result.Columns.Count)
            .Where(i => result.Columns[i] is not ("@message" or "@timestamp" or "@ptr" or "@ingestionTime")).Take(MaxFields).ToList();
        if (columns.Count == 0 && message >= 0)
        {
            return OfRecords([.. result.Rows.Take(MaxRecords).Select(r => r.Cells[message])]);
        }

        return [.. columns.Select(i => Count(result.Columns[i], result.Rows.Select(r => r.Cells[i])))];
    }

    private static List<FieldStatistics> OfRecords(List<string?> records)
    {
        var values = RecordFields.Select(_ => new List<string?>(records.Count)).ToList();
        foreach (var record in records)
        {
            using var document = Parse(record);
            for (var i = 0; i < RecordFields.Length; i++)
            {
                values[i].Add(Find(document?.RootElement, RecordFields[i]));
            }
        }

        return
        [
            .. RecordFields.Select((path, i) => Count(path.Aggregate("", (all, part) => FieldPath.Append(all, part) ?? all), values[i]))
                .Where(s => s.Distinct > 1 || s.Top is [{ Value: not null }]),
        ];
    }

    private static FieldStatistics Count(string field, IEnumerable<string?> values)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var absent = 0;
        var rows = 0;
        foreach (var value in values)
        {
            rows++;
            if (value is null)
            {
                absent++;
            }
            else
            {
                counts[value] = counts.GetValueOrDefault(value) + 1;
            }
        }

        var all = counts.Select(c => new FieldCount(c.Key, c.Value)).Concat(absent > 0 ? [new FieldCount(null, absent)] : []);
        return new FieldStatistics(
            field, counts.Count + (absent > 0 ? 1 : 0),
            [.. all.OrderByDescending(c => c.Rows).ThenBy(c => c.Value, StringComparer.Ordinal).Take(TopValues)], rows);
    }

    private static JsonDocument? Parse(string? record)
    {
        try
        {
            return record is null ? null : JsonDocument.Parse(record);
        }
        catch (JsonException)
        {
            return null; // an odd record counts as one without the field
        }
    }

    private static string? Find(JsonElement? root, string[] path)
    {
        if (root is not { } element)
        {
            return null;
        }

        foreach (var part in path)
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(part, out var member))
            {
                element = member;
            }
            else if (element.ValueKind == JsonValueKind.Array && part == "0" && element.GetArrayLength() > 0)
            {
                element = element[0];
            }
            else
            {
                return null;
            }
        }

        return element.ValueKind switch
        {
            JsonValueKind.String => TextOf(element),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
            _ => null,
        };
    }

    // GetString throws on a lone surrogate such as "\ud800": then the text is counted as written.
    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText()[1..^1];
        }
    }

    private static int IndexOf(IReadOnlyList<string> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>A value with its number of rows.</summary>
/// <param name="Value">The value; null for absent.</param>
/// <param name="Rows">In how many rows it stands.</param>
public sealed record FieldCount(string? Value, int Rows);
