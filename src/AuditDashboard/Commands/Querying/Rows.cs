using System.Globalization;
using AuditDashboard.Commands.Output;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Commands.Querying;

/// <summary>The rows of the contract, however they were come by.</summary>
internal static class Rows
{
    private static readonly string[] EventColumns = ["@query", "@timestamp", "@message"];
    private static readonly string[] BinColumns = ["@query", "bin", "count"];

    /// <summary>Makes the writer for events of canned queries.</summary>
    public static RowWriter ForEvents(CommandConsole console, OutputFormat format) => RowWriter.Create(format, console.Output, EventColumns);

    /// <summary>Prints one event of a canned query.</summary>
    public static void WriteEvent(this RowWriter writer, string query, long? timeMicros, ReadOnlyMemory<byte> message) =>
        writer.Write([Cell.Of(query), Cell.Of(timeMicros is { } time ? PrintTime(time) : null), Cell.Of(message)]);

    /// <summary>Prints the bins of canned queries, in the order given, oldest first.</summary>
    public static void WriteBins(CommandConsole console, OutputFormat format, IReadOnlyList<CannedQuery> queries, CannedBins bins)
    {
        using var writer = RowWriter.Create(format, console.Output, BinColumns);
        for (var i = 0; i < queries.Count; i++)
        {
            foreach (var (start, count) in bins.Of(i))
            {
                writer.Write([Cell.Of(queries[i].Id), Cell.Of(PrintTime(start)), Cell.Of(count)]);
            }
        }

        writer.Complete();
        if (bins.Undated > 0)
        {
            console.Say(string.Create(CultureInfo.InvariantCulture, $"{bins.Undated} selected records have no time and are in no bin."));
        }
    }

    /// <summary>Prints what a query text gave.</summary>
    public static long WriteResult(CommandConsole console, OutputFormat format, QueryResult result)
    {
        using var writer = RowWriter.Create(format, console.Output, result.Columns);
        var cells = new Cell[result.Columns.Count];
        foreach (var row in result.Rows)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = Cell.Of(row.Cells[i]);
            }

            writer.Write(cells);
        }

        writer.Complete();
        return writer.Rows;
    }

    /// <summary>Says how many rows the default limit left out: a part must not read as the whole.</summary>
    public static void SayLeftOut(CommandConsole console, QueryResult result)
    {
        if (result.RowsLeftOut > 0)
        {
            console.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.RowsLeftOut} more rows were left out: a query without limit gives {result.Rows.Count} rows. Write limit N into the query, up to 100000, or --limit N."));
        }
    }

    /// <summary>An instant as the engine prints it: UTC, cut to milliseconds.</summary>
    private static string PrintTime(long micros) =>
        TimeWindow.FromMicrosSinceEpoch(micros).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
