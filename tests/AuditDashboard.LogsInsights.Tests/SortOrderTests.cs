using System.Text;
using System.Text.Json;

namespace AuditDashboard.LogsInsights.Tests;

public sealed class SortOrderTests
{
    // The example of the documentation, ascending.
    private static readonly string[] Documented =
        ["!:", "#", "*%04", "0#", "5A", "111A", "2345_", "@", "@_", "A", "A9876fghj", "a12345hfh", "0", "01", "1", "2", "3"];

    [Fact]
    public void Sort_DocumentedExample_SameOrder()
    {
        var records = Records(new Random(1).GetItemsShuffled(Documented));

        Assert.Equal(Documented, Sorted("fields v | sort v asc", records));
        Assert.Equal(Documented.Reverse(), Sorted("fields v | sort v desc", records));
    }

    [Fact]
    public void Sort_RunThatEndsBeforeAnother_ComesFirst()
    {
        string[] ascending = ["a", "a1", "a10", "a!", "a!1", "b"];

        Assert.Equal(ascending, Sorted("fields v | sort v", Records(new Random(1).GetItemsShuffled(ascending))));
    }

    [Fact]
    public void Sort_MissingValues_LastInBothDirections()
    {
        LogRecord[] records = [new() { Message = "{}"u8.ToArray() }, .. Records(["b", "1", "a"])];

        Assert.Equal(["a", "b", "1", null], Sorted("fields v | sort v", records));
        Assert.Equal(["1", "b", "a", null], Sorted("fields v | sort v desc", records));
    }

    [Fact]
    public void Sort_Ties_NewestFirstThenInputOrder()
    {
        var records = Enumerable.Range(0, 6).Select(i => new LogRecord
        {
            Message = Encoding.UTF8.GetBytes($$"""{"v":{{i}},"k":"same"}"""),
            TimestampMicros = i == 5 ? null : i / 2,
        });

        Assert.Equal(["4", "2", "3", "0", "1", "5"], Sorted("fields v | sort k", records));
    }

    private static IEnumerable<string?> Sorted(string query, IEnumerable<LogRecord> records) =>
        CaseTests.Run(query, records).Rows.Select(r => r.Cells[0]);

    private static LogRecord[] Records(IEnumerable<string> values) =>
        [.. values.Select(v => new LogRecord { Message = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["v"] = v }) })];
}

internal static class RandomExtensions
{
    public static T[] GetItemsShuffled<T>(this Random random, T[] items)
    {
        var copy = items.ToArray();
        random.Shuffle(copy);
        return copy;
    }
}
