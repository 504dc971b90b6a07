using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;

namespace AuditDashboard.Benchmarks.Scan;

/// <summary>Asks DuckDB the six queries in a process of its own, and measures it without the start of this runtime.</summary>
internal static class DuckDbPeer
{
    /// <summary>The verb of the command line that runs it: <c>columns|objects FILE THREADS</c>.</summary>
    public const string Verb = "duckdb";

    /// <summary>Prints the counts, and behind them the seconds of processor time.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [("columns" or "objects") and var mode, var file, var threads])
        {
            await Console.Error.WriteLineAsync($"{Verb} columns|objects FILE THREADS");
            return 2;
        }

        var before = Cpu();
        await using var connection = new DuckDBConnection("DataSource=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"set threads = {int.Parse(threads, CultureInfo.InvariantCulture)}; " + Text(mode, file.Replace("'", "''", StringComparison.Ordinal));
        await using var reader = await command.ExecuteReaderAsync();
        while (reader.FieldCount < SixQueries.Ids.Length && await reader.NextResultAsync())
        {
        }

        await reader.ReadAsync();
        var counts = Enumerable.Range(0, SixQueries.Ids.Length).Select(i => Convert.ToInt64(reader.GetValue(i), CultureInfo.InvariantCulture)).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', counts)} {Cpu() - before:F3}"));
        return 0;
    }

    private static string Text(string mode, string file) => mode == "columns"
        ? SixQueries.Sql(field => field == "responseStatus.code" ? "cast(responseStatus.code as varchar)" : field)
            + $" from read_json('{file}', format = 'newline_delimited', maximum_object_size = 67108864, columns = {{verb: 'varchar', \"user\": 'struct(username varchar)', objectRef: 'struct(resource varchar)', responseStatus: 'struct(code bigint)'}})"
        : SixQueries.Sql(field => $"json_extract_string(json, '$.{field}')") + $" from read_ndjson_objects('{file}', maximum_object_size = 67108864)";

    private static double Cpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }
}
