using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Tests.Commands;

/// <summary>Generated files, and what one undisturbed import of them stores: read by plain SQL, with no product code.</summary>
public sealed class ImportedOnce : IAsyncLifetime
{
    /// <summary>Events in all files.</summary>
    public const int Events = 1_500;

    /// <summary>One transaction a few events, so that a kill finds the import between two of them or inside one.</summary>
    internal static readonly (string, string)[] Settings = [("Harvest:BatchEvents", "10"), ("Harvest:LeaseDuration", "10s"), ("Storage:Path", "audit.db")];

    private readonly ProgramRun _program = new();

    public string Logs { get; private set; } = "";

    public IReadOnlyList<string> Content { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Logs = Directory.CreateDirectory(Path.Combine(_program.Folder, "logs")).FullName;
        var generated = await _program.RunAsync("generate", "--events", $"{Events}", "--seed", "1", "--rate", "300");
        Assert.Equal(Events, generated.OutputLines.Length);
        for (var i = 0; i < 2; i++)
        {
            var half = generated.OutputLines.Skip(i * Events / 2).Take(Events / 2);
            await File.WriteAllLinesAsync(Path.Combine(Logs, $"{i}.ndjson"), half, TestContext.Current.CancellationToken);
        }

        var result = await ImportAsync(_program, Logs);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"{Events} records read, ", result.Output, StringComparison.Ordinal);
        Content = ContentOf(_program);
        Assert.Contains(Content, row => row.StartsWith("match|", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync()
    {
        _program.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static Task<ProgramResult> ImportAsync(ProgramRun program, string logs) => program.RunAsync([], Settings, "import", "--cluster", "lab", logs);

    /// <summary>Gives another database this one's key, so that what redaction leaves can be compared too.</summary>
    internal void CopyKeyTo(ProgramRun program) =>
        File.Copy(Path.Combine(_program.Folder, "audit.db.key"), Path.Combine(program.Folder, "audit.db.key"));

    internal static long CountEvents(ProgramRun program)
    {
        try
        {
            return long.Parse(Read(program, "SELECT count(*) FROM event").Single(), CultureInfo.InvariantCulture);
        }
        catch (SqliteException)
        {
            // There is no file yet, or no table.
            return 0;
        }
    }

    internal static IReadOnlyList<string> ContentOf(ProgramRun program) => Read(
        program,
        """
        SELECT 'event', hex(e.identity), e.time, e.kind, e.code, e.flags, n.name, b.length, hex(b.content) FROM event e JOIN event_body b ON b.event_id = e.id JOIN query n ON n.id = e.stack_query_id
        UNION ALL SELECT 'match', hex(e.identity), q.name, m.time, '', '', '', '', '' FROM event_match m JOIN event e ON e.id = m.event_id JOIN query q ON q.id = m.query_id
        UNION ALL SELECT 'bin', q.name, c.minute, c.n, '', '', '', '', '' FROM minute_count c JOIN query q ON q.id = c.query_id
        UNION ALL SELECT 'stack', q.name, c.minute, c.n, '', '', '', '', '' FROM minute_stack c JOIN query q ON q.id = c.query_id
        UNION ALL SELECT 'quarantine', hex(x.identity), x.reason, '', '', '', '', '', '' FROM quarantine x
        ORDER BY 1, 2, 3, 4
        """);

    private static List<string> Read(ProgramRun program, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(program.Folder, "audit.db"),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
